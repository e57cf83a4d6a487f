"""The check as a resident walks through it."""

from __future__ import annotations

import html
import re

import pytest
from django.template.loader import render_to_string

from benefits.check.forms import ASKED
from tests.check.conftest import hold, without_question
from tests.check.conversation import CONSENT, Resident

pytestmark = pytest.mark.usefixtures("release")

PRIVATE = ["/check/", "/check/step/home/", "/check/children/", "/check/answers/", "/check/results/", "/check/clear/"]


@pytest.fixture
def resident(client) -> Resident:
    return Resident(client)


def declined_all(resident: Resident) -> Resident:
    resident.begin().walk()
    return resident


# The start


def test_the_consent_box_is_not_ticked_and_a_resident_asks(resident):
    page = resident.opens("/check/")
    assert 'name="consent"' in page.html
    assert "checked" not in page.html.partition('name="consent"')[2].partition(">")[0]
    assert 'value="resident" id="id_audience_0" checked' in page.html.replace(
        'aria-describedby="id_audience_helptext" ', ""
    )
    assert "/measures/" in page.html


def test_without_consent_no_question_is_asked(resident):
    page = resident.send("/check/", {"audience": "employer"})
    assert page.address == "/check/"
    assert "请先勾选同意" in page.text
    assert 'role="alert"' in page.html
    assert page.opens("/check/step/home/").address.startswith("/check/?why=")
    assert 'value="employer"' in page.opens("/check/").html


def test_with_consent_the_first_section_is_asked(resident):
    page = resident.begin()
    assert page.address == "/check/children/"
    assert page.asked == ["children"]
    assert "第1步" in page.text


def test_the_sections_are_asked_in_their_own_order(resident, release):
    pages = resident.begin().walk(children="yes", birth_date="2025年1月5日", pregnant="yes")
    order = list(release.content.sections)
    sections = [order.index(release.rulebook.question_of[names[0]].section) for _, names in pages]
    assert sections == sorted(sections)
    assert len(set(sections)) > 5


def test_an_employer_is_asked_for_its_own_benefits_only(resident):
    pages = resident.begin("employer").walk()
    sections = {address.split("/")[3] for address, _ in pages}
    assert sections == {"pregnancy", "work", "leave", "home"}
    assert "pregnant" not in {name for _, names in pages for name in names}


def test_an_institution_whose_benefits_have_no_conditions_is_asked_where_it_is_at_most(resident):
    assert resident.begin("institution").walk() == [("/check/step/home/", ["district"])]
    assert resident.address == "/check/answers/"


def test_without_a_cookie_that_comes_back_a_page_says_so(client):
    response = client.get("/check/?begun=1")
    assert "浏览器没有保存本站的cookie" in response.content.decode()


# Questions


def test_every_question_says_why_and_what_it_decides_and_explains_its_terms(resident, release):
    page = resident.begin()
    for name in page.asked:
        assert str(release.content.questions[name].why) in page.text
    assert "这一题关系到" in page.text


def test_everything_may_be_declined_and_nothing_is_asked_twice(resident):
    asked = [name for _, names in resident.begin().walk() for name in names]
    assert resident.address == "/check/answers/"
    assert "不清楚／暂不回答" in resident.text
    assert len(asked) == len(set(asked))
    assert resident.opens("/check/results/").address == "/check/results/"


def test_a_question_that_others_made_needless_is_not_asked(resident):
    pages = resident.begin().walk(
        bought_new_home="no", on_maternity_leave="no", children="no", returning_after_birth="no"
    )
    seen = [name for _, names in pages for name in names]
    assert "home_purchase_date" not in seen
    assert "in_skills_training" not in seen
    assert "childcare" not in seen


def test_nothing_chosen_is_refused_with_a_sentence_and_what_was_chosen_stays(resident):
    page = resident.begin().answer(children="no")
    chosen = {ASKED: page.asked, "pregnant": "yes"}
    page.send("/check/step/pregnancy/", chosen)
    assert page.address == "/check/step/pregnancy/"
    assert "错误：" in page.html.partition("<title>")[2].partition("</title>")[0]
    assert "请选“不清楚／暂不回答”" in page.text
    assert 'href="#id_preparing_pregnancy_0"' in page.html
    assert 'value="yes" id="id_pregnant_0" checked' in page.html
    assert "pregnant" not in page.answers.household


def test_a_refused_post_is_redirected_so_that_back_never_sends_it_again(resident):
    resident.begin()
    response = resident.client.post("/check/step/home/", {ASKED: ["district"]})
    assert response.status_code == 302
    assert response["Location"] == "/check/step/home/#error-summary"


def test_errors_are_gone_after_the_next_good_post(resident):
    page = resident.begin()
    page.send("/check/children/", {ASKED: page.asked})
    assert "error-summary" in page.html
    page.answer(children="no")
    assert page.answers.refused is None
    assert "error-summary" not in page.html


@pytest.mark.parametrize(
    ("name", "text", "stored"),
    [
        ("home_purchase_date", "２０２４年２月２９日", "2024-02-29"),
        ("home_purchase_date", "2024/2/29", "2024-02-29"),
        ("home_purchase_date", "20240229", "2024-02-29"),
        ("employer_social_insurance_paid", "１，２００．５元", "1200.50"),
        ("employer_social_insurance_paid", "1.2万", "12000.00"),
        ("maternity_leave_child_order", "第三个", 3),
    ],
)
def test_what_people_type_is_understood(resident, release, name, text, stored):
    section = release.rulebook.question_of[name].section
    resident.begin().send(f"/check/step/{section}/?change={name}", {ASKED: name, name: text})
    assert resident.answers.household[name] == stored


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("home_purchase_date", "2023年2月31日", "日历上没有2023年2月31日，请核对“购房日期”。"),
        ("home_purchase_date", "9999-01-01", "“购房日期”不能晚于"),
        ("home_purchase_date", "昨天", "“购房日期”请写全年月日"),
        ("due_date", "2001-01-01", "“预产期”不能早于"),
        ("home_purchase_date", "", "请填写“购房日期”"),
        ("home_purchase_date", "\x00", "“购房日期”请写全年月日"),
        ("employer_social_insurance_paid", "-5", "请填 0 到 100,000,000 之间的数"),
        ("employer_social_insurance_paid", "1.234", "最多写两位小数"),
        ("employer_social_insurance_paid", "很多", "请填金额"),
        ("maternity_leave_child_order", "0", "请填 1 到 10 之间的数"),
        ("maternity_leave_child_order", "1.5", "请填整数"),
        ("district", "paris", "请为“居住地区”选一个答案"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence_and_shown_again(resident, release, name, text, sentence):
    section = release.rulebook.question_of[name].section
    address = f"/check/step/{section}/?change={name}"
    resident.begin().send(address, {ASKED: name, name: text})
    assert resident.address == address
    assert sentence in resident.text
    assert name not in resident.answers.household
    if text.isprintable() and text and name != "district":
        assert f'value="{text}"' in resident.html


def test_a_text_of_10000_characters_is_refused_and_not_kept(resident):
    text = "1" * 10_000
    address = "/check/step/purchase/?change=home_purchase_date"
    resident.begin().send(address, {ASKED: "home_purchase_date", "home_purchase_date": text})
    assert "“购房日期”太长，没有保留。最多写200个字" in resident.text
    assert "1" * 201 not in resident.html
    assert "home_purchase_date" not in resident.answers.refused.typed


def test_an_answer_and_not_knowing_at_once_is_asked_about(resident):
    data = {ASKED: "home_purchase_date", "home_purchase_date": "2024-02-29", "unknown-home_purchase_date": "on"}
    resident.begin().send("/check/step/purchase/?change=home_purchase_date", data)
    assert "请只留一样" in resident.text


def test_the_household_is_what_was_said(resident):
    said = {
        "district": "binhu",
        "pregnant": "no",
        "employment": "flexible",
        "marital_status": "married",
        "children": "yes",
        "birth_date": "2016年2月29日",
        "in_distress": "yes",
    }
    resident.begin().walk(**said)
    assert resident.answers.household == {
        "district": "binhu",
        "pregnant": False,
        "employment": "flexible",
        "marital_status": "married",
        "children": [{"birth_date": "2016-02-29", "in_distress": True}],
    }


# The order of things


@pytest.mark.parametrize(
    "address",
    [
        "/check/step/housing/",
        "/check/step/care/",
        "/check/answers/",
        "/check/results/",
        "/check/results/print/",
    ],
)
def test_straight_to_a_later_page_leads_to_the_first_open_step(resident, address):
    assert resident.begin().answer(children="no").opens(address).address == "/check/step/pregnancy/"


def test_the_section_of_the_children_is_the_page_of_the_children(resident):
    assert declined_all(resident).opens("/check/step/children/").address == "/check/children/"


def test_the_steps_are_counted_honestly(resident):
    page = resident.begin()
    numbers = []
    while page.asked:
        number, count = page.text.partition("第")[2].split("步，共")
        numbers.append((int(number), int(count.partition("步")[0])))
        assert len(numbers) < 40
        page.answer()
    assert numbers == sorted(numbers)
    assert all(number <= count for number, count in numbers)
    assert numbers[-1][0] == numbers[-1][1]


def test_going_back_shows_what_was_answered(resident):
    page = resident.begin().answer(children="no").answer(pregnant="yes")
    assert page.address == "/check/step/work/"
    assert 'href="/check/step/pregnancy/?again=1"' in page.html
    page.opens("/check/step/pregnancy/?again=1")
    assert "pregnant" in page.asked
    assert 'value="yes" id="id_pregnant_0" checked' in page.html
    assert 'href="/check/children/"' in page.html


def test_going_back_leads_from_child_to_child_and_to_the_section_before(resident):
    page = resident.begin().answer(children="yes").answer(birth_date="2020年1月5日")
    page.send("/check/children/2/", {ASKED: "birth_date", "birth_date": "2022年1月5日"})
    page.opens("/check/step/pregnancy/")
    assert 'href="/check/children/"' in page.html
    while page.address != "/check/children/1/":
        page.answer()
    assert "disability" in page.asked
    assert 'href="/check/step/family/?again=1"' in page.html
    page.answer()
    assert page.address == "/check/children/2/"
    assert 'href="/check/children/1/?again=1"' in page.html
    page.answer()
    assert 'href="/check/children/2/?again=1"' in page.html


def test_changing_an_answer_keeps_the_others_and_asks_only_what_became_missing(resident):
    declined_all(resident)
    resident.send(
        "/check/step/family/?change=household_category", {ASKED: "household_category", "household_category": "none"}
    )
    assert resident.address == "/check/answers/"
    before = resident.answers
    resident.send("/check/children/", {ASKED: "children", "children": "no"})
    assert resident.address == "/check/answers/"
    assert resident.answers.household == before.household | {"children": []}


def test_a_change_asked_for_on_the_results_leads_back_there(resident):
    declined_all(resident).opens("/check/results/")
    resident.send(
        "/check/step/family/?change=household_category&then=results",
        {ASKED: "household_category", "household_category": "none"},
    )
    assert resident.address == "/check/results/"


def test_every_link_on_the_results_that_changes_an_answer_leads_to_its_question(resident):
    resident.begin().walk(pregnant="yes", district="binhu", children="yes", birth_date="2020年1月5日", wuxi_hukou="no")
    page = resident.opens("/check/results/")
    assert page.address == "/check/results/"
    links = set(re.findall(r'href="(/check/[^"]*then=results[^"]*)"', html.unescape(page.html)))
    assert len(links) > 5
    for link in links:
        page.opens(link)
        assert page.address == link
        if "change=" in link:
            assert page.asked == [link.partition("change=")[2].partition("&")[0]]


def test_a_change_that_opens_questions_asks_them_first(resident):
    page = resident.begin()
    page.walk(bought_new_home="no", wuxi_hukou="yes", children="no")
    page.send("/check/children/", {ASKED: "children", "children": "yes"})
    assert page.address == "/check/children/1/"


def test_an_old_page_may_be_sent_again_from_the_browsers_history(resident):
    page = resident.begin().answer(children="no")
    old = page.filled(pregnant="yes")
    page.answer(pregnant="yes")
    page.send("/check/step/pregnancy/", old | {"pregnant": "no"})
    assert page.answers.household["pregnant"] is False


# Children


def with_children(resident: Resident, *births: str) -> Resident:
    resident.begin().has(declined=tuple(everything(resident)))
    resident.opens("/check/children/")
    for number, birth in enumerate(births, start=1):
        resident.send(f"/check/children/{number}/", {ASKED: "birth_date", "birth_date": birth})
    return resident


def everything(resident: Resident) -> list[str]:
    """Every household question but that of the children."""
    from benefits.publishing.current import current_release

    questions = current_release().rulebook.questions
    return [question.key for question in questions if question.scope == "household" and question.key != "children"]


def test_a_child_is_asked_its_birth_date_first_and_the_rest_after(resident):
    page = with_children(resident)
    page.send("/check/children/", {ASKED: "children", "children": "yes"})
    assert page.address == "/check/children/1/"
    assert page.asked == ["birth_date"]
    assert "由监护人填写" in page.text
    page.answer(birth_date="2026年1月5日")
    assert page.address == "/check/children/"
    assert "2026年1月5日" in page.text
    assert "再添加一个孩子" in page.text
    assert "还有问题没有回答" not in page.text
    page.walk()
    assert page.address == "/check/answers/"


def test_a_child_that_was_only_opened_is_not_added(resident):
    page = with_children(resident).opens("/check/children/1/")
    assert page.asked == ["birth_date"]
    assert page.answers.household.get("children") is None


def test_a_removed_child_goes_with_its_answers_alone(resident):
    page = with_children(resident, "2024-02-29", "2025-05-01")
    page.opens("/check/children/1/remove/")
    assert "2024年2月29日" in page.text
    page.send("/check/children/1/remove/", {"count": "2"})
    assert [child["birth_date"] for child in page.answers.household["children"]] == ["2025-05-01"]


def test_a_removal_sent_twice_removes_one_child(resident):
    page = with_children(resident, "2024-02-29", "2025-05-01")
    page.send("/check/children/1/remove/", {"count": "2"})
    page.send("/check/children/1/remove/", {"count": "2"})
    assert len(page.answers.household["children"]) == 1


def test_nobody_can_add_an_eleventh_child(resident):
    page = with_children(resident, *["2024-02-29"] * 10)
    assert len(page.answers.household["children"]) == 10
    page.opens("/check/children/")
    assert "最多填写10个孩子" in page.text
    assert "再添加一个孩子" not in page.text
    assert page.client.get("/check/children/11/").status_code == 404


def test_children_that_are_there_are_not_lost_to_an_old_form(resident):
    page = with_children(resident, "2024-02-29").send("/check/children/", {ASKED: "children", "children": "no"})
    assert len(page.answers.household["children"]) == 1


def test_looking_at_a_removal_removes_nothing(resident):
    page = with_children(resident, "2024-02-29")
    page.client.head("/check/children/1/remove/")
    assert len(page.answers.household["children"]) == 1


def test_a_changed_answer_about_a_child_leads_back_to_the_answers_to_check(resident):
    page = with_children(resident, "2016-01-05").opens("/check/children/1/")
    page.walk()
    page.send("/check/children/1/?change=in_distress", {ASKED: "in_distress", "in_distress": "yes"})
    assert page.address == "/check/answers/"
    assert page.answers.household["children"] == [{"birth_date": "2016-01-05", "in_distress": True}]


def test_a_child_that_is_not_there_leads_to_the_children(resident):
    page = with_children(resident, "2024-02-29")
    assert page.opens("/check/children/2/remove/").address == "/check/children/"
    assert page.opens("/check/children/5/").address == "/check/children/"


# Releases, time, and what is not ours


def test_a_newer_release_drops_what_no_longer_fits_with_a_word(resident, release, monkeypatch):
    resident.begin().has(household={"district": "binhu", "renting": True}, declined=("housing_fund_account",))
    hold(monkeypatch, without_question(without_question(release, "renting"), "housing_fund_account"))
    page = resident.opens("/check/step/home/")
    assert "有的回答不再适用" in page.text
    assert page.answers.household == {"district": "binhu"}
    assert page.answers.declined == ()
    assert "有的回答不再适用" not in page.opens("/check/step/home/").text


def test_a_value_that_no_longer_fits_is_named(resident):
    page = resident.has(household={"district": "atlantis", "due_date": "2020-01-01", "children": [3, {"x": 1}]})
    page.opens("/check/")
    page.opens("/check/step/home/")
    assert "居住地区" in page.text
    assert "预产期" in page.text
    assert page.answers.household == {"children": [{}, {}]}


def test_an_expired_check_says_so(resident, monkeypatch):
    resident.begin()
    now = __import__("time").time()
    monkeypatch.setattr("time.time", lambda: now + 3_700)
    page = resident.opens("/check/answers/")
    assert "已超过60分钟" in page.text


def test_a_form_sent_after_the_answers_went_says_so(resident):
    page = resident.send("/check/step/home/", {ASKED: "district", "district": "binhu"})
    assert "已超过60分钟" in page.text


def test_a_changed_cookie_is_no_check(resident):
    resident.begin()
    resident.client.cookies["answers"] = resident.client.cookies["answers"].value[:-30] + "A" * 30
    assert resident.opens("/check/answers/").address.startswith("/check/?why=")


def test_answers_can_be_cleared(resident):
    resident.begin().answer(children="no")
    page = resident.opens("/check/clear/")
    assert "children" in page.answers.household
    page.send("/check/clear/", {})
    assert "您的回答已经清除" in page.text
    assert page.client.cookies["answers"].value == ""


def test_a_check_in_progress_is_offered_and_may_be_cleared(resident):
    page = resident.begin().opens("/check/")
    assert "正在进行的自测" in page.text


def test_beginning_again_keeps_the_answers_and_takes_who_asks(resident):
    resident.begin().answer(children="no")
    resident.send("/check/", CONSENT | {"audience": "employer"})
    assert resident.answers.audience == "employer"
    assert resident.answers.household["children"] == []


def test_answers_that_do_not_fit_are_refused_with_a_sentence_and_the_others_stay(resident, monkeypatch):
    resident.begin().answer(children="no")
    before = resident.client.cookies["answers"].value
    monkeypatch.setattr("benefits.check.answers.MAX_BYTES", len(before))
    data = {ASKED: ["household_category"], "household_category": "marginal_low_income"}
    response = resident.client.post("/check/step/family/", data)
    assert response.status_code == 413
    assert "之前的回答都还在" in response.content.decode()
    assert resident.client.cookies["answers"].value == before


# Privacy


def test_what_is_said_of_privacy_is_short():
    said = re.sub(r"<[^>]+>|\s", "", render_to_string("check/_privacy.html"))
    assert 100 < len(said) <= 300


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("has_begun", [True, False])
def test_no_page_is_stored_by_anyone(resident, address, has_begun):
    if has_begun:
        resident.begin()
    response = resident.client.get(address)
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex"


def test_no_address_holds_an_answer(resident):
    resident.begin()
    for data in ({"district": "binhu"}, {"district": "nowhere"}):
        response = resident.client.post("/check/step/home/", {ASKED: "district"} | data)
        assert data["district"] not in response["Location"]


def test_each_page_gives_the_answers_another_hour(resident):
    resident.begin()
    assert resident.response.cookies["answers"]["max-age"] == 3600


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("address", PRIVATE)
def test_other_methods_are_refused(resident, method, address):
    resident.begin()
    assert getattr(resident.client, method)(address).status_code == 405


@pytest.mark.parametrize(
    "address",
    ["/check/step/nowhere/", "/check/children/0/", "/check/children/11/", "/check/children/99999999999/remove/"],
)
def test_what_is_not_there_is_not_found(resident, address):
    resident.begin()
    assert resident.client.get(address).status_code == 404
    assert resident.client.post(address).status_code == 404
