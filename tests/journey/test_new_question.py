"""A question that staff make is asked as soon as it is published, whatever its type, with no code changed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from benefits.models import Measure, Question, Release
from benefits.publishing import current
from benefits.publishing.compile import compile_release
from tests.check.conversation import Resident
from tests.factories import (
    BenefitFactory,
    ConditionFactory,
    DepartmentFactory,
    MeasureFactory,
    QuestionFactory,
    SectionFactory,
    TierFactory,
)

# Each type: how the question is made, the condition that uses it, the answer that meets it, and one that does not.
TYPES = {
    "bool": ({}, ("is", "true"), "yes", "no"),
    "choice": ({"choices": ["red", "blue"]}, ("one_of", "red"), "red", "blue"),
    "integer": ({"integer": True}, ("at_least", "3"), "3", "2"),
    "money": ({"money": True}, ("at_most", "1000"), "1,000元", "1000.01"),
    "date": ({"date": True}, ("on_or_after", "2026-01-01"), "2026年1月1日", "2025年12月31日"),
}
KINDS = [(scope, kind) for scope in ("household", "child") for kind in TYPES]
BORN = "2024年3月5日"


def publish() -> None:
    """The rows as they stand now, as the next release; this process looks for it at once."""
    number = Release.objects.count() + 1
    Release.objects.create(
        number=number, content=compile_release(), checksum=str(number), published_at=timezone.now(), note="test"
    )


def name_of(scope: str, kind: str) -> str:
    return f"new_{scope}_{kind}"


def ask(measure: Measure, routing: Question, scope: str, kind: str) -> None:
    """A new question, and a benefit that depends on its answer."""
    form, (operator, value), _, _ = TYPES[kind]
    name = name_of(scope, kind)
    QuestionFactory(
        key=name,
        scope=scope,
        wording_zh=f"{name}的问法？",
        label_zh=f"{name}的简称",
        help_zh=f"{name}的提示。",
        why_zh=f"{name}的原因。",
        section=SectionFactory(title_zh=f"{name}的分组"),
        **form,
    )
    benefit = BenefitFactory(
        key=f"benefit-{scope}-{kind}",
        title_zh=f"取决于{name}的待遇",
        per=scope,
        measure=measure,
        enquire_at=DepartmentFactory(),
        routing=routing,
    )
    ConditionFactory(tier=TierFactory(benefit=benefit), fact=name, operator=operator, value=value)


@pytest.fixture
def routing(db: None) -> Question:
    QuestionFactory(children=True, section__title_zh="孩子")
    QuestionFactory(birth_date=True, wording_zh="孩子哪天出生？")
    return QuestionFactory(key="district", choices=["liangxi"], label_zh="居住地区")


@pytest.fixture
def measure(routing: Question) -> Measure:
    """A first release with one benefit, which asks nothing but where the family lives."""
    measure = MeasureFactory()
    BenefitFactory(measure=measure, routing=routing, for_everyone=True)
    publish()
    return measure


@pytest.fixture
def resident(client: Client, monkeypatch: pytest.MonkeyPatch) -> Resident:
    monkeypatch.setattr(current, "SECONDS_BETWEEN_LOOKS", 0)
    return Resident(client)


def answers(which: int) -> dict[str, str]:
    """An answer to every new question: those that meet the condition (2), or those that do not (3)."""
    return {name_of(scope, kind): TYPES[kind][which] for scope, kind in KINDS}


def ends_in(resident: Resident, group: str) -> set[str]:
    """The benefits that stand in a group of the results."""
    section = resident.opens("/check/results/").html.partition(f'id="{group}"')[2].partition("</section>")[0]
    return {f"{scope}-{kind}" for scope, kind in KINDS if f'id="benefit-{scope}-{kind}"' in section}


@pytest.mark.parametrize(("which", "group"), [(2, "eligible"), (3, "not_eligible")])
def test_a_check_in_progress_asks_what_a_newer_release_asks_and_shows_what_comes_of_it(
    resident: Resident, measure: Measure, routing: Question, which: int, group: str
) -> None:
    pages = resident.begin().walk(district="liangxi")
    assert [asked for _, asked in pages] == [["district"]]
    assert resident.address == "/check/answers/"
    for scope, kind in KINDS:
        ask(measure, routing, scope, kind)
    publish()
    page = resident.opens("/check/results/")
    seen = []
    while page.asked:
        seen += page.asked
        for name in page.asked:
            if name.startswith("new_"):
                assert all(words in page.text for words in (f"{name}的问法？", f"{name}的提示。", f"{name}的原因。"))
        page.answer(**answers(which), children="yes", birth_date=BORN)
        if page.address == "/check/children/" and not page.asked:
            page.opens("/check/answers/")
    assert {name_of(scope, kind) for scope, kind in KINDS} <= set(seen)
    assert "district" not in seen
    assert len(seen) == len(set(seen))
    assert resident.answers.household["district"] == "liangxi"
    assert ends_in(resident, group) == {f"{scope}-{kind}" for scope, kind in KINDS}


def test_the_new_answers_can_be_changed_and_declined_from_the_results(
    resident: Resident, measure: Measure, routing: Question
) -> None:
    for scope, kind in KINDS:
        ask(measure, routing, scope, kind)
    publish()
    page = resident.begin()
    while page.asked:
        page.answer(**answers(2), children="yes", birth_date=BORN, district="liangxi")
        if page.address == "/check/children/" and not page.asked:
            page.opens("/check/answers/")
    section = Question.objects.get(key="new_household_money").section.key
    page.opens(f"/check/step/{section}/?change=new_household_money&then=results").answer(new_household_money="1000.01")
    page.opens("/check/children/1/?change=new_child_choice&then=results").answer()
    assert ends_in(page, "not_eligible") == {"household-money"}
    assert ends_in(page, "undetermined") == {"child-choice"}
