"""A new benefit from its editor to a resident and back, as new members of staff walk it, with no help but the pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from benefits.models import Department, Question, Release
from benefits.publishing import current
from benefits.publishing.publish import publish
from tests.accounts.authenticator import code_of
from tests.browser import assert_accessible
from tests.check.visitor import answer_everything, begin
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "Xiu-Hu-Chun-Se-2026"
BENEFIT = "家庭医生签约服务"


@pytest.fixture
def staff(policy):
    """The real thirteen measures, published, and the people of the story: nobody has signed in before."""
    publish("首次发布")
    people = {
        "bianji": UserFactory(
            username="bianji", is_editor=True, department=Department.objects.get(key="health-commission")
        ),
        "fabu": UserFactory(username="fabu", is_publisher=True),
        "shenji": UserFactory(username="shenji", is_auditor=True),
    }
    for person in people.values():
        person.set_password(PASSWORD)
        person.save()
    return people


@pytest.fixture
def desk(new_page, staff):
    """Opens somebody's own browser, signed in through the page."""

    def sit_down(name: str) -> Page:
        page = new_page(viewport={"width": 1280, "height": 900})
        # The effect of a change is tried on thousands of households, on whatever machine this runs.
        page.set_default_timeout(30_000)
        page.goto("/admin/")
        page.get_by_label("用户名").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        return page

    return sit_down


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).last.click()
    page.locator(".messagelist .success").wait_for()


def make_question(page: Page) -> None:
    page.goto("/admin/")
    page.locator("#content").get_by_role("link", name="增加").and_(page.locator("[href*='/question/add/']")).click()
    page.locator("#id_wording_zh").fill("您家签约家庭医生了吗？")
    page.locator("#id_label_zh").fill("家庭医生签约")
    page.locator("#id_why_zh").fill("签约服务要问这一项。")
    page.locator("#id_section").select_option(index=1)
    page.locator("#id_scope").select_option(label="家庭")
    page.locator("#id_type").select_option(label="是或否")
    save(page)


def describe_benefit(page: Page) -> None:
    page.goto("/admin/benefits/benefit/add/")
    page.locator("#id_measure").select_option(label="7 提升妇幼服务能力")
    page.locator("#id_title_zh").fill(BENEFIT)
    page.locator("#id_life_stage").select_option(label="孕期和生育")
    page.locator("#id_enquire_at").select_option(label="市卫生健康委")
    page.locator("#id_routing").select_option(label="居住地区")
    page.locator("#id_summary_zh").fill("产后保健服务。")
    page.locator("#id_for_whom_zh").fill("本市家庭。")
    page.locator("#id_quotations").fill("提升婚前保健、孕前保健、孕期保健、住院分娩、产后保健服务水平。")


def choose(page: Page, tier: int, answer: str) -> None:
    page.get_by_label(f"第{tier}档 · 家庭医生签约").and_(page.locator("select")).first.select_option(label=answer)


def fill_table(page: Page) -> None:
    """Two tiers: a sum for who has signed up, a service for who has not."""
    page.get_by_label("加一列事项：").select_option(label="家庭医生签约")
    page.get_by_role("button", name="加这一列").click()
    choose(page, 1, "是")
    page.get_by_label("第1档 · 标准 · 种类").select_option(label="每月金额")
    page.get_by_label("第1档 · 标准 · 金额（元）").fill("50")
    page.get_by_role("button", name="复制第1档").click()
    choose(page, 2, "是")


def edit_and_submit(page: Page) -> None:
    make_question(page)
    describe_benefit(page)
    fill_table(page)
    # The second tier is the first once more: nobody can ever reach it, and the page says so while it is typed.
    expect(page.locator("#table-words")).to_contain_text("第2档：家庭医生签约：是")
    expect(page.get_by_text("永远用不到").first).to_be_visible()
    assert_accessible(page, within="#benefit_form")
    save(page)

    refuse_submission(page)
    page.get_by_role("link", name=BENEFIT).first.click()
    choose(page, 2, "否")
    page.get_by_label("第2档 · 标准 · 种类").select_option(label="服务或权利（没有金额）")
    expect(page.get_by_text("永远用不到")).to_have_count(0)
    save(page)

    try_it(page)
    submit(page)


def refuse_submission(page: Page) -> None:
    """A rule that cannot work is refused with its reason, at its place."""
    page.goto("/admin/")
    page.get_by_role("link", name="提交修改").click()
    page.get_by_label("说明：改了什么，为什么改").fill("新增家庭医生签约服务")
    page.get_by_role("button", name="提交审核").click()
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text(BENEFIT)
    expect(refusal).to_contain_text("永远用不到")
    assert_accessible(page, within=".staff")


def try_it(page: Page) -> None:
    """The editor walks the check on the working copy, which every page of it says."""
    page.goto("/admin/")
    page.get_by_role("link", name="试算").click()
    page.locator("main").get_by_role("button").first.click()
    expect(page.get_by_text("未发布的工作稿").first).to_be_visible()
    page.locator("input[name=audience][value=resident]").check()
    page.get_by_label("我已阅读以上说明").check()
    page.get_by_role("button", name="开始自测").click()
    answer_everything(page, household())
    page.get_by_role("link", name="查看结果").first.click()
    expect(page.get_by_text("未发布的工作稿").first).to_be_visible()
    expect(page.locator(".result", has_text=BENEFIT)).to_contain_text("拟每月给予50元")
    page.get_by_role("button", name="结束试算").first.click()


def household() -> dict:
    """Signed up; nothing else is said."""
    return {"children": [], Question.objects.get(label_zh="家庭医生签约").key: True}


def submit(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="提交修改").click()
    page.get_by_label("说明：改了什么，为什么改").fill("新增家庭医生签约服务")
    page.get_by_role("button", name="先看影响").click()
    expect(page.get_by_text("规则检查和示例家庭全部通过")).to_be_visible()
    expect(page.get_by_role("heading", name="对居民的影响")).to_be_visible()
    assert_accessible(page, within=".staff")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".messagelist .success")).to_contain_text("等待发布人员审核")


def set_up_second_factor(page: Page) -> None:
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("验证码").fill(code_of(secret))
    page.get_by_role("button", name="完成设置").click()
    page.get_by_role("link", name="已存好，继续").click()


def approve(page: Page) -> None:
    set_up_second_factor(page)
    page.goto("/admin/")
    page.get_by_role("link", name="新增家庭医生签约服务").first.click()
    expect(page.get_by_role("heading", name="与现行版本的不同")).to_be_visible()
    expect(page.locator(".differences")).to_contain_text("每月50元")
    expect(page.get_by_role("heading", name="对居民的影响")).to_be_visible()
    assert_accessible(page, within=".staff")
    page.get_by_role("button", name="批准并发布").click()
    expect(page.locator(".messagelist .success")).to_contain_text("已发布第2版")


def results_of_a_resident(page: Page) -> Page:
    # A process looks for a newer release once a second; this test does not wait for it.
    current.reset()
    begin(page)
    told = answer_everything(page, household())
    page.get_by_role("link", name="查看结果").first.click()
    page.told = told
    return page


def roll_back(page: Page) -> None:
    page.goto("/admin/benefits/release/")
    page.get_by_role("link", name="1", exact=True).first.click()
    page.get_by_role("link", name="回到这一版").click()
    expect(page.locator(".differences")).to_contain_text(BENEFIT)
    assert_accessible(page, within=".staff")
    page.get_by_label("为什么回到这一版").fill("签约服务暂缓")
    page.get_by_role("button", name="发布并回到这一版").click()
    expect(page.locator(".messagelist .success")).to_contain_text("已发布第3版，内容与第1版相同")


def audit(page: Page) -> None:
    """Everything is found: who made the benefit and the question, who submitted, who approved, what was rolled back."""
    page.goto("/admin/")
    page.get_by_role("link", name="修改记录").click()
    history = page.locator("#content article")
    for words in (BENEFIT, "家庭医生签约", "bianji", "fabu", "第2版", "第3版", "签约服务暂缓"):
        expect(history.get_by_text(words).first).to_be_visible()
    assert_accessible(page, within="#content")
    page.goto(f"/admin/benefits/release/{Release.objects.get(number=2).pk}/change/")
    for words in ("bianji", "fabu", "新增家庭医生签约服务"):
        expect(page.locator(".staff").get_by_text(words).first).to_be_visible()


def test_a_benefit_goes_from_its_editor_to_residents_and_back_and_the_auditor_finds_all_of_it(desk, new_page):
    edit_and_submit(desk("bianji"))
    publisher = desk("fabu")
    approve(publisher)

    key = household().keys() - {"children"}
    resident = results_of_a_resident(new_page())
    assert key <= resident.told.keys()
    expect(resident.locator(".result", has_text=BENEFIT)).to_contain_text("拟每月给予50元")

    roll_back(publisher)
    resident = results_of_a_resident(new_page())
    assert not key & resident.told.keys()
    expect(resident.get_by_text(BENEFIT)).to_have_count(0)

    audit(desk("shenji"))
