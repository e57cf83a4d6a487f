"""Valid rows of every kind; a test names only what it is about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone
from factory.django import DjangoModelFactory

from benefits import models
from benefits.eligibility.rulebook import Rulebook
from benefits.publishing.content import Content


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()

    class Params:
        editor = factory.Trait(is_editor=True, department=factory.SubFactory("tests.factories.DepartmentFactory"))
        publisher = factory.Trait(is_publisher=True)
        auditor = factory.Trait(is_auditor=True)
        administrator = factory.Trait(is_administrator=True)

    username = factory.Sequence(lambda n: f"user{n}")


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Department

    class Params:
        government = factory.Trait(kind="government", district="liangxi")

    key = factory.Sequence(lambda n: f"department-{'abcdefghijklmnopqrstuvwxyz'[n % 26]}{n}")
    name_zh = factory.Sequence(lambda n: f"市第{n}局")
    name_en = factory.Sequence(lambda n: f"Bureau {n}")
    short_name_zh = factory.SelfAttribute("name_zh")


class PolicyDocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.PolicyDocument

    class Params:
        in_force = factory.Trait(status="in_force", published_on="2026-01-01", effective_from="2026-02-01")

    key = factory.Sequence(lambda n: f"document-{n}")
    title_zh = "若干措施（征求意见稿）"
    issuer_zh = "市卫生健康委员会"
    citation = "公报2025年第1期"


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = models.Measure

    number = factory.Sequence(lambda n: n + 1)
    document = factory.SubFactory(PolicyDocumentFactory)
    part_zh = "一、健全生育前保障制度"
    title_zh = "完善生育保险制度"
    text = "完善生育保险制度。全面落实生育津贴免申即享。（责任单位：市医保局等）"


class MeasureDepartmentFactory(DjangoModelFactory):
    class Meta:
        model = models.MeasureDepartment

    measure = factory.SubFactory(MeasureFactory)
    department = factory.SubFactory(DepartmentFactory)


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Commitment

    key = factory.Sequence(lambda n: f"commitment-{n}")
    measure = factory.SubFactory(MeasureFactory)
    title_zh = "完善生育保险制度"
    quotations = "完善生育保险制度。"


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = models.Section

    key = factory.Sequence(lambda n: f"section_{n}")
    title_zh = "家庭情况"


class QuestionFactory(DjangoModelFactory):
    """A yes-or-no question to the household; the traits make others of it."""

    class Meta:
        model = models.Question
        skip_postgeneration_save = True

    class Params:
        of_child = factory.Trait(scope="child")
        integer = factory.Trait(type="integer", minimum=Decimal(1), maximum=Decimal(10))
        money = factory.Trait(type="money", minimum=Decimal(0), maximum=Decimal(100000000))
        date = factory.Trait(type="date", latest_days=0)
        # The questions that derived facts are computed from.
        children = factory.Trait(key="children", type="children", label_zh="孩子")
        birth_date = factory.Trait(key="birth_date", type="date", scope="child", latest_days=0, label_zh="出生日期")

    key = factory.Sequence(lambda n: f"question_{n}")
    section = factory.SubFactory(SectionFactory)
    scope = "household"
    type = "bool"
    wording_zh = "您现在怀孕了吗？"
    label_zh = factory.Sequence(lambda n: f"问题{n}")
    why_zh = "孕期的待遇要问这一项。"

    @factory.post_generation
    def choices(self, create: bool, keys: list[str] | None, **_kwargs: Any) -> None:
        """`QuestionFactory(choices=["employee", "resident"])` makes a choice question of it."""
        if not keys:
            return
        self.type = "choice"
        self.save()
        for key in keys:
            ChoiceFactory(question=self, key=key, label_zh=f"{key}的选项")


class ChoiceFactory(DjangoModelFactory):
    class Meta:
        model = models.Choice

    question = factory.SubFactory(QuestionFactory, type="choice")
    key = factory.Sequence(lambda n: f"choice_{n}")
    label_zh = "选项"


class TermFactory(DjangoModelFactory):
    class Meta:
        model = models.Term

    key = factory.Sequence(lambda n: f"term-{n}")
    name_zh = "常住人口"
    explanation_zh = "在本市住满6个月的人。"


class BenefitFactory(DjangoModelFactory):
    class Meta:
        model = models.Benefit
        skip_postgeneration_save = True

    class Params:
        per_child = factory.Trait(per="child")
        for_everyone = factory.Trait(tier=factory.RelatedFactory("tests.factories.TierFactory", "benefit"))

    key = factory.Sequence(lambda n: f"benefit-{n}")
    measure = factory.SubFactory(MeasureFactory)
    enquire_at = factory.SubFactory(DepartmentFactory)
    routing = factory.SubFactory(QuestionFactory, choices=["liangxi", "xishan"])
    life_stage = "pregnancy"
    title_zh = factory.Sequence(lambda n: f"待遇{n}")
    summary_zh = "生育津贴免申即享。"
    for_whom_zh = "参保女职工。"
    quotations = "全面落实生育津贴免申即享。"


class BenefitNoteFactory(DjangoModelFactory):
    """A note of a department that the measure lists."""

    class Meta:
        model = models.BenefitNote

    benefit = factory.SubFactory(BenefitFactory)
    department = factory.LazyAttribute(lambda note: MeasureDepartmentFactory(measure=note.benefit.measure).department)
    text_zh = "本区另有补充。"


class ExampleFactory(DjangoModelFactory):
    class Meta:
        model = models.Example

    key = factory.Sequence(lambda n: f"example-{n}")
    measure = factory.SubFactory(MeasureFactory)
    name = "怀孕的居民"
    source = "（一）完善生育保险制度"
    on = date(2026, 11, 23)


class TierFactory(DjangoModelFactory):
    """A tier without conditions that gives a service."""

    class Meta:
        model = models.Tier
        skip_postgeneration_save = True

    benefit = factory.SubFactory(BenefitFactory)
    amount = factory.RelatedFactory("tests.factories.TierAmountFactory", "tier")


class ConditionFactory(DjangoModelFactory):
    class Meta:
        model = models.Condition

    tier = factory.SubFactory(TierFactory)
    fact = "multi_child"
    operator = "is"
    value = "true"


class TierAmountFactory(DjangoModelFactory):
    class Meta:
        model = models.TierAmount

    class Params:
        monthly = factory.Trait(kind="monthly", yuan=Decimal("500.00"))
        ceiling = factory.Trait(kind="ceiling", yuan=Decimal("2500.00"), basis="paid")
        percent_of = factory.Trait(kind="percent", percent=80, of="employer_social_insurance_paid")

    tier = factory.SubFactory(TierFactory, amount=None)
    kind = "in_kind"


class RemarkFactory(DjangoModelFactory):
    """A remark on a benefit."""

    class Meta:
        model = models.Remark

    class Params:
        record = factory.SubFactory(BenefitFactory)

    kind = factory.LazyAttribute(lambda remark: remark.record._meta.model_name)
    key = factory.SelfAttribute("record.key")
    title = factory.LazyAttribute(lambda remark: str(remark.record))
    text = "第二句与原文不一样。"
    author = factory.SubFactory(UserFactory, editor=True)


def empty_release() -> dict[str, Any]:
    """The content of a release in which nothing stands yet."""
    return {
        "format": 1,
        "rulebook": Rulebook(0, (), (), (), (), ()).to_json(),
        "content": Content({}, {}, {}, {}, {}, {}, {}, {}).to_json(),
    }


class ReleaseFactory(DjangoModelFactory):
    class Meta:
        model = models.Release

    number = factory.Sequence(lambda n: n + 1)
    content = factory.LazyFunction(empty_release)
    checksum = "0" * 64
    published_at = factory.LazyFunction(timezone.now)
    note = "首次发布"


class ChangeSetFactory(DjangoModelFactory):
    """A change set that was submitted on the first release, with nothing in it yet."""

    class Meta:
        model = models.ChangeSet
        skip_postgeneration_save = True

    note = "改标题"
    base = factory.SubFactory(ReleaseFactory)
    submitted_by = factory.SubFactory(UserFactory)
    submitted_at = factory.LazyFunction(timezone.now)
