"""The code that reopens a result: whole again for 90 days, of no use when changed, and never where it could be read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from cryptography.fernet import Fernet
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits.check import code as code_module
from benefits.check import sealing
from benefits.check.answers import COOKIE, IDLE_SECONDS, MAX_BYTES, Answers, seal
from benefits.check.code import SECONDS, CodeError, Snapshot, code_of, snapshot_of
from benefits.check.code_page import ResultCode, last_day
from benefits.check.context import IN_APP
from benefits.check.reopened import COOKIE as REOPENED
from benefits.eligibility.facts import CHILDREN, Scope
from benefits.models import Release
from benefits.publishing import current
from benefits.publishing.current import ReleaseUnavailable, current_release
from benefits.publishing.publish import publish
from benefits.publishing.samples import COUNT, sample_household
from tests.check.conftest import hold
from tests.check.conversation import Resident
from tests.factories import BenefitFactory, ConditionFactory, QuestionFactory, TierFactory
from tests.publishing.next_release import publish_edit

TODAY = timezone.localdate()
HOUSEHOLD = {"district": "binhu", "pregnant": True, "children": [{"birth_date": "2025-03-24"}]}
NOT_OURS = "没有认出这段内容"


@pytest.fixture
def resident(client) -> Resident:
    return Resident(client)


@pytest.fixture
def snapshot(release) -> Snapshot:
    return Snapshot("resident", release.number, TODAY, HOUSEHOLD, ("renting", "children.0.childcare"))


@pytest.fixture
def code(snapshot, release) -> str:
    return code_of(snapshot, release)


def opened(resident: Resident, code: str) -> Resident:
    return resident.send("/check/open/", {"code": code})


def refused(resident: Resident, code: str) -> str:
    """What the page says of a code that does not count."""
    response = resident.client.post("/check/open/", {"code": code})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert REOPENED not in response.cookies
    resident.response = response
    return resident.text


def code_on(page: Resident) -> str:
    return re.search(r"readonly [^>]*>([^<]+)</textarea>", page.html)[1]


# What a code holds


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, COUNT - 1), on=st.dates(date(2024, 1, 1), date(2030, 1, 1)), declines=st.integers(0, 31))
@pytest.mark.usefixtures("release")
def test_any_household_comes_out_of_its_code_as_it_went_in(number, on, declines):
    release = current_release()
    household = sample_household(release.rulebook, number, on)
    declined = list(release.rulebook.question_of)[:declines]
    snapshot = Snapshot("employer", release.number, on, household, tuple(declined))
    code = code_of(snapshot, release)
    assert re.fullmatch("[A-Za-z0-9_-]+", code)
    assert snapshot_of(code) == snapshot
    assert snapshot_of(f" https://zice.example/check/open/#{code[:30]}\n {code[30:]}\n") == snapshot


def test_what_the_qr_code_of_ten_children_and_every_answer_holds_is_read_from_38_mm(release):
    questions = release.rulebook.questions
    answers = {question.key: question.values[-1] if question.values else "2024-02-29" for question in questions}
    child = {question.key: answers[question.key] for question in questions if question.scope == Scope.CHILD}
    household = {question.key: answers[question.key] for question in questions if question.scope == Scope.HOUSEHOLD}
    children = [child | {"birth_date": f"20{number:02}-{number + 1:02}-1{number}"} for number in range(10)]
    snapshot = Snapshot("resident", release.number, TODAY, household | {CHILDREN: children})
    drawing = ResultCode(lambda: f"https://zice.example.gov.cn/check/open/#{code_of(snapshot, release)}", "").drawing
    # Version 20, with the margin of four modules on each side: 0.36 mm each.
    assert int(re.search(r'viewBox="0 0 (\d+) ', drawing)[1]) <= 97 + 8
    assert "style" not in drawing


def test_more_than_a_qr_code_holds_is_not_drawn():
    assert ResultCode(lambda: "https://zice.example/#" + "A" * 3_000, "").drawing == ""


# What counts, and how long


def test_a_code_opens_for_90_days_to_the_second(code, snapshot, monkeypatch):
    made = sealing._keys().extract_timestamp(code + "=" * (-len(code) % 4))
    monkeypatch.setattr("time.time", lambda: made + SECONDS)
    assert snapshot_of(code) == snapshot
    monkeypatch.setattr("time.time", lambda: made + SECONDS + 1)
    with pytest.raises(CodeError) as error:
        snapshot_of(code)
    assert error.value.is_too_old
    assert SECONDS == 90 * 86_400


def test_the_last_day_that_is_promised_is_a_whole_one():
    assert last_day(date(2026, 1, 1)) + timedelta(days=1) == date(2026, 1, 1) + timedelta(seconds=SECONDS)


def test_a_code_of_which_one_letter_is_changed_or_that_ends_early_is_none(code):
    for place, letter in enumerate(code[:-1]):
        with pytest.raises(CodeError):
            snapshot_of(code[:place] + ("A" if letter != "A" else "B") + code[place + 1 :])
    for length in range(0, len(code), 7):
        with pytest.raises(CodeError):
            snapshot_of(code[:length])


def test_a_key_that_is_kept_for_90_days_keeps_the_codes_good(code, snapshot, settings):
    old, new = settings.ANSWERS_KEYS[0], Fernet.generate_key().decode()
    settings.ANSWERS_KEYS = [new, old]
    assert snapshot_of(code) == snapshot
    settings.ANSWERS_KEYS = [new]
    with pytest.raises(CodeError):
        snapshot_of(code)


def test_no_cookie_opens_as_a_code_and_no_code_as_a_cookie(resident, code):
    reopened = opened(resident, code).client.cookies[REOPENED].value
    for cookie in (seal(Answers(has_consented=True, household=HOUSEHOLD)), reopened):
        assert NOT_OURS in refused(resident, cookie)
        assert NOT_OURS in refused(resident, cookie.rstrip("="))
    padded = code + "=" * (-len(code) % 4)
    for name in (COOKIE, REOPENED):
        client = Client()
        client.cookies[name] = padded
        address = "/check/answers/" if name == COOKIE else "/check/reopened/"
        assert client.get(address)["Location"] == "/check/?why=missing"
    client.cookies[COOKIE] = reopened
    assert client.get("/check/answers/")["Location"] == "/check/?why=missing"


STRANGER = Fernet(Fernet.generate_key()).encrypt(b"code1 1 x").decode()


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "答案",
        "https://zice.example/check/open/#",
        "#main",
        "＃" * 10,
        "😀\u202e<script>alert(1)</script>",
        "A" * 4_001,
        "A" * 100_000,
        pytest.param(STRANGER, id="of another key"),
        pytest.param("g" * 300 + "#" + STRANGER, id="of another key, in an address"),
    ],
)
def test_what_is_no_code_of_ours_gets_a_sentence_that_names_the_field(release, resident, text):
    page = refused(resident, text)
    assert NOT_OURS in page
    assert 'href="#id_code"' in resident.html
    assert "<title>\n  \n    错误：" in resident.html or "错误：" in resident.html.partition("</title>")[0]
    assert len(resident.html) < 50_000


@pytest.mark.parametrize("text", [b"code1 1 x", b"code1", b"code1 x y", b"code2 1 x", b"", b"\xff\xfe \xff"])
def test_what_we_sealed_in_another_form_gets_the_same_sentence(release, resident, text):
    assert NOT_OURS in refused(resident, sealing.sealed(text))


def test_nothing_pasted_and_a_code_too_old_each_get_their_sentence(release, resident, code, monkeypatch):
    assert "请粘贴扫码得到的网址" in refused(resident, "  ")
    monkeypatch.setattr(code_module, "SECONDS", -1)
    assert "已超过90天" in refused(resident, code)


# The result as it was


def test_the_code_on_the_page_opens_the_same_result_on_another_device(resident, release):
    resident.has(household=HOUSEHOLD).opens("/check/answers/").walk()
    resident.opens("/check/results/")
    result = [re.findall(r'<article class="result" id="([^"]+)"', resident.html), resident.answers]
    address = code_on(resident.opens("/check/code/"))
    assert f"有效期到{date_words(last_day(TODAY))}" in resident.text
    other = opened(Resident(Client()), address)
    assert other.address == "/check/reopened/"
    assert f"这是{date_words(TODAY)}的结果（第{release.number}版措施数据）" in other.text
    assert re.findall(r'<article class="result" id="([^"]+)"', other.html) == result[0]
    assert "滨湖区" in other.text
    assert other.client.cookies[REOPENED]["max-age"] == IDLE_SECONDS
    assert other.client.cookies[REOPENED]["httponly"]


def test_a_result_opens_as_of_its_own_day_and_release_and_shows_what_has_changed(resident, db):
    QuestionFactory(children=True)
    QuestionFactory(birth_date=True)
    QuestionFactory(key="pregnant", label_zh="怀孕")
    benefit = BenefitFactory(title_zh="孕期补助")
    ConditionFactory(tier=TierFactory(benefit=benefit), fact="pregnant")
    publish("首次发布")
    code = code_of(Snapshot("resident", 1, date(2026, 3, 23), {"pregnant": True}, ("children",)), current_release())
    benefit.tiers.update(valid_until=TODAY - timedelta(days=1))
    publish_edit(benefit, title_zh="改了名的补助")
    current.reset()
    then = opened(resident, code).text
    assert "这是2026年3月23日的结果（第1版措施数据）" in then
    assert "孕期补助" in then
    assert "改了名的补助" not in then
    assert "可能不符合" not in then
    again = resident.opens("/check/reopened/again/").text
    assert "2026年3月23日（第1版）" in again
    assert f"{date_words(TODAY)}（第2版）" in again
    assert "可能减少1项" in again
    assert "改了名的补助" in again


def test_a_release_that_is_gone_or_a_database_that_is_away_is_said_on_a_clear_page(
    resident, release, code, monkeypatch
):
    hold(monkeypatch, replace(release, number=2))
    Release._base_manager.all()._raw_delete(using="default")
    response = resident.client.post("/check/open/", {"code": code})
    assert response.status_code == 410
    assert "本站没有第1版措施数据" in response.content.decode()

    def away(number):
        raise ReleaseUnavailable(number, is_for_now=True) from OperationalError()

    monkeypatch.setattr(code_module, "release_numbered", away)
    response = resident.client.post("/check/open/", {"code": code})
    assert response.status_code == 503
    assert "过一会儿再打开" in response.content.decode()


def test_checking_again_takes_the_answers_over_after_consent(resident, code):
    page = opened(resident, code)
    page.send("/check/reopened/again/", {})
    assert page.address == "/check/"
    assert "当时的回答已经带来" in page.text
    assert page.opens("/check/answers/").address.startswith("/check/?why=")
    page.begin()
    assert page.answers.household == HOUSEHOLD
    assert page.answers.declined == ("renting", "children.0.childcare")


def test_a_check_in_progress_stays_until_a_press_replaces_it(resident, code):
    resident.has(household={"district": "xinwu"})
    page = opened(resident, code).opens("/check/reopened/again/")
    assert "这台设备上有一份正在进行的自测" in page.text
    assert page.answers.household == {"district": "xinwu"}
    page.send("/check/reopened/again/", {})
    assert page.answers.household == HOUSEHOLD


@pytest.mark.parametrize("address", ["/check/reopened/", "/check/reopened/again/", "/check/code/"])
def test_without_a_result_these_pages_lead_to_the_start(client, release, address):
    for cookie in ("", "x", "gAAAA", "A" * (MAX_BYTES + 1), sealing.sealed(b"reopened1 x"), sealing.sealed(b"x")):
        client.cookies[REOPENED] = cookie
        assert client.get(address)["Location"] == "/check/?why=missing"


def test_a_reopened_result_is_gone_after_an_hour(resident, code, monkeypatch):
    opened(resident, code)
    made = timezone.now().timestamp()
    monkeypatch.setattr("time.time", lambda: made + IDLE_SECONDS + 5)
    assert resident.client.get("/check/reopened/")["Location"] == "/check/?why=expired"


# Nowhere else


def test_neither_code_nor_answers_stand_in_an_address_or_a_log(resident, code, caplog):
    caplog.set_level(0)
    answers = json.dumps(HOUSEHOLD)
    response = resident.client.post("/check/open/", {"code": code})
    said = [response["Location"], *(str(value) for name, value in response.items())]
    refused(resident, code[:-20])
    refused(resident, "x" + code)
    opened(resident, code).send("/check/reopened/again/", {})
    said += [record.getMessage() for record in caplog.records]
    assert not any(part in text for text in said for part in (code[10:40], "binhu", answers))


# Where a code is shown


def test_paper_carries_the_code(resident, release):
    resident.has(declined=tuple(release.rulebook.question_of))
    paper = resident.opens("/check/results/print/").html
    assert 'class="sheet-code"' in paper
    assert "<svg" in paper
    assert "style=" not in paper


@pytest.mark.parametrize("address", ["results/", "results/print/", "results/timeline/", "code/"])
def test_inside_of_an_app_a_page_says_how_to_get_out_and_offers_nothing_that_fails_there(resident, release, address):
    resident.has(household={"children": [{"birth_date": (TODAY - timedelta(days=300)).isoformat()}]})
    resident.opens("/check/answers/").walk()
    fails_there = re.compile(r'data-print|href="/check/results/(print|pdf|dates)')
    page = resident.opens(f"/check/{address}")
    assert "在浏览器打开" not in page.text
    assert fails_there.search(page.html) or address == "code/"
    for name in IN_APP:
        resident.response = resident.client.get(f"/check/{address}", headers={"User-Agent": f"Mozilla/5.0 {name}8.0"})
        assert "在浏览器打开" in page.text
        assert "/check/open/#" in code_on(page)
        assert not fails_there.search(page.html)


def date_words(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
