"""Sign-in as a new member of staff does it, with an authenticator app, in a real browser."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories
from tests.accounts.authenticator import code_of, with_second_factor
from tests.accounts.conftest import PASSWORD
from tests.browser import assert_accessible
from tests.sign_in import signed_in_page

pytestmark = pytest.mark.django_db
WIDTHS = pytest.mark.parametrize("width", [360, 1280])


def look(page) -> None:
    """The page as it stands is accessible and nowhere wider than the window."""
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def type_password(page, user, password=PASSWORD) -> None:
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def type_code(page, code, button) -> None:
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name=button).click()


# axe needs scripts; without them the walk is the same at every width.
@pytest.mark.parametrize(("width", "with_scripts"), [(360, True), (1280, True), (1280, False)])
def test_the_first_sign_in_of_somebody_who_publishes(new_page, account, width, with_scripts):
    page = new_page(viewport={"width": width, "height": 800}, java_script_enabled=with_scripts)
    see = look if with_scripts else (lambda page: None)
    user = account(publisher=True, administrator=True, first_name="王芳")

    page.goto("/admin/")
    see(page)
    type_password(page, user, "wrong")
    assert "用户名或密码不正确。" in page.locator("#error-summary").inner_text()
    see(page)
    type_password(page, user)

    assert page.get_by_role("heading", name="设置二次验证").is_visible()
    assert page.locator(".qr-code svg path").count() == 1
    see(page)
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    type_code(page, "000 000", "完成设置")
    assert "验证码不正确" in page.locator("#error-summary").inner_text()
    see(page)
    assert page.locator("code.secret").inner_text().replace(" ", "") == secret
    type_code(page, code_of(secret), "完成设置")

    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    see(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").click()
    assert codes[0] in download.value.path().read_text(encoding="utf-8")
    page.get_by_role("link", name="已存好，继续").click()
    page.locator("#user-tools").get_by_role("link", name="我的账号").click()
    see(page)
    page.get_by_role("link", name="进入管理").click()
    page.get_by_role("button", name="注销").click()

    type_password(page, user)
    assert page.get_by_role("heading", name="输入验证码").is_visible()
    see(page)
    type_code(page, codes[0], "登录")
    assert page.locator("#user-tools").is_visible()


@WIDTHS
def test_every_other_page_of_one_s_account(new_page, account, live_server, faults, width):
    user = account(publisher=True)
    page = signed_in_page(new_page(viewport={"width": width, "height": 800}), user, live_server.url)
    for name in (
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "account_logout",
        "mfa_reauthenticate",
    ):
        page.goto(reverse(name))
        look(page)
    editor = account(editor=True)
    other = signed_in_page(new_page(viewport={"width": width, "height": 800}), editor, live_server.url)
    for name in ("mfa_index", "account_reauthenticate"):
        other.goto(reverse(name))
        look(other)
    faults.expect(429)
    for _ in range(6):
        other.get_by_label("密码").fill("wrong")
        other.get_by_role("button", name="继续").click()
    assert other.get_by_role("heading", name="登录已暂停").is_visible()
    look(other)


def test_a_password_asked_for_again_leads_on_to_the_set_up(new_page, account, live_server):
    page = signed_in_page(new_page(), account(publisher=True, is_publisher=False, editor=True), live_server.url)
    page.goto(reverse("mfa_activate_totp"))
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="继续").click()
    assert page.get_by_role("heading", name="设置二次验证").is_visible()


@WIDTHS
def test_an_administrator_makes_and_changes_an_account(new_page, account, live_server, width):
    factories.DepartmentFactory(name_zh="市医保局")
    administrator = account(administrator=True)
    page = signed_in_page(new_page(viewport={"width": width, "height": 800}), administrator, live_server.url)
    page.goto("/admin/")
    page.locator("#content").get_by_role("link", name="账号", exact=True).last.click()
    page.get_by_role("link", name="增加 账号").last.click()
    page.get_by_label("用户名").fill("li.na")
    page.get_by_label("姓名").fill("李娜")
    page.get_by_label("编辑").check()
    page.locator("[name=new_password]").fill(PASSWORD)
    page.locator("[name=new_password_again]").fill(PASSWORD)
    page.get_by_role("button", name="保存", exact=True).click()
    assert "编辑要有所属单位" in page.locator(".field-department").inner_text()
    page.get_by_label("所属单位").select_option(label="市医保局")
    page.locator("[name=new_password]").fill(PASSWORD)
    page.locator("[name=new_password_again]").fill(PASSWORD)
    page.get_by_role("button", name="保存", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    page.get_by_role("link", name="li.na").last.click()
    page.get_by_role("link", name="历史").click()
    assert "编辑：是" in page.locator("#content").inner_text()
    assert_accessible(page)


def test_a_code_lets_in_where_the_app_was_set_up_before(page, account):
    user = account(editor=True)
    with_second_factor(user)
    page.goto("/admin/benefits/department/")
    type_password(page, user)
    type_code(page, code_of(), "登录")
    assert page.url.endswith("/admin/benefits/department/")
