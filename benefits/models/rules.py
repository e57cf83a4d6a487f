"""What a measure gives and on what conditions: benefits and their decision tables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from benefits.eligibility.facts import PARAMETERS, FactType, Operator, Scope
from benefits.eligibility.lint import AMOUNT_FIELDS
from benefits.eligibility.rulebook import AmountKind, Audience, Firmness
from benefits.models.common import Dated, Keyed, Ordered
from benefits.models.departments import Department
from benefits.models.policy import Measure, QuotesMeasure
from benefits.models.questions import Question, known_facts
from benefits.models.values import ConditionValue, Fact, ValueFault, choices_named, parse_value, text_of, value_words
from benefits.models.vocabulary import (
    AMOUNT_KINDS,
    AUDIENCES,
    BASES,
    FIRMNESSES,
    OPERATORS,
    PARAMETER_CHOICES,
    SCOPES,
    LifeStage,
)

_AMOUNT_COLUMNS = ("yuan", "basis", "percent", "of")
_EMPTY = {"yuan": None, "basis": "", "percent": None, "of": ""}


def _amount_has_its_parts() -> Q:
    """For each kind: its columns filled, the others empty."""
    fits = Q()
    for kind, needed in AMOUNT_FIELDS.items():
        one = Q(kind=kind.value)
        for column in _AMOUNT_COLUMNS:
            is_empty = Q(**{f"{column}__isnull": True}) if _EMPTY[column] is None else Q(**{column: ""})
            one &= ~is_empty if column in needed else is_empty
        fits |= one
    return fits


class BenefitQuerySet(models.QuerySet):
    """Questions about benefits."""

    def in_catalogue_order(self) -> BenefitQuerySet:
        """As the catalogue lists them: measure by measure."""
        return self.order_by("measure__number", "order", "pk")

    def owned_by(self, *departments: int) -> BenefitQuerySet:
        """Those that one of the departments keeps."""
        return self.alias(keeper=Coalesce("owner", "enquire_at")).filter(keeper__in=departments)

    def that_ask(self, fact: str) -> BenefitQuerySet:
        """Those whose conditions, percentages or routing need this fact."""
        needs = Q(routing__key=fact) | Q(tiers__conditions__fact=fact) | Q(tiers__amounts__of=fact)
        return self.filter(pk__in=Benefit.objects.filter(needs).values("pk"))

    def that_compare(self, fact: str, choice: str) -> BenefitQuerySet:
        """Those with a condition that names this choice of a question."""
        conditions = Condition.objects.filter(fact=fact, value__contains=choice).values_list("value", "tier__benefit")
        return self.filter(pk__in={benefit for value, benefit in conditions if choice in choices_named(value)})


class Benefit(QuotesMeasure, Keyed, Ordered):
    """A benefit (待遇) of a measure: a decision table whose first tier that holds decides."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="benefits", verbose_name=_("措施"))
    per = models.CharField(_("按谁计算"), max_length=20, choices=SCOPES, default=Scope.HOUSEHOLD.value)
    audience = models.CharField(_("申领人"), max_length=20, choices=AUDIENCES, default=Audience.RESIDENT.value)
    firmness = models.CharField(
        _("明确程度"),
        max_length=20,
        choices=FIRMNESSES,
        default=Firmness.STATED.value,
        help_text=_("原文写“鼓励、支持”选鼓励，写“探索、试点”选试点探索。"),
    )
    enquire_at = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="enquiries", verbose_name=_("咨询单位")
    )
    routing = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        related_name="routed_benefits",
        limit_choices_to={"type": FactType.CHOICE.value},
        verbose_name=_("按哪个区"),
        help_text=_("由哪一个区的政府答复：居住地、参保地或房屋所在地。"),
    )
    life_stage = models.CharField(_("人生阶段"), max_length=20, choices=LifeStage.choices)
    needs_no_application = models.BooleanField(_("免申即享"), default=False)
    title_zh = models.CharField(_("标题"), max_length=100)
    title_en = models.CharField(_("标题（英文）"), max_length=200, blank=True)
    summary_zh = models.TextField(_("内容"), help_text=_("给什么、给多少。每句不超过40个字。"))
    summary_en = models.TextField(_("内容（英文）"), blank=True)
    for_whom_zh = models.TextField(_("对象"), help_text=_("给谁。每句不超过40个字。"))
    for_whom_en = models.TextField(_("对象（英文）"), blank=True)
    papers_zh = models.TextField(_("所需材料"), blank=True, help_text=_("文件没有写明请留空，页面会照实说明。"))
    papers_en = models.TextField(_("所需材料（英文）"), blank=True)
    how_to_claim_zh = models.TextField(_("办理方式"), blank=True, help_text=_("文件没有写明请留空，页面会照实说明。"))
    how_to_claim_en = models.TextField(_("办理方式（英文）"), blank=True)

    owner = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_benefits",
        verbose_name=_("维护单位"),
        help_text=_("由哪个单位维护这条记录。留空则为咨询单位。"),
    )
    attested_on = models.DateField(
        _("核对日"), null=True, blank=True, help_text=_("最近一次与原文核对无误的日期。居民会看到。")
    )
    review_by = models.DateField(_("下次核对期限"), null=True, blank=True, help_text=_("到期前请再核对一次。"))

    objects = BenefitQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("待遇")
        verbose_name_plural = pgettext_lazy("plural", "待遇")
        ordering = ["measure__number", "order", "pk"]

    def __str__(self) -> str:
        return self.title_zh

    @property
    def keeper_id(self) -> int:
        """The department that keeps the record: its owner, else the one to enquire at."""
        return self.owner_id or self.enquire_at_id

    def siblings(self) -> models.QuerySet:
        """The benefits of the same measure."""
        return Benefit.objects.filter(measure_id=self.measure_id)

    def clean(self) -> None:
        """The routing fact is a household question with choices."""
        super().clean()
        routing = Question.objects.filter(pk=self.routing_id).first()
        if routing and (routing.type != FactType.CHOICE or routing.scope != Scope.HOUSEHOLD):
            raise ValidationError({"routing": _("“%s”不是对家庭的选择题，不能用来找所在区的政府。") % routing.label_zh})


class BenefitNote(models.Model):
    """What a participating department adds to another's benefit (补充说明), for the residents it concerns.

    That of a district's government is for those whom it answers; that of a city department for all.
    """

    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="notes", verbose_name=_("待遇"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="notes", verbose_name=_("责任单位")
    )
    text_zh = models.TextField(_("补充说明"), help_text=_("本区（本部门）对这项待遇的补充。每句不超过40个字。"))
    text_en = models.TextField(_("补充说明（英文）"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("补充说明")
        verbose_name_plural = pgettext_lazy("plural", "补充说明")
        ordering = ["benefit__measure__number", "benefit__order", "department__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["benefit", "department"],
                name="benefitnote_once_a_department",
                violation_error_message=_("这个单位对这项待遇已经有补充说明，请修改那一条。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.benefit} – {self.department}"

    @property
    def key(self) -> str:
        """How releases and data files name it."""
        return f"{self.benefit.key}.{self.department.key}"

    def clean(self) -> None:
        """The department is one of those that the measure lists."""
        super().clean()
        benefit = Benefit.objects.filter(pk=self.benefit_id).first()
        department = Department.objects.filter(pk=self.department_id).first()
        if benefit and department and not benefit.measure.departments.filter(pk=department.pk).exists():
            raise ValidationError(
                {
                    "department": _("第%(number)s条措施没有把%(department)s列为责任单位，不能补充说明。")
                    % {"number": benefit.measure.number, "department": department}
                }
            )


class Tier(Ordered, Dated):
    """A row (档) of a benefit's decision table: all its conditions must hold."""

    benefit = models.ForeignKey(Benefit, on_delete=models.CASCADE, related_name="tiers", verbose_name=_("待遇"))

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = _("档")
        verbose_name_plural = pgettext_lazy("plural", "档")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return gettext("%(benefit)s 第%(order)s档") % {"benefit": self.benefit, "order": self.order}

    def siblings(self) -> models.QuerySet:
        """The tiers of the same benefit."""
        return Tier.objects.filter(benefit_id=self.benefit_id)


class Condition(Ordered):
    """`fact operator value`, where the value is typed as text, or a parameter of the policy document."""

    tier = models.ForeignKey(Tier, on_delete=models.CASCADE, related_name="conditions", verbose_name=_("档"))
    fact = models.CharField(_("事项"), max_length=60, help_text=_("一个问题的标识，或系统算出的事项。"))
    operator = models.CharField(_("比较"), max_length=20, choices=OPERATORS)
    value = models.CharField(
        _("值"),
        max_length=300,
        blank=True,
        help_text=_("例如 true、employee, flexible_employee、19-36 或 2016-01-01。"),
    )
    parameter = models.CharField(
        _("文件参数"),
        max_length=60,
        blank=True,
        choices=PARAMETER_CHOICES,
        help_text=_("与文件的日期比较时选它，值留空。"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("条件")
        verbose_name_plural = pgettext_lazy("plural", "条件")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(value="") & ~Q(parameter="")) | (~Q(value="") & Q(parameter="")),
                name="condition_has_value_or_parameter",
                violation_error_message=_("值和文件参数要填一个，也只能填一个。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.get_operator_display()} {self.value or self.get_parameter_display()}"

    def siblings(self) -> models.QuerySet:
        """The conditions of the same tier."""
        return Condition.objects.filter(tier_id=self.tier_id)

    def clean(self) -> None:
        """The condition makes sense for its fact as the questions stand now."""
        self.check_against(known_facts(), _per_of(self.tier_id))

    def check_against(self, facts: Mapping[str, Fact], per: str | None) -> None:
        """Raise ValidationError at the field that is wrong; write a right value the way all others are written."""
        fact = facts.get(self.fact)
        if fact is None:
            raise ValidationError({"fact": _unknown_fact(self.fact, facts)})
        if not fact.operators:
            raise ValidationError({"fact": _unusable_fact(fact, facts)})
        if per == Scope.HOUSEHOLD and fact.scope == Scope.CHILD:
            raise ValidationError({"fact": _of_a_child(fact)})
        if self.operator not in fact.operators:
            raise ValidationError({"operator": _unfit_operator(fact)})
        if self.parameter:
            self._check_parameter(fact)
            return
        try:
            value = parse_value(fact, Operator(self.operator), self.value)
        except ValueFault as fault:
            raise ValidationError({"value": str(fault)}) from fault
        self.value = text_of(value, Operator(self.operator))

    def in_words(self, facts: Mapping[str, Fact]) -> str:
        """The condition as staff read it, with the labels of its fact and choices."""
        fact = facts.get(self.fact)
        if fact is None or not self.value:
            label = self.fact if fact is None else fact.label
            return f"{label} {self.get_operator_display()} {self.value or self.get_parameter_display()}"
        words = value_words(fact, self.value)
        if fact.type is FactType.BOOL:
            return gettext("：").join((fact.label, words))
        return f"{fact.label} {self.get_operator_display()} {words}"

    def typed_value(self, facts: Mapping[str, Fact]) -> ConditionValue | None:
        """The value as the engine compares it; None where it is a parameter. Raises ValueFault or KeyError."""
        return None if self.parameter else parse_value(facts[self.fact], Operator(self.operator), self.value)

    def _check_parameter(self, fact: Fact) -> None:
        if self.parameter not in PARAMETERS:
            known = _("、").join(f"{key}（{label}）" for key, label in PARAMETER_CHOICES)
            raise ValidationError(
                {
                    "parameter": _("没有叫“%(key)s”的文件参数。可以用：%(known)s。")
                    % {"key": self.parameter, "known": known}
                }
            )
        if self.value:
            raise ValidationError({"value": _("已经选了文件参数，值请留空。")})
        if PARAMETERS[self.parameter] is not fact.type:
            raise ValidationError({"parameter": _("“%s”的类型与这个文件参数不同，不能比较。") % fact.label})
        if self.operator in {Operator.ONE_OF, Operator.BETWEEN}:
            raise ValidationError({"operator": _("与文件参数比较时，只能比早晚，不能比范围。")})


class TierAmount(Ordered, Dated):
    """What a tier gives, and the days on which that is so."""

    tier = models.ForeignKey(Tier, on_delete=models.CASCADE, related_name="amounts", verbose_name=_("档"))
    kind = models.CharField(_("种类"), max_length=20, choices=AMOUNT_KINDS)
    yuan = models.DecimalField(
        _("金额（元）"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("一次性金额、每月金额和限额要填。"),
    )
    basis = models.CharField(_("限额所限"), max_length=20, choices=BASES, blank=True, help_text=_("只有限额要填。"))
    percent = models.PositiveSmallIntegerField(
        _("百分比"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("只有按比例要填，例如 80。"),
    )
    of = models.CharField(
        _("按比例的基数"), max_length=60, blank=True, help_text=_("只有按比例要填：一个金额问题的标识。")
    )

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = _("标准")
        verbose_name_plural = pgettext_lazy("plural", "标准")
        ordering = ["order", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=_amount_has_its_parts(),
                name="tieramount_has_its_parts",
                violation_error_message=_("这种标准的各项没有填对。"),
            ),
        ]

    def __str__(self) -> str:
        figure = {"percent": f"{self.percent}%"}.get(self.kind, "" if self.yuan is None else f"{self.yuan}元")
        return f"{self.get_kind_display()} {figure}".strip()

    def siblings(self) -> models.QuerySet:
        """The amounts of the same tier."""
        return TierAmount.objects.filter(tier_id=self.tier_id)

    def clean(self) -> None:
        """The amount makes sense as the questions stand now."""
        self.check_against(known_facts())

    def check_against(self, facts: Mapping[str, Fact]) -> None:
        """Raise ValidationError at each column that the kind needs and lacks, or has and does not need."""
        if self.kind not in AMOUNT_FIELDS:
            return
        needed = AMOUNT_FIELDS[AmountKind(self.kind)]
        faults = {}
        for column in _AMOUNT_COLUMNS:
            is_empty = getattr(self, column) in (None, "")
            if column in needed and is_empty:
                faults[column] = _("“%s”要填这一项。") % self.get_kind_display()
            elif column not in needed and not is_empty:
                faults[column] = _("“%s”没有这一项。请清空。") % self.get_kind_display()
        if "of" in needed and self.of:
            faults |= _base_faults(self.of, facts)
        if faults:
            raise ValidationError(faults)


def _per_of(tier_id: int | None) -> str | None:
    """Of whom the tier's benefit is assessed; None while the tier is not saved yet."""
    return tier_id and Benefit.objects.filter(tiers=tier_id).values_list("per", flat=True).first()


def _base_faults(key: str, facts: Mapping[str, Fact]) -> dict[str, str]:
    """What is wrong with the fact that an amount is a percentage of."""
    fact = facts.get(key)
    if fact is None or fact.type is not FactType.MONEY:
        known = _("、").join(f"{fact.key}（{fact.label}）" for fact in facts.values() if fact.type is FactType.MONEY)
        return {"of": gettext("“%(key)s”不是金额问题。可以用：%(known)s。") % {"key": key, "known": known or "–"}}
    if fact.scope == Scope.CHILD:
        return {"of": gettext("“%s”说的是每个孩子，不能作基数。请选家庭的金额问题。") % fact.label}
    return {}


def _of_a_child(fact: Fact) -> str:
    return gettext("“%s”说的是每个孩子，而这项待遇按家庭计算。请改用家庭的事项，或改待遇的“按谁计算”。") % fact.label


def _unknown_fact(key: str, facts: Mapping[str, Fact]) -> str:
    return gettext("没有叫“%(key)s”的事项。可以用的有：%(known)s。请改正，或先在“问题”里新建它。") % {
        "key": key,
        "known": _usable(facts),
    }


def _unusable_fact(fact: Fact, facts: Mapping[str, Fact]) -> str:
    return gettext("“%(fact)s”不能作条件。可以用的有：%(known)s。") % {"fact": fact.label, "known": _usable(facts)}


def _usable(facts: Mapping[str, Fact]) -> str:
    return _("、").join(f"{fact.key}（{fact.label}）" for fact in facts.values() if fact.operators)


def _unfit_operator(fact: Fact) -> str:
    labels = _("、").join(str(label) for key, label in OPERATORS if key in fact.operators)
    return gettext("“%(fact)s”不能这样比较。可以用：%(operators)s。") % {"fact": fact.label, "operators": labels}
