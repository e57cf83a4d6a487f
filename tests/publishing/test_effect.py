"""What a change of rules does to households: counted on examples and samples, each change with one to look at."""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from itertools import islice
from typing import Any

import pytest

from benefits.eligibility.assess import Status, assess
from benefits.eligibility.household import household_from
from benefits.eligibility.rulebook import Rulebook
from benefits.publishing import effect as module
from benefits.publishing.effect import BenefitEffect, Change, Effect, effect
from benefits.publishing.samples import COUNT, sample_household, sample_households

pytestmark = [pytest.mark.django_db, pytest.mark.content_only]
Json = dict[str, Any]
ON = date(2026, 11, 24)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand samples are enough where the test is not about how many there are."""
    monkeypatch.setattr(module, "sample_households", lambda *args: islice(sample_households(*args), 1_000))


@pytest.fixture
def after(real_content: Json) -> Callable[[Callable[[Json], None]], Effect]:
    """The effect of a change to the real measures."""

    def apply(change: Callable[[Json], None]) -> Effect:
        new = deepcopy(real_content)
        change(new)
        return effect(real_content, new, ON)

    return apply


def benefit(content: Json, key: str) -> Json:
    return next(item for item in content["rulebook"]["benefits"] if item["key"] == key)


def question(content: Json, key: str) -> Json:
    return next(item for item in content["rulebook"]["questions"] if item["key"] == key)


def without(content: Json, *keys: str) -> None:
    for shelf in ("rulebook", "content"):
        content[shelf]["benefits"] = [item for item in content[shelf]["benefits"] if item["key"] not in keys]


def only(found: Effect) -> BenefitEffect:
    assert len(found.benefits) == 1
    return found.benefits[0]


def counted(found: BenefitEffect) -> dict[Change, tuple[int, int]]:
    return {line.change: (line.samples, line.examples) for line in found.lines}


def statuses(content: Json, key: str, on: date = ON) -> list[Status]:
    """The benefit's status for each sample household by these rules, assessed one by one."""
    rulebook = Rulebook.from_json(content["rulebook"])
    place = [each.key for each in rulebook.benefits].index(key)
    return [
        assess(rulebook, household_from(rulebook, data, on), on).benefits[place].status
        for data in sample_households(rulebook.questions, on)
    ]


def test_the_same_rules_have_no_effect(after):
    found = after(lambda content: None)
    assert (found.benefits, found.changed_samples, found.changed_examples) == ((), 0, 0)
    assert (found.samples, found.examples) == (COUNT, 235)


def test_wording_alone_has_no_effect(after):
    def change(content):
        content["content"]["benefits"][0]["title"]["zh"] = "另一个名字"
        benefit(content, "childcare-subsidy")["enquire_at"] = "finance"

    assert after(change).benefits == ()


def test_a_raised_amount_raises_it_for_those_who_get_it_and_for_nobody_else(real_content, after):
    def change(content):
        benefit(content, "hardship-pregnancy-grant")["tiers"][0]["amounts"][0]["yuan"] = "6000.00"

    found = only(after(change))
    told = statuses(real_content, "hardship-pregnancy-grant")
    assert (found.key, found.what) == ("hardship-pregnancy-grant", "规则有变")
    samples = {change: samples for change, (samples, _examples) in counted(found).items()}
    assert samples == {
        Change.AMOUNT_UP: told.count(Status.ELIGIBLE),
        Change.OTHER_WHILE_OPEN: told.count(Status.UNDETERMINED),
    }


def test_an_amount_cut_by_one_fen_is_told_with_a_household_before_and_after(real_content, after, few):
    def change(content):
        benefit(content, "childcare-subsidy")["tiers"][0]["amounts"][0]["yuan"] = "499.99"

    line = only(after(change)).lines[0]
    assert (line.change, line.label) == (Change.AMOUNT_DOWN, "金额减少")
    example, sample = line.looks
    assert example.title in {each["name"] for each in real_content["examples"]}
    assert (example.example is not None, example.sample) == (True, None)
    assert example.query.startswith(f"example={example.example}&on=")
    assert sample.query == f"sample={sample.sample}&on=2026-11-24"
    assert sample.title == f"样本家庭第{sample.sample + 1}号"
    assert "每月500元" in sample.before
    assert "每月499.99元" in sample.after
    household = sample_household(Rulebook.from_json(real_content["rulebook"]), sample.sample, ON)
    assert household["permanent_resident"] is True
    told = dict(sample.answers)
    assert told["常住人口"] == "是"
    assert any(label.endswith("出生日期") for label in told)
    assert "所在地区" not in told


def test_a_benefit_taken_away_is_no_longer_for_those_who_had_it(real_content, after):
    found = only(after(lambda content: without(content, "nipt-screening")))
    told = statuses(real_content, "nipt-screening")
    assert found.what == "取消"
    assert found.title == "无创产前基因筛查"
    samples = {change: samples for change, (samples, _examples) in counted(found).items()}
    assert samples == {
        Change.NO_LONGER_ELIGIBLE: told.count(Status.ELIGIBLE),
        Change.SETTLED_NOT_ELIGIBLE: told.count(Status.UNDETERMINED),
    }
    assert found.lines[0].looks[1].after == "没有这项待遇"


def test_a_new_benefit_counts_as_not_eligible_before(real_content):
    old = deepcopy(real_content)
    without(old, "nipt-screening")
    found = only(effect(old, real_content, ON))
    told = statuses(real_content, "nipt-screening")
    assert found.what == "新增"
    samples = {change: samples for change, (samples, _examples) in counted(found).items()}
    assert samples == {
        Change.NEWLY_ELIGIBLE: told.count(Status.ELIGIBLE),
        Change.NEWLY_OPEN: told.count(Status.UNDETERMINED),
    }
    assert found.lines[0].looks[1].before == "没有这项待遇"


def test_a_first_release_is_all_new(real_content, few):
    nothing = {
        "format": 2,
        "rulebook": {name: [] for name in real_content["rulebook"]},
        "content": {name: [] for name in real_content["content"]},
        "examples": [],
    }
    found = effect(nothing, real_content, ON)
    assert {each.what for each in found.benefits} == {"新增"}
    assert len(found.benefits) == len(real_content["rulebook"]["benefits"])
    assert found.changed_samples == 1_000


def test_a_condition_on_a_new_question_is_asked_of_the_samples_too(after, few):
    def change(content):
        content["rulebook"]["questions"].insert(
            3, {"key": "twins", "scope": "household", "type": "bool", "section": "family"}
        )
        condition = {"fact": "twins", "operator": "is", "value": True}
        benefit(content, "nipt-screening")["tiers"][0]["conditions"].append(condition)

    found = only(after(change))
    assert {Change.NO_LONGER_ELIGIBLE, Change.OPEN_AGAIN} <= set(counted(found))
    gone = next(line for line in found.lines if line.change is Change.NO_LONGER_ELIGIBLE)
    assert ("twins", "否") in gone.looks[-1].answers


def test_a_question_dropped_is_still_told_by_its_name(real_content, few):
    """Who was asked before answers before; who is asked no more is told of what the old rules asked."""
    new = deepcopy(real_content)
    tier = benefit(new, "labour-pain-relief-cover")["tiers"][0]
    tier["conditions"] = [condition for condition in tier["conditions"] if condition["fact"] != "pregnant"]
    found = only(effect(real_content, new, ON))
    assert Change.NEWLY_ELIGIBLE in counted(found)
    assert "怀孕" in dict(found.lines[0].looks[-1].answers)


def test_a_choice_taken_away_counts_against_those_who_would_have_chosen_it(after, few):
    def change(content):
        question(content, "employment")["values"].remove("migrant_worker")
        benefit(content, "flexible-worker-maternity-cover")["tiers"][0]["conditions"][0]["value"] = ["flexible"]

    found = {each.key: each for each in after(change).benefits}
    assert Change.OPEN_AGAIN in counted(found["flexible-worker-maternity-cover"])
    assert found["unemployed-insurance-premiums"].what == "所用的问题或文件日期有变"
    assert "nipt-screening" not in found


def test_the_order_and_section_of_questions_have_no_effect(after):
    def change(content):
        content["rulebook"]["questions"].reverse()
        question(content, "employment")["values"].reverse()
        question(content, "pregnant")["section"] = "work"

    assert after(change).benefits == ()


def test_publication_settles_what_waited_for_it_and_says_what_changes_besides(after):
    def change(content):
        content["rulebook"]["documents"][0] |= {
            "status": "in_force",
            "parameters": {"policy_published_on": "2026-01-01"},
        }

    found = after(change)
    settled = counted(only(found))
    assert only(found).key == "home-purchase-grant"
    assert settled[Change.SETTLED_ELIGIBLE][0] > 0
    assert settled[Change.SETTLED_NOT_ELIGIBLE][0] > 0
    assert "由“征求意见”改为“施行中”" in found.notes[0]


def test_a_household_is_tried_in_the_change_set_that_it_is_about(real_content, few):
    new = deepcopy(real_content)
    without(new, "nipt-screening")
    looks = [look for line in only(effect(real_content, new, ON, changes=7)).lines for look in line.looks]
    assert all(look.query.endswith("&changes=7") for look in looks)


def test_status_alone_settles_nothing(after):
    found = after(lambda content: content["rulebook"]["documents"][0].update(status="in_force"))
    assert found.benefits == ()
    assert len(found.notes) == 1


def test_tiers_of_a_later_day_have_no_effect_yet(real_content, few):
    new = deepcopy(real_content)
    amounts = benefit(new, "childcare-subsidy")["tiers"][0]["amounts"]
    amounts[0]["valid_until"] = "2026-12-31"
    amounts.append({"kind": "monthly", "yuan": "600.00", "valid_from": "2027-01-01"})
    today, later = only(effect(real_content, new, ON)), only(effect(real_content, new, date(2027, 1, 1)))
    assert today.lines == ()
    assert Change.AMOUNT_UP in counted(later)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ({"kind": "one_off", "yuan": "500.00"}, Change.OTHER),
        ({"kind": "as_regulated"}, Change.OTHER),
        ({"kind": "monthly", "yuan": "500.01"}, Change.AMOUNT_UP),
    ],
)
def test_another_kind_of_amount_is_neither_more_nor_less(after, few, amount, expected):
    def change(content):
        benefit(content, "childcare-subsidy")["tiers"][0]["amounts"] = [amount]

    assert expected in counted(only(after(change)))


@pytest.mark.parametrize(
    ("under_19_months", "older", "expected"),
    [
        ("400.00", "350.00", Change.AMOUNT_DOWN),
        ("450.00", "351.00", Change.AMOUNT_UP),
        ("450.00", "350.00", Change.OTHER),
    ],
)
def test_more_for_one_child_and_less_for_another_go_by_the_sum(real_content, few, under_19_months, older, expected):
    """Of a household that had 500 for one child and 300 for the other."""
    old = deepcopy(real_content)
    old["examples"] = [each for each in old["examples"] if each["name"] == "两个孩子各得各的一档"]
    new = deepcopy(old)
    first, second = benefit(new, "childcare-subsidy")["tiers"]
    first["amounts"][0]["yuan"], second["amounts"][0]["yuan"] = under_19_months, older
    counts = counted(only(effect(old, new, ON)))
    assert [change for change, (_samples, examples) in counts.items() if examples] == [expected]


def test_another_child_who_may_have_a_service_is_told_as_that(real_content, few):
    new = deepcopy(real_content)
    tier = benefit(new, "after-school-care")["tiers"][0]
    age = next(condition for condition in tier["conditions"] if condition["fact"] == "age_months")
    age["value"] = [36, age["value"][1]]
    more, fewer = only(effect(real_content, new, ON)), only(effect(new, real_content, ON))
    assert Change.MORE_CHILDREN in counted(more)
    assert Change.FEWER_CHILDREN in counted(fewer)


def test_a_percentage_raised_is_more_even_where_the_sum_is_not_known(after, few):
    def change(content):
        benefit(content, "employer-insurance-subsidy")["tiers"][0]["amounts"][0]["percent"] = 90

    line = only(after(change)).lines[0]
    assert line.change is Change.AMOUNT_UP
    assert "的80%" in line.looks[0].before
    assert "的90%" in line.looks[0].after


def test_an_example_stands_for_its_own_benefit_and_day(after, few):
    found = only(after(lambda content: without(content, "newborn-screening")))
    keys = {look.example for line in found.lines for look in line.looks if look.example}
    assert all(key.startswith("measure-3-") for key in keys)


def test_rules_with_errors_are_not_counted_and_say_why(after):
    def change(content):
        content["rulebook"]["questions"] = [
            item for item in content["rulebook"]["questions"] if item["key"] != "childcare"
        ]

    found = after(change)
    assert found.benefits == ()
    assert "规则有错误" in found.refusal


@pytest.mark.parametrize(
    "bad",
    [{"on": "soon"}, {"policy_published_on": "soon"}, {"household": []}, {"household": {"children": [3, {"x": 1}]}}],
)
def test_a_bad_example_stops_nothing(real_content, few, bad):
    old, new = deepcopy(real_content), deepcopy(real_content)
    for content in (old, new):
        content["examples"][0] |= bad
        content["examples"][1]["household"]["no_such_question"] = True
    benefit(new, "nipt-screening")["tiers"][0]["amounts"] = [{"kind": "as_regulated"}]
    assert only(effect(old, new, ON)).lines


def test_all_benefits_at_once_take_a_few_times_what_assessing_takes_and_one_far_less(real_content):
    """Seconds on an idle machine (the bench has them); here against assessing every sample once, in the same run."""
    one, every = deepcopy(real_content), deepcopy(real_content)
    benefit(one, "nipt-screening")["tiers"][0]["valid_from"] = "2026-12-01"
    for each in every["rulebook"]["benefits"]:
        each["tiers"][0]["valid_from"] = "2026-12-01"
    rulebook = Rulebook.from_json(real_content["rulebook"])
    households = [household_from(rulebook, data, ON) for data in sample_households(rulebook.questions, ON)]

    def processor_time(work: Callable[[], object]) -> float:
        started = time.process_time()
        work()
        return time.process_time() - started

    def assess_all() -> None:
        for household in households:
            assess(rulebook, household, ON)

    before = processor_time(assess_all)
    of_one = processor_time(lambda: effect(real_content, one, ON))
    of_every = processor_time(lambda: effect(real_content, every, ON))
    assessing = max(before, processor_time(assess_all))
    assert of_one < 2 * assessing
    assert of_every < 6 * assessing
