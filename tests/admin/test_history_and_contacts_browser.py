"""The pages of changes and of contacts in a real browser: narrow and wide, by everybody, and all the way through."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benefits.models import Department
from tests import factories
from tests.browser import assert_accessible
from tests.sign_in import signed_in_page

pytestmark = pytest.mark.django_db

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture
def staff_page(new_page, live_server):
    """Opens pages for a publisher."""
    user = factories.UserFactory(publisher=True, username="wang", last_name="王", first_name="芳")
    return lambda **options: signed_in_page(new_page(**options), user, live_server.url)


@pytest.fixture
def health() -> Department:
    return factories.DepartmentFactory(key="health", name_zh="市卫生健康委", telephone="0510-81823276")


@pytest.fixture
def changes(health) -> None:
    """A rule made and changed, a long text reworded, and a record gone."""
    tier = factories.TierFactory(benefit__title_zh="生育津贴", amount=None)
    condition = factories.ConditionFactory(tier=tier)
    amount = factories.TierAmountFactory(tier=tier, monthly=True)
    amount.yuan = 600
    amount.save()
    condition.delete()
    term = factories.TermFactory(explanation_zh="在本市住满6个月的人，包括随父母居住的孩子，不包括短期来访的人。")
    term.explanation_zh = term.explanation_zh.replace("6个月", "半年")
    term.save()
    health.website = "https://wjw.wuxi.gov.cn/a-long-address-that-no-browser-would-break-by-itself/index.html"
    health.save()


def seen(page: Page, name: str) -> None:
    """Fits its window, breaks no rule; a picture of it where SCREENSHOTS names a folder."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{page.viewport_size['width']}.png", full_page=True)
    assert_accessible(page)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
def test_the_history_is_read_searched_and_paged(staff_page, changes, size):
    factories.TermFactory.create_batch(60)
    page = staff_page(viewport=size)
    page.goto("/admin/")
    page.get_by_role("link", name="修改记录").click()
    seen(page, "history")
    page.get_by_role("link", name="下一页（较早）").click()
    page.get_by_role("heading", name="生育津贴").wait_for()
    seen(page, "history-second")
    page.get_by_label("包含文字").fill("生育津贴")
    page.get_by_label("哪一类").select_option("待遇")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text("共6条")).to_be_visible()
    page.get_by_role("link", name="这条记录的全部修改").click()
    expect(page.get_by_text("只看待遇“生育津贴”和它的各个部分。")).to_be_visible()
    seen(page, "history-record")
    page.get_by_label("从哪天").fill("2026-06-02")
    page.get_by_label("到哪天").fill("2026-06-01")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text("结束日期不能早于开始日期。")).to_be_visible()
    seen(page, "history-wrong")


def test_the_table_of_changes_is_a_file_to_keep(staff_page, changes):
    page = staff_page()
    page.goto("/admin/history/?text=生育津贴")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出为表格（CSV）").click()
    assert download.value.suggested_filename.startswith("修改记录-")
    assert "生育津贴" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_a_record_s_page_leads_to_its_history(staff_page, changes, health):
    page = staff_page()
    page.goto(f"/admin/benefits/department/{health.pk}/change/")
    page.get_by_role("link", name="历史").click()
    expect(page.get_by_text("只看责任单位“市卫生健康委”和它的各个部分。")).to_be_visible()


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_contacts_go_out_are_changed_and_come_back(staff_page, health, size, scripts, tmp_path):
    factories.DepartmentFactory(key="tax", name_zh="市税务局")
    page = staff_page(viewport=size, java_script_enabled=scripts)
    page.goto("/admin/benefits/department/")
    page.get_by_role("link", name="联系方式导出和导入").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    table = tmp_path / "联系方式.csv"

    table.write_text(text.replace("0510-81823276,", "0510-1,=1+1"), encoding="gb18030")
    page.get_by_label("改好的表格").set_input_files(table)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("alert")).to_contain_text("第2行 地址：这一格像公式。")
    if scripts:
        seen(page, "contacts-wrong")

    table.write_text(text.replace("0510-81823276", "0510-1"), encoding="gb18030")
    page.get_by_label("改好的表格").set_input_files(table)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", name="会改1项，还没有改")).to_be_visible()
    if scripts:
        seen(page, "contacts-preview")
    page.get_by_role("button", name="确认修改").click()
    expect(page.get_by_text("已修改1项联系方式。")).to_be_visible()
    if scripts:
        seen(page, "contacts-done")
    health.refresh_from_db()
    assert health.telephone == "0510-1"
    assert health.history.first().history_user.username == "wang"


def test_a_file_that_is_no_table_is_refused_beside_its_field(staff_page, health, tmp_path):
    page = staff_page(viewport=NARROW)
    page.goto("/admin/contacts/")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    page.get_by_label("改好的表格").set_input_files(tmp_path / "photo.png")
    page.get_by_role("button", name="上传并预览").click()
    expect(page.locator(".contacts-upload .errorlist")).to_contain_text("这里只收 .xlsx、.csv 文件。")
    seen(page, "contacts-refused")
