"""A release's content is checked as a whole, at the limit and one step past it, and nothing makes the check fail."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits.eligibility.assess import assess
from benefits.eligibility.household import Household
from benefits.eligibility.lint import Finding
from benefits.eligibility.names import OPERATOR_NAMES
from benefits.eligibility.rulebook import Rulebook
from benefits.models.vocabulary import OPERATORS, PARAMETER_CHOICES
from benefits.publishing.checks import release_findings, row_findings
from benefits.publishing.difference import difference
from benefits.publishing.examples import example_failures
from benefits.publishing.parts import normal
from tests.factories import (
    BenefitFactory,
    CommitmentFactory,
    DepartmentFactory,
    MeasureDepartmentFactory,
    empty_release,
)
from tests.publishing.any_content import ALLOWANCE, PROMISE, broken_somewhere, few_records

pytestmark = pytest.mark.django_db
Json: TypeAlias = dict[str, Any]
ON = date(2026, 11, 24)
DAY = timedelta(days=1)
SHELVES = {
    "policydocument": "documents",
    "department": "departments",
    "measure": "measures",
    "section": "sections",
    "question": "questions",
    "term": "terms",
    "benefit": "benefits",
    "benefitnote": "notes",
    "commitment": "commitments",
}


@pytest.fixture(scope="session")
def few(real_content: Json) -> Json:
    """Three of the thirteen measures as a release."""
    return few_records(real_content)


@pytest.fixture
def release(few: Json) -> Json:
    """Those, for a test to change."""
    return deepcopy(few)


def record(content: Json, kind: str, key: str | int, part: str = "content") -> Json:
    by = "number" if kind == "measure" else "key"
    return next(item for item in content[part][SHELVES[kind]] if item[by] == key)


def found(content: Json, kind: str, key: str | int, on: date = ON) -> list[Finding]:
    return [finding for finding in release_findings(content, on) if (finding.kind, finding.key) == (kind, str(key))]


def places(findings: list[Finding]) -> list[tuple[bool, str]]:
    """Whether each is an error, and the field that it is about."""
    return [(finding.is_error, finding.field) for finding in findings]


def in_force(content: Json, **dates: str | None) -> Json:
    """The release with its document in force."""
    content["rulebook"]["documents"][0]["status"] = "in_force"
    said = record(content, "policydocument", "wuxi-birth-support")
    said.update({"effective_from": "2026-02-01", "title": {"zh": "若干措施", "en": "Measures"}})
    publish_on(content, dates.pop("published_on", "2026-01-01"))
    said.update(dates)
    return content


def publish_on(content: Json, day: str | None) -> None:
    """The document formally published on this day, for the rules as for the reader."""
    content["rulebook"]["documents"][0]["parameters"] = {"policy_published_on": day}
    record(content, "policydocument", "wuxi-birth-support")["published_on"] = day


def test_the_thirteen_measures_have_no_error_and_lack_only_contacts(real_content):
    findings = release_findings(real_content, ON)
    assert not [finding for finding in findings if finding.is_error]
    assert {(finding.kind, finding.field) for finding in findings} == {("department", "telephone")}
    assert len(findings) == 35


def test_the_thirteen_measures_in_force_have_no_error_but_words_of_the_draft(real_content):
    findings = release_findings(in_force(deepcopy(real_content)), ON)
    assert [(finding.is_error, finding.key, finding.field) for finding in findings if finding.kind != "department"] == [
        (False, "home_purchase_date", "help_zh")
    ]


def test_an_empty_release_lacks_the_questions_that_every_one_needs():
    assert [finding.key for finding in release_findings(empty_release(), ON)] == ["children", "birth_date"]


# The engine's findings, in the names of staff.


def test_a_contradiction_is_found_at_its_tier_in_the_words_of_staff(release):
    tier = record(release, "benefit", ALLOWANCE, "rulebook")["tiers"][1]
    tier["conditions"].append({"fact": "on_maternity_leave", "operator": "is", "value": False})
    (finding,) = found(release, "benefit", ALLOWANCE)
    assert (finding.is_error, finding.tier, finding.field) == (True, 2, "conditions.4")
    assert finding.where == "待遇 生育津贴 第2档"
    assert finding.message.startswith("没有家庭能同时符合条件3（正在休产假：是）和条件4（正在休产假：否）")


def test_a_value_outside_its_fact_is_named_as_staff_know_it(release):
    condition = record(release, "benefit", ALLOWANCE, "rulebook")["tiers"][0]["conditions"][0]
    condition["value"] = "boss"
    (finding,) = found(release, "benefit", ALLOWANCE)
    assert finding.message.startswith("“医疗保险”没有值 boss。可以用的有：职工医保（含生育保险）、")


def test_the_engine_and_the_portal_call_comparisons_and_parameters_alike():
    assert {key: str(label) for key, label in OPERATORS} == OPERATOR_NAMES
    assert [str(label) for _key, label in PARAMETER_CHOICES] == ["文件正式公布之日"]


# Quotations.


def test_a_quotation_that_is_not_in_the_text_word_for_word_is_an_error(release):
    for kind, key in (("benefit", ALLOWANCE), ("commitment", PROMISE)):
        said = record(release, kind, key)
        assert found(release, kind, key) == []
        said["quotations"] = [said["quotations"][0].removesuffix("。")]
        assert found(release, kind, key) == []
        said["quotations"] = [said["quotations"][0] + "！"]
        assert places(found(release, kind, key)) == [(True, "quotations")]
        said["quotations"] = []
        assert places(found(release, kind, key)) == [(False, "quotations")]


# What residents may be told.


def said_of(content: Json, zh: str, en: str = "Words.", field: str = "summary") -> list[tuple[bool, str]]:
    record(content, "benefit", ALLOWANCE)[field] = {"zh": zh, "en": en}
    return places(found(content, "benefit", ALLOWANCE))


@pytest.mark.parametrize(
    "promise",
    [
        *("您符合条件。", "可以领取津贴。", "可领取津贴。", "能领取津贴。", "保证发放。", "一定发放。", "必定发放。"),
        *("必将发放。", "肯定能领到。", "立即申请。", "马上办理。", "点击申请。"),
    ],
)
def test_a_promise_is_an_error_whatever_the_status(release, promise):
    assert said_of(release, promise) == [(True, "summary_zh")]
    assert said_of(in_force(release), promise) == [(True, "summary_zh")]


@pytest.mark.parametrize(
    "promise", ["You qualify.", "you are eligible.", "You will receive it.", "Guaranteed.", "Apply now."]
)
def test_a_promise_in_english_is_an_error(release, promise):
    assert said_of(release, "津贴。", promise) == [(True, "summary_en")]


@pytest.mark.parametrize(
    "words",
    [
        *(
            "按一定比例拟发放。",
            "在一定的条件下拟发放。",
            "不一定发放。",
            "不能保证发放。",
            "不保证发放。",
            "退还保证金。",
        ),
        *(
            "不可以领取。",
            "《保证待遇的办法》另有说明。",
            "原文是“保障职工享受生育假期权益”。",
            "正在领取失业保险金的人。",
        ),
        *("不用申请。", "可能符合。"),
    ],
)
def test_what_only_looks_like_a_promise_is_none(release, words):
    release["content"]["measures"][0]["text"] += "保障职工享受生育假期权益"
    assert said_of(release, words, "No guarantee.") == []


def test_only_what_the_text_says_may_stand_in_quotation_marks(release):
    release["content"]["measures"][0]["text"] += "保证待遇。"
    assert said_of(release, "文件写的是“保证待遇”。") == []
    assert said_of(release, "文件写的是“保证津贴”。") == [(True, "summary_zh")]


@pytest.mark.parametrize(
    ("field", "claim"),
    [
        *(
            ("summary", claim)
            for claim in ("可以申请津贴。", "可享受津贴。", "可按规定申领津贴。", "有权领取津贴。", "津贴即日起发放。")
        ),
        *(("summary", claim) for claim in ("津贴已施行。", "津贴正在施行。", "津贴已经实施。", "津贴开始发放。")),
        *(("how_to_claim", claim) for claim in ("申请入口在首页。", "网上申请。", "扫码办理。", "办理网址见下。")),
    ],
)
def test_what_is_not_in_force_may_not_be_worded_as_if_it_were(release, field, claim):
    assert said_of(release, claim, field=field) == [(True, f"{field}_zh")]
    for status in ("published", "suspended", "expired"):
        release["rulebook"]["documents"][0]["status"] = status
        publish_on(release, "2026-01-01")
        assert said_of(release, claim, field=field) == [(True, f"{field}_zh")]
    assert said_of(in_force(release), claim, field=field) == []


@pytest.mark.parametrize(
    "words", ["尚未施行。", "没有申请入口。", "暂无办理窗口。", "拟可能发放。", "不可申请。", "申请公租房的家庭。"]
)
def test_what_only_looks_like_a_claim_is_none(release, words):
    assert said_of(release, words) == []


def test_english_claims_and_notes_go_with_the_status_too(release):
    assert said_of(release, "津贴。", "You can apply. Apply online.") == [(True, "summary_en")] * 2
    note = {
        "key": f"{ALLOWANCE}.finance",
        "benefit": ALLOWANCE,
        "department": "finance",
        "text": {"zh": "可以申请。", "en": "Words."},
    }
    release["content"]["notes"] = [note]
    (finding,) = found(release, "benefitnote", note["key"])
    assert finding.where == "补充说明 生育津贴（市财政局）"
    assert "“可以申请”只能用于正在施行的文件，而文件的状态是“征求意见稿，尚未施行”" in finding.message
    assert found(in_force(release), "benefitnote", note["key"]) == []


def test_words_of_a_draft_are_a_warning_once_it_is_in_force(release):
    for words in ("拟发放津贴。", "征求意见稿没有写明。", "津贴尚未施行。"):
        assert said_of(release, words) == []
    in_force(release)
    for words in ("拟发放津贴。", "征求意见稿没有写明。", "津贴尚未施行。"):
        assert said_of(release, words) == [(False, "summary_zh")]


def test_a_question_of_31_characters_and_a_sentence_of_41_are_warnings(release):
    question = record(release, "question", "pregnant")
    question["wording"]["zh"] = "您" * 30 + "？"
    assert found(release, "question", "pregnant") == []
    question["wording"]["zh"] = "您" * 31 + "？"
    assert places(found(release, "question", "pregnant")) == [(False, "wording_zh")]
    assert said_of(release, "给" * 40 + "。" + "给 " * 40 + "\n" + "给" * 40 + "！") == []
    assert said_of(release, "给。" + "给" * 41 + "。") == [(False, "summary_zh")]
    assert said_of(release, "给" * 40 + "《关于津贴的办法》。") == []


def test_a_link_must_be_https(release):
    assert said_of(release, "见 https://www.wuxi.gov.cn/ 。") == []
    assert said_of(release, "见 http://www.wuxi.gov.cn/ 。") == [(True, "summary_zh")]
    assert said_of(release, "见网站。", "See HTTP://www.wuxi.gov.cn/.") == [(True, "summary_en")]
    department = record(release, "department", "finance")
    for website, findings in (
        ("https://cz.wuxi.gov.cn/", []),
        ("http://cz.wuxi.gov.cn/", [(True, "website")]),
        ("javascript:alert(1)", [(True, "website")]),
    ):
        department["website"] = website
        assert places(found(release, "department", "finance")) == findings
    # The document's own words are kept as they are.
    record(release, "measure", 1)["text"] += "http://www.wuxi.gov.cn/"
    assert found(release, "measure", 1) == []


def test_missing_english_is_one_warning_a_record_with_all_that_is_missing(release):
    question = record(release, "question", "childcare")
    question["label"]["en"] = question["help"]["en"] = question["choices"][0]["en"] = ""
    (finding,) = found(release, "question", "childcare")
    assert (finding.is_error, finding.field) == (False, "label_en")
    assert finding.message == "缺少英文：简称、说明、选项“普惠托育服务机构”。请补上。"
    question["help"]["zh"] = ""
    assert "说明" not in found(release, "question", "childcare")[0].message


def test_a_measure_without_its_translation_is_a_warning_too(release):
    del record(release, "measure", 9)["text_en"]
    (finding,) = found(release, "measure", 9)
    assert (finding.is_error, finding.field) == (False, "text_en")
    assert finding.message == "缺少英文：全文。请补上。"


def test_what_the_portal_would_not_take_is_an_error_at_its_field(release):
    assert said_of(release, "") == [(True, "summary_zh")]
    benefit = record(release, "benefit", ALLOWANCE)
    benefit["summary"]["zh"] = "津贴。"
    benefit["title"]["zh"] = "津" * 40
    assert found(release, "benefit", ALLOWANCE) == []
    benefit["title"]["zh"] = "津" * 101
    assert (True, "title_zh") in places(found(release, "benefit", ALLOWANCE))
    benefit["title"]["zh"], benefit["life_stage"] = "津贴", "afterlife"
    assert places(found(release, "benefit", ALLOWANCE)) == [(True, "life_stage")]


# Departments and documents.


@pytest.mark.parametrize(
    "contact", [{"telephone": "0510-12345"}, {"address": {"zh": "观山路199号", "en": "199 Guanshan Road"}}]
)
def test_a_department_without_any_contact_is_a_warning(release, contact):
    assert places(found(release, "department", "finance")) == [(False, "telephone")]
    record(release, "department", "finance").update(contact)
    assert found(release, "department", "finance") == []


def document(content: Json, on: date = ON) -> list[tuple[bool, str]]:
    return places(found(content, "policydocument", "wuxi-birth-support", on))


def test_a_draft_is_to_be_looked_up_again_after_90_days(release):
    said = record(release, "policydocument", "wuxi-birth-support")
    checked = date.fromisoformat(said["checked_on"])
    assert document(release, checked + 90 * DAY) == []
    assert document(release, checked + 91 * DAY) == [(False, "checked_on")]
    said["checked_on"] = None
    assert document(release) == [(False, "checked_on")]
    assert document(in_force(release)) == []


def test_a_document_in_force_has_the_dates_and_the_title_of_one(release):
    assert document(in_force(release, effective_from=ON.isoformat())) == []
    assert document(in_force(release, effective_from=(ON + DAY).isoformat())) == [(False, "effective_from")]
    assert document(in_force(release, effective_from=None)) == [(True, "effective_from")]
    assert document(in_force(release, published_on=None)) == [(True, "published_on")]
    assert document(in_force(release, expires_on=ON.isoformat())) == []
    assert document(in_force(release, expires_on=(ON - DAY).isoformat())) == [(False, "expires_on")]
    in_force(release, expires_on=None)
    record(release, "policydocument", "wuxi-birth-support")["title"]["zh"] = "若干措施（征求意见稿）"
    assert document(release) == [(True, "title_zh")]


@pytest.mark.parametrize("day", ["2026-01-02", None])
def test_the_day_that_sums_are_computed_by_is_the_day_that_is_shown(release, day):
    in_force(release)
    release["rulebook"]["documents"][0]["parameters"]["policy_published_on"] = day
    assert document(release) == [(True, "published_on")]
    assert document(in_force(release)) == []


def test_a_draft_that_is_computed_as_if_published_is_an_error(release):
    release["rulebook"]["documents"][0]["parameters"]["policy_published_on"] = "2026-01-01"
    assert document(release, date.fromisoformat("2026-10-01")) == [(True, "published_on")]


# What does not fit together.


def without(kind: str, key: str | int, part: str = "content") -> Callable[[Json], None]:
    return lambda content: content[part][SHELVES[kind]].remove(record(content, kind, key, part))


def setting(kind: str, key: str | int, part: str = "content", **values: Any) -> Callable[[Json], None]:
    return lambda content: record(content, kind, key, part).update(values)


NOTE = {"key": "note", "benefit": ALLOWANCE, "department": "finance", "text": {"zh": "补充。", "en": "Words."}}


@pytest.mark.parametrize(
    ("breaks", "kind", "key", "field"),
    [
        (without("benefit", ALLOWANCE), "benefit", ALLOWANCE, ""),
        (without("benefit", ALLOWANCE, "rulebook"), "benefit", ALLOWANCE, ""),
        (without("question", "pregnant"), "question", "pregnant", ""),
        (without("measure", 13), "measure", "13", ""),
        (without("measure", 13, "rulebook"), "benefit", "home-purchase-grant", "measure"),
        (without("department", "finance"), "department", "finance", ""),
        (without("department", "finance", "rulebook"), "measure", "1", "departments"),
        (without("policydocument", "wuxi-birth-support", "rulebook"), "measure", "1", "document"),
        (without("question", "district", "rulebook"), "benefit", ALLOWANCE, "routing"),
        (without("section", "pregnancy"), "question", "pregnant", "section"),
        (setting("measure", 1, "rulebook", document="lost"), "measure", "1", "document"),
        (setting("question", "childcare", choices=[]), "question", "childcare", "choices"),
        (
            setting("commitment", PROMISE, measure=99),
            "commitment",
            PROMISE,
            "measure",
        ),
        (
            lambda content: content["content"].update(notes=[NOTE | {"benefit": "lost"}]),
            "benefitnote",
            "note",
            "benefit",
        ),
        (
            lambda content: content["content"].update(notes=[NOTE | {"department": "tax"}]),
            "benefitnote",
            "note",
            "department",
        ),
        (
            lambda content: content["content"].update(notes=[NOTE | {"department": "lost"}]),
            "benefitnote",
            "note",
            "department",
        ),
        (lambda content: content["content"].update(notes=[NOTE, NOTE]), "benefitnote", "note", "key"),
        (lambda content: content["examples"][0].update(measure=99), "example", "measure-1-01", "measure"),
        (lambda content: content["examples"][0].update(measure="1"), "example", "measure-1-01", "measure"),
        (lambda content: content["examples"][0].update(measure=True), "example", "measure-1-01", "measure"),
        *(
            (lambda content, name=name: content["examples"][0].pop(name), "example", "measure-1-01", name)
            for name in ("measure", "name", "source", "on", "household", "expect", "totals", "policy_published_on")
        ),
        *(
            (lambda content, wrong=wrong: content["examples"][0].update(wrong), "example", "measure-1-01", *wrong)
            for wrong in (
                {"name": 1},
                {"source": None},
                {"on": 20261124},
                {"on": None},
                {"household": []},
                {"expect": None},
                {"totals": "0"},
                {"policy_published_on": "soon"},
            )
        ),
        (lambda content: content["examples"][0].pop("key"), "example", "", ""),
        (lambda content: content.update(examples=["x"]), "example", "", ""),
        (lambda content: content.update(examples={}), "example", "", ""),
    ],
)
def test_what_points_at_something_that_is_not_there_is_an_error_at_its_place(release, breaks, kind, key, field):
    breaks(release)
    errors = [finding for finding in release_findings(release, ON) if finding.is_error]
    assert (kind, key, field) in {(finding.kind, finding.key, finding.field) for finding in errors}, errors


def test_a_note_of_a_department_that_the_measure_lists_is_none(release):
    release["content"]["notes"] = [NOTE]
    assert found(release, "benefitnote", "note") == []


@pytest.mark.parametrize(
    "content",
    [
        *(None, [], {}, "x", {"rulebook": {}, "content": {}}),
        empty_release() | {"rulebook": None},
        empty_release() | {"content": []},
    ],
)
def test_content_that_cannot_be_read_is_one_error_and_no_exception(content):
    (finding,) = release_findings(content, ON)
    assert finding.is_error
    assert finding.message.startswith("内容读不出来，不能发布")


@pytest.mark.parametrize(
    ("breaks", "kind", "key", "field"),
    [
        (setting("department", "finance", telephone=12345), "department", "finance", "telephone"),
        (setting("benefit", ALLOWANCE, title={"zh": None, "en": ""}), "benefit", ALLOWANCE, "title"),
        (setting("benefit", ALLOWANCE, needs_no_application=0), "benefit", ALLOWANCE, "needs_no_application"),
        (setting("question", "wuxi_hukou", "rulebook", minimum="NaN"), "question", "wuxi_hukou", "minimum"),
        (setting("question", "wuxi_hukou", "rulebook", maximum="1E+99"), "question", "wuxi_hukou", "maximum"),
        (setting("question", "wuxi_hukou", "rulebook", latest_days=True), "question", "wuxi_hukou", "latest_days"),
        (setting("benefit", ALLOWANCE, "rulebook", routing=[]), "benefit", ALLOWANCE, "routing"),
        (setting("measure", 1, "rulebook", departments=[1]), "measure", "1", "departments"),
        (setting("policydocument", "wuxi-birth-support", "rulebook", parameters={"x": None}), None, None, None),
    ],
)
def test_a_value_of_another_type_than_its_place_asks_for_is_an_error(release, breaks, kind, key, field):
    breaks(release)
    errors = [finding for finding in release_findings(release, ON) if finding.is_error]
    expected = [] if kind is None else [(kind, key, field)]
    assert [(finding.kind, finding.key, finding.field) for finding in errors] == expected


@pytest.mark.content_only
@settings(max_examples=settings.default.max_examples // 20)
@given(seed=st.integers(0, 1_000_000))
def test_whatever_stands_in_a_release_the_check_answers_and_what_it_passes_can_be_assessed(few, seed):
    content = broken_somewhere(few, seed)
    findings = release_findings(content, ON)
    assert all(finding.message and finding.where for finding in findings)
    if not any(finding.is_error for finding in findings):
        assess(Rulebook.from_json(content["rulebook"]), Household({}, ({},)), ON)
        example_failures(normal(content))


@pytest.mark.content_only
@settings(max_examples=settings.default.max_examples // 10)
@given(seed=st.integers(0, 1_000_000))
def test_whatever_stands_in_an_example_that_the_check_passes_it_can_be_held_against_the_rules_and_shown(few, seed):
    broken = few | {"examples": broken_somewhere(few["examples"], seed)}
    if not any(finding.is_error for finding in release_findings(broken, ON)):
        example_failures(normal(broken))
        difference(normal(few), normal(broken))


# The rows.


@pytest.mark.parametrize(
    ("review_by", "words"),
    [
        (ON + 31 * DAY, None),
        (ON + 30 * DAY, "核对期限2026年12月24日快到了"),
        (ON, "核对期限2026年11月24日快到了"),
        (ON - DAY, "核对期限2026年11月23日已经过了"),
        (None, "还没有定下次核对期限"),
    ],
)
def test_a_review_that_is_due_within_a_month_or_past_is_a_warning(review_by, words):
    benefit = BenefitFactory(review_by=review_by, title_zh="生育津贴")
    findings = row_findings(ON)
    if words is None:
        assert findings == []
    else:
        (finding,) = findings
        assert finding.message.startswith(words)
        assert finding[:1] + finding[2:] == ("待遇 生育津贴", False, "benefit", benefit.key, None, "review_by")


def test_a_commitment_that_nobody_keeps_is_a_warning(django_assert_num_queries):
    commitment = CommitmentFactory()
    kept = CommitmentFactory(owner=DepartmentFactory())
    assert [finding.key for finding in row_findings(ON)] == [commitment.key]
    MeasureDepartmentFactory(measure=commitment.measure)
    with django_assert_num_queries(2):
        assert row_findings(ON) == []
    assert kept.measure != commitment.measure
