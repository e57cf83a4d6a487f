"""The decision table in a real browser: quick with the script, and the same without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from benefits.models import Benefit, Question, known_facts
from tests import factories
from tests.browser import assert_accessible
from tests.sign_in import signed_in_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.UserFactory(editor=True)


@pytest.fixture
def staff_page(new_page, editor, live_server) -> Callable[..., Page]:
    """Opens a page on which an editor has signed in."""
    return lambda **options: signed_in_page(new_page(**options), editor, live_server.url)


@pytest.fixture
def own_benefit(editor) -> Benefit:
    """A benefit of one tier, of the editor's department."""
    factories.QuestionFactory(key="employment", label_zh="就业", choices=["employee", "flexible"])
    factories.QuestionFactory(key="order", label_zh="第几孩", integer=True)
    tier = factories.TierFactory(benefit__owner=editor.department, amount=None)
    factories.TierAmountFactory(tier=tier, monthly=True)
    factories.ConditionFactory(tier=tier, fact="order", operator="at_least", value="2")
    return tier.benefit


def make_question(page: Page) -> None:
    page.goto(reverse("admin:benefits_question_add"))
    page.locator("#id_wording_zh").fill("您参加了培训吗？")
    page.locator("#id_label_zh").fill("培训")
    page.locator("#id_why_zh").fill("培训补贴要问。")
    page.locator("#id_section").select_option(label="工作情况")
    page.locator("#id_scope").select_option("household")
    page.locator("#id_type").select_option("bool")
    save(page)


def describe_benefit(page: Page) -> None:
    page.goto(reverse("admin:benefits_benefit_add"))
    page.locator("#id_measure").select_option(index=1)
    page.locator("#id_title_zh").fill("培训补贴")
    page.locator("#id_life_stage").select_option(index=1)
    page.locator("#id_enquire_at").select_option(index=1)
    page.locator("#id_routing").select_option(label="居住地区")
    page.locator("#id_summary_zh").fill("培训有补贴。")
    page.locator("#id_for_whom_zh").fill("参加培训的人。")
    page.locator("#id_quotations").fill("全面落实生育津贴免申即享。")


def fill_table(page: Page) -> None:
    page.get_by_label("加一列事项：").select_option(label="培训")
    page.get_by_role("button", name="加这一列").click()
    page.get_by_label("第1档 · 培训").and_(page.locator("select")).select_option(label="是")
    page.get_by_label("第1档 · 标准 · 种类").select_option(label="每月金额")
    page.get_by_label("第1档 · 标准 · 金额（元）").fill("500")
    page.get_by_role("button", name="复制第1档").click()
    page.get_by_label("第2档 · 培训").and_(page.locator("select")).select_option(label="否")
    page.get_by_label("第2档 · 标准 · 金额（元）").fill("300")


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).last.click()
    page.locator(".messagelist .success").wait_for()


@pytest.mark.parametrize("has_script", [True, False])
def test_a_benefit_of_two_tiers_is_built_on_a_new_question(editor, staff_page, has_script):
    factories.SectionFactory(title_zh="工作情况")
    factories.MeasureDepartmentFactory(department=editor.department)
    factories.QuestionFactory(label_zh="居住地区", choices=["liangxi", "xishan"])
    page = staff_page(java_script_enabled=has_script)
    make_question(page)
    describe_benefit(page)
    fill_table(page)
    if not has_script:
        page.get_by_role("button", name="更新").click()
    expect(page.locator("#table-words")).to_contain_text("第2档：培训：否 → 拟每月给予300元")
    save(page)
    benefit, question = Benefit.objects.get(), Question.objects.get(label_zh="培训")
    assert benefit.owner == question.owner is not None
    assert [
        (tier.conditions.get().in_words(known_facts()), str(tier.amounts.get())) for tier in benefit.tiers.all()
    ] == [("培训：是", "每月金额 500.00元"), ("培训：否", "每月金额 300.00元")]


def test_the_words_and_the_faults_follow_while_the_focus_stays(staff_page, own_benefit):
    page = staff_page()
    page.goto(reverse("admin:benefits_benefit_change", args=[own_benefit.pk]))
    value = page.get_by_label("第1档 · 第几孩 · 值")
    value.fill("")
    value.press_sequentially("33")
    expect(page.locator("#t0-c0-faults")).to_contain_text("33 超出范围")
    expect(value).to_have_attribute("aria-invalid", "true")
    expect(value).to_be_focused()
    expect(value).to_have_value("33")
    value.press("Backspace")
    expect(page.locator("#t0-c0-faults")).to_be_empty()
    expect(value).to_have_attribute("aria-invalid", "false")
    expect(page.locator("#table-words")).to_contain_text("第几孩不少于3")


def test_a_tier_goes_up_and_down_by_keyboard_and_says_so(staff_page, own_benefit):
    page = staff_page()
    page.goto(reverse("admin:benefits_benefit_change", args=[own_benefit.pk]))
    page.get_by_role("button", name="加一档").press("Enter")
    expect(page.get_by_role("status")).to_have_text("已加上第2档。")
    expect(page.locator("#t1")).to_be_focused()
    page.get_by_role("button", name="复制第1档").press("Enter")
    expect(page.locator("#t1")).to_be_focused()
    page.get_by_role("button", name="第1档下移").press("Enter")
    expect(page.locator("#t1-lower")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("已移到第3档。")
    expect(page.locator("#t2")).to_be_focused()
    expect(page.get_by_label("第3档 · 标准 · 金额（元）")).to_have_value("500.00")


def test_a_fact_is_chosen_by_keyboard_when_its_list_is_left(staff_page, own_benefit):
    page = staff_page()
    page.goto(reverse("admin:benefits_benefit_change", args=[own_benefit.pk]))
    facts = page.get_by_label("第1列的事项")
    chosen = facts.evaluate("list => list.selectedIndex")
    facts.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert facts.evaluate("list => list.selectedIndex") == chosen
    expect(page.get_by_label("第1档 · 第几孩 · 值")).to_have_value("2")
    # The table is drawn anew though nothing was chosen; what is pressed meanwhile belongs to that drawing.
    expect(page.locator("#decision-table-body")).not_to_have_attribute("aria-busy", "true")
    facts.focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("第1档 · 第几孩 · 值")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("status")).to_contain_text("条件已清空")
    expect(page.get_by_role("button", name="删除列")).to_be_focused()
    expect(page.get_by_label("employee的选项")).to_be_visible()


def test_another_fact_brings_its_own_control(staff_page, own_benefit):
    page = staff_page()
    page.goto(reverse("admin:benefits_benefit_change", args=[own_benefit.pk]))
    page.get_by_label("第1列的事项").select_option(label="就业")
    page.get_by_label("employee的选项").check()
    expect(page.locator("#table-words")).to_contain_text("就业为employee的选项")
    expect(page.get_by_label("第1列的事项")).to_be_visible()


def test_only_what_a_comparison_and_a_kind_need_is_shown(staff_page, own_benefit):
    page = staff_page(java_script_enabled=False)
    page.goto(reverse("admin:benefits_benefit_change", args=[own_benefit.pk]))
    low, high = page.get_by_label("第1档 · 第几孩 · 值"), page.get_by_label("第1档 · 第几孩 · 到")
    expect(high).to_be_hidden()
    page.get_by_label("第1档 · 第几孩 · 怎样比较").select_option("between")
    expect(high).to_be_visible()
    page.get_by_label("第1档 · 第几孩 · 怎样比较").select_option("")
    expect(low).to_be_hidden()
    yuan, percent = page.get_by_label("第1档 · 标准 · 金额（元）"), page.get_by_label("第1档 · 标准 · 比例")
    expect(yuan).to_be_visible()
    page.get_by_label("第1档 · 标准 · 种类").select_option("percent")
    expect(yuan).to_be_hidden()
    expect(percent).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False])
def test_the_enter_key_in_a_field_saves(staff_page, own_benefit, has_script):
    page = staff_page(java_script_enabled=has_script)
    page.goto(reverse("admin:benefits_benefit_change", args=[own_benefit.pk]))
    page.get_by_label("第1档 · 标准 · 金额（元）").fill("650")
    page.get_by_label("第1档 · 标准 · 金额（元）").press("Enter")
    page.locator(".messagelist .success").wait_for()
    assert own_benefit.tiers.get().amounts.get().yuan == 650


def test_a_table_that_cannot_follow_says_so_and_keeps_what_is_typed(staff_page, own_benefit, faults):
    faults.expect(403)
    page = staff_page()
    page.goto(reverse("admin:benefits_benefit_change", args=[own_benefit.pk]))
    page.route("**/table/", lambda route: route.fulfill(status=403, body=""))
    page.get_by_label("第1档 · 标准 · 金额（元）").fill("650")
    page.get_by_role("button", name="加一档").click()
    expect(page.get_by_role("status")).to_contain_text("您填的内容都还在")
    expect(page.get_by_label("第1档 · 标准 · 金额（元）")).to_have_value("650")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_table_is_accessible_and_stays_within_the_page(staff_page, own_benefit, width):
    factories.ConditionFactory(tier=own_benefit.tiers.get(), fact="employment", operator="is", value="employee")
    factories.ConditionFactory(tier=own_benefit.tiers.get(), fact="vanished")
    page = staff_page(viewport={"width": width, "height": 900})
    page.goto(reverse("admin:benefits_benefit_change", args=[own_benefit.pk]))
    page.get_by_role("button", name="第1档：另一段日期的标准").click()
    page.get_by_label("第1档 · 标准2 · 种类").select_option("monthly")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.locator("#table-faults")).to_contain_text("先改好这些地方")
    assert_accessible(page, "#decision-table")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 360])
def test_the_notice_of_another_s_changes_is_accessible(staff_page, own_benefit, width):
    page = staff_page(viewport={"width": width, "height": 900})
    page.goto(reverse("admin:benefits_benefit_change", args=[own_benefit.pk]))
    Benefit.objects.update(title_zh="别人写的")
    page.locator("#id_title_zh").fill("我写的")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.locator(".conflict")).to_contain_text("别人写的")
    expect(page.locator("#id_title_zh")).to_have_value("我写的")
    assert_accessible(page, ".conflict")
    save(page)
    assert Benefit.objects.get().title_zh == "我写的"
