"""What the check asks: sections, questions with their choices, and the terms explained beside them."""

from __future__ import annotations

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from benefits.eligibility.facts import BIRTH_DATE, CHILDREN, DERIVED, FactType
from benefits.models.common import Keyed, Ordered, is_fact_key
from benefits.models.departments import Department
from benefits.models.values import Fact
from benefits.models.vocabulary import FACT_TYPES, SCOPES


class Section(Keyed, Ordered):
    """A group of questions that are asked together."""

    key = models.CharField(_("标识"), max_length=60, unique=True, validators=[is_fact_key])
    title_zh = models.CharField(_("标题"), max_length=50)
    title_en = models.CharField(_("标题（英文）"), max_length=100, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("问题分组")
        verbose_name_plural = pgettext_lazy("plural", "问题分组")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title_zh


class QuestionQuerySet(models.QuerySet):
    """Questions about questions."""

    def owned_by(self, *departments: int) -> QuestionQuerySet:
        """Those that one of the departments keeps. The shared ones are nobody's."""
        return self.filter(owner__in=departments)


class Question(Keyed, Ordered):
    """One fact that a household or child is asked for, with its wording and limits."""

    key = models.CharField(
        _("标识"),
        max_length=60,
        unique=True,
        validators=[is_fact_key],
        help_text=_("条件用它指代这个问题，发布后请不要再改。"),
    )
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="questions", verbose_name=_("分组"))
    scope = models.CharField(_("对象"), max_length=20, choices=SCOPES)
    type = models.CharField(_("回答类型"), max_length=20, choices=FACT_TYPES)
    wording_zh = models.CharField(_("问法"), max_length=100, help_text=_("不超过30个字，一问一事。"))
    wording_en = models.CharField(_("问法（英文）"), max_length=200, blank=True)
    label_zh = models.CharField(_("简称"), max_length=50, help_text=_("在答案列表和理由里用。"))
    label_en = models.CharField(_("简称（英文）"), max_length=100, blank=True)
    help_zh = models.TextField(_("说明"), blank=True)
    help_en = models.TextField(_("说明（英文）"), blank=True)
    why_zh = models.TextField(_("为什么问"), help_text=_("居民会看到。每句不超过40个字。"))
    why_en = models.TextField(_("为什么问（英文）"), blank=True)
    is_in_reach = models.BooleanField(
        _("家庭自己能改变"),
        default=False,
        help_text=_(
            "家庭自己去办就能改变的才选，例如入托、办居住证。年龄、排行等不选。结果页用它说明哪些事项“差一点”。"
        ),
    )
    minimum = models.DecimalField(
        _("最小值"), max_digits=12, decimal_places=2, null=True, blank=True, help_text=_("整数和金额用。含这个数。")
    )
    maximum = models.DecimalField(
        _("最大值"), max_digits=12, decimal_places=2, null=True, blank=True, help_text=_("整数和金额用。含这个数。")
    )
    earliest_days = models.IntegerField(
        _("最早日"), null=True, blank=True, help_text=_("日期用。从自测当天算起的天数，0是当天，-1是前一天。")
    )
    latest_days = models.IntegerField(
        _("最晚日"), null=True, blank=True, help_text=_("日期用。从自测当天算起的天数，0是当天，300是300天后。")
    )

    owner = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_questions",
        verbose_name=_("维护单位"),
        help_text=_("由哪个单位维护这个问题。留空则为各单位共用，由发布人员维护。"),
    )

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("问题")
        verbose_name_plural = pgettext_lazy("plural", "问题")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(maximum__gte=F("minimum")),
                name="question_limits_are_in_order",
                violation_error_message=_("最大值不能小于最小值。"),
            ),
            models.CheckConstraint(
                condition=Q(earliest_days__isnull=True)
                | Q(latest_days__isnull=True)
                | Q(latest_days__gte=F("earliest_days")),
                name="question_days_are_in_order",
                violation_error_message=_("最晚日不能早于最早日。"),
            ),
        ]

    def __str__(self) -> str:
        return self.label_zh

    def benefits_that_ask(self) -> models.QuerySet:
        """The benefits whose rules need the answer."""
        # Rules know questions; only this looks back.
        return apps.get_model("benefits", "Benefit").objects.that_ask(self.key).in_catalogue_order()

    def why_it_stays(self) -> str:
        """Why the question may be neither removed nor made another, in a sentence; empty where nothing needs it."""
        if self.key in (CHILDREN, BIRTH_DATE):
            return gettext("孩子的数量和年龄由“%s”算出。") % self.label_zh
        return _used_by(self.label_zh, self.benefits_that_ask())

    def check_change(self, **values: str) -> None:
        """Raise ValidationError at each of `values` that would make another question of one in use.

        The question is as the database has it; its key, scope and type are what rules rely on.
        """
        changed = [name for name, value in values.items() if value != getattr(self, name)]
        reason = self.why_it_stays() if changed else ""
        if reason:
            raise ValidationError(
                {
                    name: gettext("%(reason)s不能改“%(field)s”。") % {"reason": reason, "field": _name(self, name)}
                    for name in changed
                }
            )

    def clean(self) -> None:
        """A question takes no derived fact's key, and has only the limits that its type can have."""
        if self.key in DERIVED:
            raise ValidationError({"key": _("“%s”是系统算出的事项，不能用作问题的标识。") % self.key})
        limits = {
            "minimum": (FactType.INTEGER, FactType.MONEY),
            "maximum": (FactType.INTEGER, FactType.MONEY),
            "earliest_days": (FactType.DATE,),
            "latest_days": (FactType.DATE,),
        }
        faults = {
            name: _("这种类型的回答没有这项限制。请清空。")
            for name, types in limits.items()
            if getattr(self, name) is not None and self.type not in types
        }
        if faults:
            raise ValidationError(faults)


class Choice(Ordered):
    """One of the answers that a choice question offers."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices", verbose_name=_("问题"))
    key = models.CharField(_("标识"), max_length=60, validators=[is_fact_key])
    label_zh = models.CharField(_("文字"), max_length=100)
    label_en = models.CharField(_("文字（英文）"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("选项")
        verbose_name_plural = pgettext_lazy("plural", "选项")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "key"],
                name="choice_key_once_a_question",
                violation_error_message=_("这个问题已经有同样标识的选项。"),
            )
        ]

    def __str__(self) -> str:
        return self.label_zh

    def siblings(self) -> models.QuerySet:
        """The choices of the same question."""
        return Choice.objects.filter(question_id=self.question_id)

    def why_it_stays(self) -> str:
        """Why the choice may be neither removed nor get another key; empty where nothing names it."""
        benefits = apps.get_model("benefits", "Benefit").objects
        named = benefits.that_compare(self.question.key, self.key)
        if Department.objects.filter(district=self.key).exists():
            # It is how the government of a district is found.
            named |= benefits.filter(routing=self.question_id)
        return _used_by(self.label_zh, named.in_catalogue_order())


class Term(Keyed, Ordered):
    """A term of the policy that is explained wherever it stands."""

    key = models.CharField(_("标识"), max_length=60, unique=True)
    name_zh = models.CharField(_("用语"), max_length=50)
    name_en = models.CharField(_("用语（英文）"), max_length=100, blank=True)
    explanation_zh = models.TextField(_("解释"), help_text=_("每句不超过40个字。"))
    explanation_en = models.TextField(_("解释（英文）"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("用语解释")
        verbose_name_plural = pgettext_lazy("plural", "用语解释")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name_zh


def _used_by(label: str, benefits: models.QuerySet) -> str:
    titles = gettext("、").join(f"《{benefit.title_zh}》" for benefit in benefits)
    return gettext("“%(label)s”用在%(titles)s里。") % {"label": label, "titles": titles} if titles else ""


def _name(row: models.Model, column: str) -> str:
    return str(row._meta.get_field(column).verbose_name)


def known_facts() -> dict[str, Fact]:
    """All that a condition may speak of, by key: the questions as they stand now, and the derived facts."""
    questions = Question.objects.prefetch_related("choices")
    asked = {question.key: _fact_of(question) for question in questions}
    derived = {key: Fact(key, fact.label, fact.of, fact.type, minimum=fact.minimum) for key, fact in DERIVED.items()}
    return asked | derived


def _fact_of(question: Question) -> Fact:
    choices = {choice.key: choice.label_zh for choice in question.choices.all()}
    return Fact(
        question.key,
        question.label_zh,
        question.scope,
        FactType(question.type),
        choices,
        question.minimum,
        question.maximum,
    )
