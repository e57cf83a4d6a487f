"""Accounts in the admin: who may see and change them, and what cannot be done to them by anybody."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.accounts.authenticator import has_app, with_second_factor
from tests.accounts.conftest import PASSWORD
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db
User = get_user_model()
LIST = reverse("admin:accounts_user_changelist")
ADD = reverse("admin:accounts_user_add")


def page_of(user, page="change"):
    return reverse(f"admin:accounts_user_{page}", args=[user.pk])


@pytest.fixture
def administrator(account):
    return account(administrator=True)


@pytest.fixture
def staff(client, administrator):
    return signed_in(client, administrator)


def fields_of(page, **changes):
    """What the browser sends of the form as it stands, with the changes; None takes a box's tick away."""
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    fields = {name: "on" if value is True else value for name, value in values.items() if value not in (None, False)}
    return {name: value for name, value in (fields | changes).items() if value is not None}


def change(staff, user, **changes):
    return staff.post(page_of(user), fields_of(staff.get(page_of(user)), **changes))


def test_nothing_but_accounts_and_the_policy_is_kept_in_the_admin():
    assert {model._meta.label for model in admin.site._registry if model._meta.app_label != "benefits"} == {
        "accounts.User"
    }


@pytest.mark.parametrize("trait", ["editor", "publisher"])
def test_who_has_nothing_to_do_with_accounts_sees_none(client, account, trait):
    signed_in(client, account(**{trait: True}))
    other = account(editor=True)
    for address in (LIST, ADD, page_of(other), page_of(other, "history"), page_of(other, "delete")):
        assert (client.get(address).status_code, client.post(address).status_code) == (403, 403), address
    assert LIST not in client.get("/admin/").content.decode()


def test_an_auditor_reads_accounts_and_changes_none(client, account):
    signed_in(client, account(auditor=True))
    other = account(editor=True, first_name="王芳")
    assert "王芳" in client.get(LIST).content.decode()
    page = client.get(page_of(other)).content.decode()
    assert 'name="_save"' not in page
    assert "new_password" not in page
    assert other.password not in page
    assert client.get(page_of(other, "history")).status_code == 200
    for address in (ADD, page_of(other), page_of(other, "delete")):
        assert client.post(address, {"username": "changed"}).status_code == 403


def test_nobody_deletes_an_account(staff, account):
    other = account(editor=True)
    assert staff.get(page_of(other, "delete")).status_code == 403
    assert staff.post(page_of(other, "delete"), {"post": "yes"}).status_code == 403
    staff.post(LIST, {"action": "delete_selected", "_selected_action": other.pk, "post": "yes"})
    assert User.objects.filter(pk=other.pk).exists()


NEW = {
    "username": "li.na",
    "first_name": "李娜",
    "is_active": "on",
    "is_publisher": "on",
    "new_password": PASSWORD,
    "new_password_again": PASSWORD,
}


def test_an_administrator_makes_an_account_that_can_sign_in(staff, sign_in):
    assert staff.post(ADD, NEW).status_code == 302
    user = User.objects.get(username="li.na")
    assert (user.first_name, user.roles, user.is_staff) == ("李娜", "发布", True)
    assert sign_in("li.na", at=Client()).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"new_password": "", "new_password_again": ""}, "new_password"),
        ({"new_password": "short", "new_password_again": "short"}, "new_password"),
        (
            {"username": "li.na.li.na", "new_password": "li.na.li.na.1", "new_password_again": "li.na.li.na.1"},
            "new_password",
        ),
        ({"new_password_again": "another"}, "new_password_again"),
        ({"new_password_again": ""}, "new_password_again"),
        ({"username": "a b"}, "username"),
        ({"username": "TAKEN"}, "username"),
        ({"username": "ｔａｋｅｎ"}, "username"),
        ({"is_editor": "on"}, "department"),
        ({"department": "999"}, "department"),
    ],
)
def test_what_is_wrong_with_an_account_is_said_at_its_field(staff, account, changes, field):
    account(editor=True, username="taken")
    page = staff.post(ADD, NEW | changes)
    assert field in page.context["adminform"].form.errors
    assert not User.objects.filter(username__startswith="li.na").exists()


def test_roles_and_department_are_changed(staff, account):
    user = account(editor=True)
    department = factories.DepartmentFactory()
    change(staff, user, department=department.pk, is_auditor="on", is_editor=None)
    user.refresh_from_db()
    assert (user.roles, user.department) == ("审计", department)


def test_a_new_password_is_set_and_the_old_sessions_end(staff, account, sign_in):
    user = account(editor=True)
    device = signed_in(Client(), user)
    new = "another long enough password"
    change(staff, user, new_password=new, new_password_again=new)
    assert device.get("/admin/").status_code == 302
    assert sign_in(user.username, new, at=Client()).status_code == 302


def test_leaving_the_password_empty_leaves_it(staff, account):
    user = account(editor=True)
    change(staff, user, first_name="王芳")
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_weak_password_changes_nothing(staff, account):
    user = account(editor=True)
    page = change(staff, user, first_name="王芳", new_password="1" * 12, new_password_again="1" * 12)
    assert list(page.context["adminform"].form.errors) == ["new_password"]
    user.refresh_from_db()
    assert (user.first_name, user.check_password(PASSWORD)) == ("", True)


def test_a_lost_second_factor_is_taken_away_and_the_sessions_end(staff, account):
    user = account(publisher=True)
    device = signed_in(Client(), user)
    change(staff, user, forget_second_factor="on")
    assert not has_app(user)
    assert device.get("/admin/").status_code == 302


def test_who_has_no_second_factor_has_none_to_reset(staff, account):
    assert "forget_second_factor" not in staff.get(page_of(account(editor=True))).content.decode()


def test_disabling_signs_out_everywhere(staff, account):
    user = account(editor=True)
    device = signed_in(Client(), user)
    change(staff, user, is_active=None)
    assert device.get("/admin/").status_code == 302
    change(staff, user, is_active="on")
    assert device.get("/admin/").status_code == 302


def test_nobody_raises_or_locks_out_themselves(staff, administrator):
    everything = {
        "is_active": None,
        "is_administrator": None,
        "is_publisher": "on",
        "is_editor": "on",
        "new_password": "another long enough password",
        "new_password_again": "another long enough password",
        "forget_second_factor": "on",
    }
    change(staff, administrator, first_name="王芳", **everything)
    administrator.refresh_from_db()
    assert (administrator.first_name, administrator.is_active, administrator.roles) == ("王芳", True, "账号管理")
    assert administrator.check_password(PASSWORD)
    assert has_app(administrator)


def test_nobody_moves_themselves_to_another_department(staff, administrator):
    """An administrator who also edits would otherwise edit for any department."""
    own, other = factories.DepartmentFactory(), factories.DepartmentFactory()
    administrator.department, administrator.is_editor = own, True
    administrator.save()
    change(staff, administrator, first_name="王芳", department=other.pk)
    administrator.refresh_from_db()
    assert (administrator.first_name, administrator.department) == ("王芳", own)


def test_no_field_that_is_not_shown_can_be_set(staff, account):
    user = account(editor=True)
    change(staff, user, is_superuser="on", is_staff="on", password="md5$x", groups="1", email="a@b.c")
    user.refresh_from_db()
    assert not user.is_superuser
    assert user.email == ""
    assert user.check_password(PASSWORD)


def test_the_list_says_who_does_what_and_how_they_sign_in(staff, account, django_assert_max_num_queries):
    user = account(editor=True, publisher=True, first_name="王芳")
    with_second_factor(user)
    account(auditor=True, is_active=False)
    for _ in range(5):
        account(editor=True)
    with django_assert_max_num_queries(16):
        page = staff.get(LIST).content.decode()
    for words in ("编辑、发布", "王芳", user.department.name_zh, "已设置", "未设置", "停用"):
        assert words in page


def test_the_list_is_searched_and_filtered(staff, account):
    wang = account(editor=True, first_name="王芳")
    li = account(auditor=True, first_name="李娜")
    assert li.username not in staff.get(LIST, {"q": "王芳"}).content.decode().split("<tbody>")[1]
    assert wang.username not in staff.get(LIST, {"role": "is_auditor"}).content.decode().split("<tbody>")[1]
    assert wang.username in staff.get(LIST, {"role": "is_active"}).content.decode()
    assert staff.get(LIST, {"password__startswith": "md5"}).status_code in (302, 400)


def history(client, user):
    return client.get(page_of(user, "history")).context["entries"]


def test_who_changed_what_is_on_record(staff, administrator, account):
    user = account(editor=True)
    change(staff, user, is_publisher="on", first_name="王芳", is_active=None)
    latest = history(staff, user)[0]
    assert latest.who == str(administrator)
    assert set(latest.lines) == {"发布：否 → 是", "姓名：— → 王芳", "启用：是 → 否"}


def test_that_a_password_was_set_or_a_second_factor_reset_is_on_record_and_neither_secret(staff, account):
    user = account(publisher=True)
    signed_in(Client(), user)
    new = "another long enough password"
    change(staff, user, new_password=new, new_password_again=new, forget_second_factor="on")
    assert history(staff, user)[0].lines == ("设置密码；重置二次验证",)
    user.refresh_from_db()
    text = staff.get(page_of(user, "history")).content.decode()
    assert new not in text
    assert user.password not in text


def test_an_account_made_on_the_server_is_on_record_too(staff, account):
    user = account(editor=True)
    first = history(staff, user)[-1]
    assert (first.who, first.lines[0]) == ("", "新建账号")
    assert "服务器上的命令" in staff.get(page_of(user, "history")).content.decode()


def test_a_sign_in_is_no_change(staff, account, sign_in):
    user = account(editor=True)
    before = user.history.count()
    sign_in(user.username, at=Client())
    user.refresh_from_db()
    assert user.last_login
    assert user.history.count() == before


def test_saving_without_a_change_is_no_entry(staff, account):
    user = account(editor=True)
    before = len(history(staff, user))
    change(staff, user)
    assert len(history(staff, user)) == before


def test_a_department_that_is_gone_does_not_break_the_history(staff, account):
    user = account(editor=True)
    gone = user.department
    user.department = factories.DepartmentFactory()
    user.save()
    gone.delete()
    assert any("（已删除）" in line for entry in history(staff, user) for line in entry.lines)


@pytest.mark.parametrize("key", ["999999", "x", "1/"])
def test_an_account_that_does_not_exist_breaks_nothing(staff, key):
    for page in ("change", "history"):
        assert staff.get(f"{LIST}{key}/{page}/").status_code in (302, 404)
