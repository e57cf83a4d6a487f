"""Answers in: what is taken as written, and every fault named at its field, all at once and never a crash."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benefits.eligibility.facts import FactType
from benefits.eligibility.household import (
    FaultError,
    Household,
    InvalidHouseholdError,
    household_from,
    household_to_json,
    read_household,
    typed_answer,
)
from tests.eligibility.engine import ON, Json
from tests.eligibility.small import benefit, small
from tests.eligibility.strategies import cases, real_rules, seeds
from tests.rulebooks import real_rulebook

REAL = real_rulebook()
QUESTIONS = {question.key: question for question in REAL.questions}
HUGE, ENDLESS = "9" * 5000, "1e99999999999999999999"
# JSON that no question of the type takes, most of it the kind that breaks a careless reader.
NOT_OF_TYPE = {
    FactType.BOOL: ['"true"', "0", "1", "1.0", "[]", "{}", '""', HUGE],
    FactType.CHOICE: ['"nowhere"', '""', "true", "3", "[]", "{}", r'"\ud800"', '"LIANGXI"', ENDLESS],
    FactType.INTEGER: ["true", '"3"', "3.0", "3e0", "0", "11", "-1", "[]", "{}", HUGE, "1e999999", ENDLESS],
    FactType.MONEY: [
        *("true", '"１２"', '"1,200"', '" 1"', '"1e3"', '"NaN"', '"Infinity"', '"٣"', '""', '"+1"', '".5"', "[]", "{}"),
        *("0.001", '"0.001"', "-0.01", '"-1"', "100000000.01", HUGE, f'"{HUGE}"', "1e999999", "1e-999999", ENDLESS),
    ],
    FactType.DATE: [
        *(
            '"2025-02-30"',
            '"2025-2-3"',
            '"20250203"',
            '"2025-W01-1"',
            '"0000-01-01"',
            '"2025-01-01T00:00"',
            '"2025-01-01\\n"',
        ),
        *('"２０２５-01-01"', '"9999-12-31"', '"2026/01/01"', '""', "20250101", "true", "[]", "{}", HUGE),
    ],
}
ENTRIES = [
    (question.key, raw)
    for question in REAL.questions
    if question.key != "children"
    for raw in NOT_OF_TYPE[question.type]
]
OF_HOUSEHOLD = [(key, raw) for key, raw in ENTRIES if QUESTIONS[key].scope == "household"]
OF_CHILD = [(key, raw) for key, raw in ENTRIES if QUESTIONS[key].scope == "child"]


def faults_of(raw: bytes | str) -> dict[str, list[str]]:
    """The codes of the faults by field; none for a household."""
    try:
        read_household(REAL, raw if isinstance(raw, bytes) else raw.encode(), ON)
    except InvalidHouseholdError as error:
        # As in the messages, each fault has to have words.
        return {key: [fault.code for fault in faults if str(fault)] for key, faults in error.errors.items()}
    return {}


def faults_in(data: Json) -> dict[str, list[str]]:
    return faults_of(json.dumps(data))


def message(key: str, raw: object) -> str:
    with pytest.raises(FaultError) as refused:
        typed_answer(QUESTIONS[key], raw, ON)
    return str(refused.value)


@pytest.mark.parametrize(("key", "raw"), OF_HOUSEHOLD)
def test_a_bad_answer_is_refused_at_its_field(key, raw):
    assert list(faults_of(f'{{"renting": true, "{key}": {raw}}}' if key != "renting" else f'{{"{key}": {raw}}}')) == [
        key
    ]


@pytest.mark.parametrize(("key", "raw"), OF_CHILD)
def test_a_bad_answer_about_a_child_is_refused_at_that_child(key, raw):
    assert list(faults_of(f'{{"children": [{{}}, {{"{key}": {raw}}}]}}')) == [f"children.1.{key}"]


_json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
_keys = st.sampled_from(list(QUESTIONS)) | st.text(max_size=3)


@pytest.mark.fuzz
@given(st.dictionaries(_keys, _json_values, max_size=5), st.none() | _json_values)
def test_any_json_is_a_household_or_has_its_faults_named(data, children):
    faults = faults_in(data | {"children": children} if children else data)
    assert {key.split(".")[0] for key in faults} <= {"", "children", *(key.split(".")[0] for key in data)}


@pytest.mark.fuzz
@given(st.binary(max_size=60))
@example(b'{"pregnant": NaN}')
@example(b'{"pregnant": -Infinity}')
@example(b"\xef\xbb\xbf{}")
@example(b"\xff\xfe{\x00}\x00")
@example(b'{"a": "\xed\xa0\x80"}')
@example(b"[" * 200_000)
@example(b'{"children": ' * 50_000)
def test_any_bytes_that_are_no_json_object_are_a_fault_of_the_whole(raw):
    assert set(faults_of(raw)) <= {""} or isinstance(json.loads(raw), dict)


@pytest.mark.fuzz
@given(
    cases(), st.lists(st.sampled_from(OF_HOUSEHOLD), max_size=4), st.lists(st.sampled_from(OF_CHILD), max_size=3), seeds
)
def test_all_faults_are_named_at_once_and_no_good_answer_among_them(case, bad, bad_of_child, seed):
    on, household = case
    children = household.get("children") or [{}]
    which = seed % len(children)
    tokens = {key: json.dumps(value) for key, value in household.items() if key != "children"} | dict(bad)
    child = {key: json.dumps(value) for key, value in children[which].items()} | dict(bad_of_child)
    members = [json.dumps(other) if index != which else _object(child) for index, other in enumerate(children)]
    raw = _object(tokens | {"children": f"[{', '.join(members)}]"})
    expected = {key for key, _ in bad} | {f"children.{which}.{key}" for key, _ in bad_of_child}
    try:
        read_household(REAL, raw.encode(), on)
        named = set()
    except InvalidHouseholdError as error:
        named = set(error.errors)
    assert named == expected


def _object(tokens: dict[str, str]) -> str:
    return "{" + ", ".join(f"{json.dumps(key)}: {token}" for key, token in tokens.items()) + "}"


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        ('{"pregnant": true, "pregnant": true}', {"pregnant": ["duplicate_key"]}),
        ('{"pregnant": 1, "pregnant": 1}', {"pregnant": ["not_bool", "duplicate_key"]}),
        ('{"children": [], "children": []}', {"children": ["duplicate_key"]}),
        ('{"children": [{"disability": null, "disability": null}]}', {"children.0.disability": ["duplicate_key"]}),
        ('{"colour": 1, "colour": 1}', {"colour": ["unknown_key", "duplicate_key"]}),
        (r'{"\ud800": 1}', {"\ud800": ["unknown_key"]}),
    ],
)
def test_a_key_written_twice_is_refused_by_name(raw, faults):
    assert faults_of(raw) == faults


def test_a_key_that_nobody_knows_is_refused_even_if_null():
    assert faults_in({"colour": None, "children": [{"pregnant": True}, {"": None}]}) == {
        "colour": ["unknown_key"],
        "children.0.pregnant": ["unknown_key"],
        "children.1.": ["unknown_key"],
    }
    assert faults_in({"birth_date": "2020-01-01"}) == {"birth_date": ["unknown_key"]}


def test_children_are_a_list_of_at_most_ten_objects():
    assert faults_in({"children": {}}) == {"children": ["not_a_list"]}
    assert faults_in({"children": 2}) == {"children": ["not_a_list"]}
    assert faults_in({"children": [{}] * 10}) == {}
    assert faults_in({"children": [{}] * 10 + [None]}) == {
        "children": ["too_many_children"],
        "children.10": ["not_an_object"],
    }
    assert faults_in({"children": [None, [], "x", {}]}) == {
        f"children.{index}": ["not_an_object"] for index in range(3)
    }


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b'"x"', b"{", b"{} {}", b"{'a': 1}", b'{"a": 1,}', b"\xff"])
def test_what_is_not_one_object_is_a_fault_of_the_whole(raw):
    assert faults_of(raw) == {"": ["not_json"]}


@pytest.mark.parametrize(
    ("raw", "yuan"),
    [
        *(("0", "0.00"), ("-0", "0.00"), ("-0.0", "0.00"), ("0e5", "0.00"), ("5e3", "5000.00"), ("12.5", "12.50")),
        *(('"1234.50"', "1234.50"), ('"7"', "7.00"), ("100000000", "100000000.00"), ("0.01", "0.01"), ('"-0"', "0.00")),
    ],
)
def test_money_is_a_number_or_a_string_and_exact_to_the_fen(raw, yuan):
    household = read_household(REAL, f'{{"employer_social_insurance_paid": {raw}}}'.encode(), ON)
    assert str(household.answers["employer_social_insurance_paid"]) == yuan


def test_a_float_is_no_money_and_no_nan_is():
    for raw in (0.1, float("nan"), Decimal("NaN"), Decimal("Infinity")):
        assert "金额" in message("employer_social_insurance_paid", raw)


def test_a_number_without_limits_of_its_own_still_has_some():
    questions = [
        {name: value for name, value in question.items() if name not in {"minimum", "maximum"}}
        for question in real_rules()["questions"]
    ]
    rulebook = small(benefit(), questions=questions)
    for key in ("employer_social_insurance_paid", "maternity_leave_child_order"):
        for raw in (10**15 + 1, -(10**15) - 1, 10**4000):
            with pytest.raises(InvalidHouseholdError) as refused:
                household_from(rulebook, {key: raw}, ON)
            assert refused.value.errors[key][0].code == "out_of_range"
        assert household_from(rulebook, {key: 10**15}, ON).answers[key] == 10**15


def test_dates_keep_to_their_limits_with_the_limits_included():
    assert typed_answer(QUESTIONS["birth_date"], "2026-11-23", ON) == ON
    assert message("birth_date", "2026-11-24") == "不能晚于 2026-11-23。"
    assert typed_answer(QUESTIONS["due_date"], "2027-09-19", ON) == date(2027, 9, 19)
    assert message("due_date", "2027-09-20") == "不能晚于 2027-09-19。"
    assert message("due_date", "2026-11-22") == "不能早于 2026-11-23。"
    assert typed_answer(QUESTIONS["birth_date"], "0001-01-01", ON) == date.min


def test_a_limit_beyond_the_calendar_is_its_last_day():
    with pytest.raises(FaultError) as refused:
        typed_answer(QUESTIONS["due_date"], "2026-11-22", date.max)
    assert str(refused.value) == "不能早于 9999-12-31。"


def test_a_message_says_what_would_be_right():
    assert message("maternity_leave_child_order", 11) == "应在 1 到 10 之间。"
    assert message("childcare", "nanny") == ("应为以下之一：inclusive_nursery、inclusive_kindergarten、other、none。")
    assert message("pregnant", "yes") == "应为 true 或 false。"
    assert message("children", 3) == "应为孩子的列表；没有孩子写 []。"
    with pytest.raises(InvalidHouseholdError, match="colour: 没有这一项。可以用的有：district、"):
        household_from(REAL, {"colour": 1}, ON)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_a_constant_that_is_no_json_is_a_fault_of_the_whole(constant):
    assert faults_of(f'{{"employer_social_insurance_paid": {constant}}}') == {"": ["not_json"]}


def test_a_household_is_written_in_the_values_that_it_was_read_from():
    raw = {"pregnant": False, "employer_social_insurance_paid": "7.50", "maternity_leave_child_order": 3}
    for children in ({}, {"children": []}, {"children": [{"birth_date": "2024-02-29", "childcare": "none"}, {}]}):
        assert household_to_json(household_from(REAL, raw | children, ON)) == raw | children


def test_null_is_unknown():
    assert read_household(REAL, b'{"pregnant": null, "children": null}', ON) == Household({}, None)
    assert read_household(REAL, b'{"children": [{"birth_date": null}]}', ON) == Household({}, ({},))
