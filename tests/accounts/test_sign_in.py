"""Sign-in by name and password: who comes in, where to, and what others are told."""

from __future__ import annotations

import re

import allauth.urls
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from accounts import urls
from tests import factories
from tests.accounts.conftest import PASSWORD
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db
ADMIN = "/admin/"


def is_in(client) -> bool:
    return SESSION_KEY in client.session


def test_the_admin_leads_to_the_sign_in_page_and_from_there_to_where_one_wanted_to_go(client, account, sign_in):
    user = account(editor=True)
    wanted = "/admin/benefits/department/?q=1"
    page = client.get(wanted, follow=True)
    address, _status = page.redirect_chain[-1]
    assert address.startswith(reverse("account_login"))
    answer = client.post(address, {"login": user.username, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, wanted)
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize("trait", ["editor", "auditor"])
def test_an_editor_and_an_auditor_come_in_with_a_password(client, account, sign_in, trait):
    sign_in(account(**{trait: True}).username)
    assert client.get(ADMIN).status_code == 200


@pytest.mark.parametrize("spelling", ["ＷＡＮＧ", " WANG "])
def test_a_name_is_taken_as_people_type_it(client, account, sign_in, spelling):
    account(editor=True, username="WANG")
    sign_in(spelling)
    assert is_in(client)


def test_who_is_signed_in_already_is_led_on(client, account, sign_in):
    user = account(editor=True)
    sign_in(user.username)
    assert client.get(reverse("account_login"))["Location"] == ADMIN
    assert client.get("/admin/login/?next=/admin/benefits/")["Location"] == "/admin/benefits/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "http:evil"]
)
def test_nobody_is_led_away_from_the_portal(client, account, sign_in, elsewhere):
    user = account(editor=True)
    assert sign_in(user.username, next=elsewhere)["Location"] == ADMIN
    assert client.get("/admin/login/", {"next": elsewhere})["Location"] == ADMIN
    assert client.post(reverse("account_logout"), {"next": elsewhere})["Location"] == reverse("account_login")


def refusals(account):
    """Names and passwords that do not come in, each for another reason."""
    disabled = account(editor=True)
    disabled.is_active = False
    disabled.save()
    without_password = factories.UserFactory(editor=True)
    without_password.set_unusable_password()
    without_password.save()
    return {
        "known name": (account(editor=True).username, "wrong"),
        "unknown name": ("nobody", "wrong"),
        "disabled": (disabled.username, PASSWORD),
        "no role": (account(is_editor=False).username, PASSWORD),
        "no password": (without_password.username, "wrong"),
        "second factor": (account(publisher=True).username, "wrong"),
    }


def test_the_same_answer_whatever_is_wrong(client, account, sign_in):
    answers = set()
    for name, password in refusals(account).values():
        page = sign_in(name, password, at=Client())
        text = re.sub('value="[^"]*"', "", page.content.decode())
        answers.add((page.status_code, text))
    ((status, text),) = answers
    assert status == 200
    assert "用户名或密码不正确。" in text


def test_the_same_work_whatever_is_wrong(account, sign_in, monkeypatch):
    refused = refusals(account)
    work = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: work.append(1) or encode(*args))
    amounts = {}
    for reason, (name, password) in refused.items():
        work.clear()
        sign_in(name, password, at=Client())
        amounts[reason] = len(work)
    assert set(amounts.values()) == {1}, amounts


@pytest.mark.parametrize("fields", [{}, {"login": "wang"}, {"login": "a\0b", "password": "\0"}, {"login": "字" * 151}])
def test_what_is_left_out_or_impossible_is_said_at_its_field(client, fields):
    page = client.post(reverse("account_login"), fields)
    assert page.status_code == 200
    assert page.context["form"].errors


def test_signing_out_ends_the_session(client, account, sign_in):
    sign_in(account(editor=True).username)
    session = client.session
    assert client.post("/admin/logout/")["Location"] == reverse("account_login")
    assert not session.exists(session.session_key)
    assert client.get(ADMIN).status_code == 302


def test_a_visit_alone_signs_nobody_out(client, account, sign_in):
    sign_in(account(editor=True).username)
    assert "确定要退出吗" in client.get("/admin/logout/").content.decode()
    assert is_in(client)


def test_the_cookie_is_out_of_reach_of_scripts_and_ends_with_the_browser_and_the_working_day(
    client, account, sign_in, settings
):
    settings.SESSION_COOKIE_SECURE = True
    sign_in(account(editor=True).username)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["max-age"]) == (True, True, "Lax", "")
    assert client.session.get_expiry_age() == 8 * 60 * 60


def test_without_the_table_of_tries_nobody_comes_in_and_nothing_breaks(client, account, sign_in, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(type(cache._connections[cache._alias]), "add", fail)
    page = sign_in(account(editor=True).username)
    assert page.status_code == 503
    assert "请稍后再试" in page.content.decode()
    assert not is_in(client)


def test_while_the_tries_are_locked_nobody_comes_in(client, account, sign_in, monkeypatch):
    monkeypatch.setattr("allauth.core.internal.ratelimit.CACHE_LOCK_WAIT_TIMEOUT", 0)
    monkeypatch.setattr(type(cache._connections[cache._alias]), "add", lambda *args, **kwargs: False)
    assert sign_in(account(editor=True).username).status_code == 429
    assert not is_in(client)


def addresses(patterns, prefix=""):
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, pattern.name
        else:
            yield from addresses(pattern.url_patterns, address)


def test_what_we_do_not_offer_does_not_exist(account):
    client = signed_in(Client(), account(editor=True))
    offered = {name for _address, _view, name in urls.PAGES}
    missing = {name for _address, name in addresses(allauth.urls.urlpatterns) if name not in offered}
    assert {"account_signup", "account_email", "account_reset_password", "account_change_password"} <= missing
    for name in missing:
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for address, name in addresses(allauth.urls.urlpatterns):
        for prefix in ("account", "accounts"):
            path = f"/{prefix}/{address}"
            known = {f"/account/{own}" for own, _view, _name in urls.PAGES}
            if "(" not in path and path not in known:
                assert client.get(path).status_code == 404, (path, name)


def test_every_page_we_offer_is_kept_by_no_browser(client, account):
    user = account(publisher=True)
    signed_in(client, user)
    RecoveryCodes.activate(user)
    answers = [client.get(f"/account/{address}") for address, _view, _name in urls.PAGES]
    shown = [answer for answer in answers if answer.status_code == 200]
    assert len(shown) == 7
    assert all("no-store" in answer["Cache-Control"] for answer in shown)
