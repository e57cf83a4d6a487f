"""A release taken apart, compared and put together again, record by record."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits.publishing.parts import Change, _in_order, changed, composed, normal, records_of

pytestmark = pytest.mark.django_db


def benefit(content, key):
    return next(item for item in content["content"]["benefits"] if item["key"] == key)


def move(content, key, place):
    for items in (content["rulebook"]["benefits"], content["content"]["benefits"]):
        item = next(item for item in items if item["key"] == key)
        items.remove(item)
        items.insert(place, item)


def order(content):
    return [item["key"] for item in content["rulebook"]["benefits"]]


@pytest.fixture
def content(real_content):
    return deepcopy(real_content)


def test_a_release_is_the_sum_of_its_records(content):
    assert composed(content, []) == content
    counts = {kind: len(records) for kind, records in records_of(content).items()}
    assert counts["benefit"] == 52
    assert counts["department"] == 35
    assert counts["measure"] == 13


def test_what_is_the_same_is_no_change(content):
    assert changed(content, deepcopy(content)) == []


def test_a_change_takes_the_rules_and_the_words_along_and_nothing_else(content):
    new = deepcopy(content)
    benefit(new, "childcare-subsidy")["title"]["zh"] = "托育补助"
    benefit(new, "leave-entitlements")["title"]["zh"] = "别的修改"
    first, second = changed(content, new)
    assert (first.key, second.key) == ("leave-entitlements", "childcare-subsidy")
    assert second.before["content"]["title"]["zh"] == "普惠托育补助"
    alone = composed(content, [second])
    assert benefit(alone, "childcare-subsidy")["title"]["zh"] == "托育补助"
    assert benefit(alone, "leave-entitlements") == benefit(content, "leave-entitlements")


def test_a_record_taken_away_is_a_change_and_is_gone(content):
    new = deepcopy(content)
    for part in ("rulebook", "content"):
        new[part]["benefits"] = [item for item in new[part]["benefits"] if item["key"] != "nipt-screening"]
    (change,) = changed(content, new)
    assert (change.key, change.after) == ("nipt-screening", None)
    assert composed(content, [change]) == new


def test_only_what_moved_counts_as_moved(content):
    new = deepcopy(content)
    move(new, "childcare-subsidy", 0)
    (change,) = changed(content, new)
    assert (change.key, change.follows) == ("childcare-subsidy", ())
    assert composed(content, [change]) == new


def test_a_new_record_stands_after_the_nearest_before_it_that_is_there(content):
    new = deepcopy(content)
    for number, place in ((1, 3), (2, 4)):
        record = records_of(new)["benefit"]["nipt-screening"]
        for part in ("rulebook", "content"):
            new[part]["benefits"].insert(place, deepcopy(record[part]) | {"key": f"new-{number}"})
    first, second = changed(content, new)
    assert composed(content, [first, second]) == new
    without_the_first = composed(content, [second])
    assert order(without_the_first)[2:4] == [order(content)[2], "new-2"]


def test_a_moved_record_of_which_all_before_it_are_gone_comes_first(content):
    change = changed(content, _moved(content, "childcare-subsidy", 2))[0]
    for key in change.follows:
        content = composed(content, [Change("benefit", key, None, None)])
    assert order(composed(content, [change]))[0] == "childcare-subsidy"


def _moved(content, key, place):
    new = deepcopy(content)
    move(new, key, place)
    return new


@pytest.mark.content_only
@settings(max_examples=200)
@given(st.permutations(range(8)), st.sets(st.integers(0, 7)), st.sets(st.integers(8, 11)))
def test_any_reordering_is_made_again_from_its_changes(real_content, places, gone, added):
    """Kept small: the records are the sections, whose whole is an order of keys."""
    sections = [{"key": f"s{number}", "title": {"zh": f"{number}", "en": ""}} for number in range(12)]
    old = _with_sections(real_content, sections[:8])
    new = _with_sections(real_content, [sections[place] for place in (*places, *sorted(added)) if place not in gone])
    assert composed(old, changed(old, new)) == new


def _with_sections(content, sections):
    return {**content, "content": {**content["content"], "sections": sections}}


def test_as_few_as_possible_have_moved():
    assert _in_order(list("abcde"), list("eabcd")) == set("abcd")
    assert _in_order(list("abcde"), list("edcba")) in [{letter} for letter in "abcde"]
    assert _in_order([], []) == set()


def test_a_release_of_the_first_format_is_no_different_for_what_it_did_not_have(content):
    old = deepcopy(content)
    del old["examples"], old["content"]["notes"]
    for item in old["content"]["benefits"]:
        del item["attested_on"]
    for item in old["content"]["measures"]:
        del item["text_en"]
    assert {change.kind for change in changed(normal(old), content)} == {"measure", "example"}
