"""The policy as it is written: documents, their measures with departments, and what the measures promise."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from benefits.eligibility.rulebook import PolicyStatus
from benefits.models.common import Keyed, Ordered, quotation_lines
from benefits.models.departments import Department
from benefits.models.vocabulary import POLICY_STATUSES


class PolicyDocument(Keyed, Ordered):
    """A policy document. Its status decides how every page words what it gives."""

    title_zh = models.CharField(_("标题"), max_length=200)
    title_en = models.CharField(_("标题（英文）"), max_length=300, blank=True)
    issuer_zh = models.CharField(_("发文机关"), max_length=100)
    issuer_en = models.CharField(_("发文机关（英文）"), max_length=200, blank=True)
    number = models.CharField(_("文号"), max_length=100, blank=True, help_text=_("没有文号请留空。"))
    status = models.CharField(
        _("状态"),
        max_length=20,
        choices=POLICY_STATUSES,
        default=PolicyStatus.CONSULTATION.value,
        help_text=_("全站措辞随它而变。正式施行前不要选“施行中”。"),
    )
    consultation_since = models.DateField(_("征求意见开始日"), null=True, blank=True)
    consultation_until = models.DateField(_("征求意见截止日"), null=True, blank=True)
    published_on = models.DateField(
        _("正式公布日"), null=True, blank=True, help_text=_("购房补贴等条件以它为准。尚未公布请留空。")
    )
    effective_from = models.DateField(_("施行日"), null=True, blank=True)
    expires_on = models.DateField(_("失效日"), null=True, blank=True)
    checked_on = models.DateField(
        _("核对日"), null=True, blank=True, help_text=_("最近一次查看正式文件是否已经公布的日期。")
    )
    citation = models.TextField(_("出处"), help_text=_("刊载本文件的公报、期号和页码。"))
    preamble = models.TextField(_("前言"), blank=True, help_text=_("与原文逐字一致。"))
    closing = models.TextField(_("结语"), blank=True, help_text=_("与原文逐字一致。"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("政策文件")
        verbose_name_plural = pgettext_lazy("plural", "政策文件")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consultation_since__isnull=True)
                | Q(consultation_until__isnull=True)
                | Q(consultation_until__gte=F("consultation_since")),
                name="policydocument_consultation_is_in_order",
                violation_error_message=_("征求意见截止日不能早于开始日。"),
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gte=F("effective_from")),
                name="policydocument_force_is_in_order",
                violation_error_message=_("失效日不能早于施行日。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title_zh

    def clean(self) -> None:
        """A document beyond consultation says when it was published, and one in force since when."""
        faults = {}
        if self.status != PolicyStatus.CONSULTATION and self.published_on is None:
            faults["published_on"] = _("状态不是“征求意见”时，请填正式公布日。")
        if self.status == PolicyStatus.IN_FORCE and self.effective_from is None:
            faults["effective_from"] = _("状态是“施行中”时，请填施行日。")
        if faults:
            raise ValidationError(faults)


class Measure(models.Model):
    """One measure (措施): its text word for word, a translation of it, and its departments in the text's order."""

    number = models.PositiveSmallIntegerField(_("条号"), unique=True)
    document = models.ForeignKey(
        PolicyDocument, on_delete=models.PROTECT, related_name="measures", verbose_name=_("政策文件")
    )
    part_zh = models.CharField(_("所在部分"), max_length=100, help_text=_("例如：一、健全生育前保障制度"))
    part_en = models.CharField(_("所在部分（英文）"), max_length=200, blank=True)
    title_zh = models.CharField(_("标题"), max_length=100)
    title_en = models.CharField(_("标题（英文）"), max_length=200, blank=True)
    text = models.TextField(_("全文"), help_text=_("与原文逐字一致，含责任单位。各项待遇引用的原文都要在其中。"))
    text_en = models.TextField(_("全文（英文）"), blank=True, help_text=_("非官方译文，以中文为准。"))
    departments = models.ManyToManyField(
        Department, through="MeasureDepartment", related_name="measures", verbose_name=_("责任单位")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = pgettext_lazy("singular", "措施")
        verbose_name_plural = pgettext_lazy("plural", "措施")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title_zh}"


class MeasureDepartment(Ordered):
    """A department's place in a measure's list."""

    measure = models.ForeignKey(
        Measure, on_delete=models.CASCADE, related_name="listed_departments", verbose_name=_("措施")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="listings", verbose_name=_("责任单位")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = pgettext_lazy("singular", "措施的责任单位")
        verbose_name_plural = pgettext_lazy("plural", "措施的责任单位")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "department"],
                name="measuredepartment_once_a_measure",
                violation_error_message=_("这项措施已经列有这个单位。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} – {self.department}"

    def siblings(self) -> models.QuerySet:
        """The departments of the same measure."""
        return MeasureDepartment.objects.filter(measure=self.measure)


class QuotesMeasure(models.Model):
    """A record that quotes its measure word for word."""

    quotations = models.TextField(_("引用原文"), help_text=_("一行一句，与措施全文逐字一致。"))

    class Meta:
        abstract = True

    @property
    def quoted(self) -> tuple[str, ...]:
        """The quotations, in order."""
        return quotation_lines(self.quotations)

    def clean(self) -> None:
        """Every quotation stands in the measure's text word for word."""
        super().clean()
        measure = Measure.objects.filter(pk=self.measure_id).first()
        if measure is None:
            return
        faults = [
            ValidationError(
                _("第%(number)s条措施的全文里没有“%(quotation)s”。请逐字引用原文。"),
                params={"number": measure.number, "quotation": quotation},
            )
            for quotation in self.quoted
            if quotation not in measure.text
        ]
        if faults:
            raise ValidationError({"quotations": faults})


class CommitmentQuerySet(models.QuerySet):
    """Questions about commitments."""

    def owned_by(self, *departments: int) -> CommitmentQuerySet:
        """Those that one of the departments keeps."""
        first = MeasureDepartment.objects.filter(measure=OuterRef("measure")).order_by("order", "pk")
        keeper = Coalesce("owner", Subquery(first.values("department")[:1]), output_field=models.BigIntegerField())
        return self.alias(keeper=keeper).filter(keeper__in=departments)


class Commitment(QuotesMeasure, Keyed, Ordered):
    """What a measure promises to build, staff or reach: nobody applies for it, everybody can watch it."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("措施"))
    title_zh = models.CharField(_("标题"), max_length=200)
    title_en = models.CharField(_("标题（英文）"), max_length=300, blank=True)
    figure = models.CharField(
        _("数字"), max_length=50, blank=True, help_text=_("原文写明的数字，例如 40。没有请留空。")
    )
    unit_zh = models.CharField(_("单位"), max_length=100, blank=True)
    unit_en = models.CharField(_("单位（英文）"), max_length=200, blank=True)
    due_on = models.DateField(_("期限"), null=True, blank=True, help_text=_("原文写明的最后一日。没有请留空。"))
    progress_zh = models.TextField(_("进展"), blank=True)
    progress_en = models.TextField(_("进展（英文）"), blank=True)

    owner = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_commitments",
        verbose_name=_("维护单位"),
        help_text=_("由哪个单位维护这条记录。留空则为措施所列的第一个责任单位。"),
    )

    objects = CommitmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = pgettext_lazy("singular", "政府承诺")
        verbose_name_plural = pgettext_lazy("plural", "政府承诺")
        ordering = ["measure__number", "order", "pk"]

    def __str__(self) -> str:
        return self.title_zh

    @property
    def keeper_id(self) -> int | None:
        """The department that keeps the record: its owner, else the first that the measure lists."""
        return self.owner_id or self.measure.listed_departments.values_list("department", flat=True).first()

    def siblings(self) -> models.QuerySet:
        """The commitments of the same measure."""
        return Commitment.objects.filter(measure_id=self.measure_id)
