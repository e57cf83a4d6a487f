"""What a post changes in the answers, and that all else stays."""

from __future__ import annotations

from benefits.check.answers import Answers, Refused
from benefits.check.edits import answered, children_said, without_child

TWO_CHILDREN = Answers(
    household={
        "district": "binhu",
        "children": [{"birth_date": "2024-02-29"}, {"birth_date": "2025-05-01", "childcare": "none"}],
    },
    declined=("pregnant", "children.0.childcare", "children.1.disability"),
    refused=Refused("/", {}),
)


def test_an_answer_is_added_and_the_others_stay():
    after = answered(TWO_CHILDREN, {"renting": True}, ())
    assert after.household == TWO_CHILDREN.household | {"renting": True}
    assert after.declined == TWO_CHILDREN.declined
    assert after.refused is None


def test_declining_takes_the_answer_away_and_is_remembered():
    after = answered(TWO_CHILDREN, {}, ["district", "children.1.childcare"])
    assert after.household == {
        "children": [{"birth_date": "2024-02-29"}, {"birth_date": "2025-05-01"}],
    }
    assert after.declined == (*TWO_CHILDREN.declined, "district", "children.1.childcare")


def test_declining_twice_is_remembered_once():
    assert answered(TWO_CHILDREN, {}, ["pregnant"]).declined.count("pregnant") == 1


def test_an_answer_after_all_is_no_longer_declined():
    after = answered(TWO_CHILDREN, {"pregnant": True, "children.0.childcare": "other"}, ())
    assert after.declined == ("children.1.disability",)
    assert after.household["pregnant"] is True
    assert after.household["children"][0] == {"birth_date": "2024-02-29", "childcare": "other"}


def test_answers_about_the_next_child_add_it():
    after = answered(TWO_CHILDREN, {"children.2.birth_date": "2026-01-01"}, ["children.2.childcare"])
    assert after.household["children"][2] == {"birth_date": "2026-01-01"}
    assert "children.2.childcare" in after.declined


def test_a_child_may_be_added_with_everything_declined():
    after = answered(Answers(declined=("children",)), {}, ["children.0.birth_date"])
    assert after.household["children"] == [{}]
    assert after.declined == ("children.0.birth_date",)


def test_a_removed_child_takes_its_answers_along_and_the_next_moves_up():
    after = without_child(TWO_CHILDREN, 0)
    assert after.household["children"] == [{"birth_date": "2025-05-01", "childcare": "none"}]
    assert after.declined == ("pregnant", "children.0.disability")
    assert after.household["district"] == "binhu"


def test_a_removed_last_child_leaves_open_whether_there_are_any():
    after = without_child(without_child(TWO_CHILDREN, 1), 0)
    assert after.household["children"] is None
    assert after.declined == ("pregnant",)


def test_no_children_some_children_and_not_saying_are_three_answers():
    none = children_said(TWO_CHILDREN, {"children": False}, ())
    assert none.household["children"] == []
    assert none.declined == ("pregnant",)
    unsaid = children_said(none, {}, ["children"])
    assert unsaid.household["children"] is None
    assert unsaid.declined == ("pregnant", "children")
    some = children_said(unsaid, {"children": True}, ())
    assert some.household["children"] is None
    assert some.declined == ("pregnant",)


def test_the_answers_before_are_never_touched():
    before = Answers(household={"children": [{"birth_date": "2024-02-29"}]})
    answered(before, {"children.0.birth_date": "2025-01-01", "district": "binhu"}, ["children.0.childcare"])
    without_child(before, 0)
    assert before.household == {"children": [{"birth_date": "2024-02-29"}]}
