"""The second factor: who must have one before the admin opens, how it is set up, and that nothing goes round it."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY, get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.adapters import SecondFactorAdapter
from tests.accounts.authenticator import SECRET, code_of, has_app, with_second_factor, wrong_code
from tests.accounts.conftest import PASSWORD
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db
ADMIN = "/admin/"
MUST = pytest.mark.parametrize("trait", ["publisher", "administrator"])
MAY = pytest.mark.parametrize("trait", ["editor", "auditor"])


def opens(client, address=ADMIN) -> bool:
    return client.get(address).status_code == 200


def set_up(client, address="/account/second-factor/"):
    """Reads the secret off the page and types the code that the app shows for it."""
    page = client.get(address).content.decode()
    secret = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    return client.post(address, {"code": code_of(secret)})


def with_code(client, sign_in, user, code):
    sign_in(user.username, at=client)
    return client.post(reverse("mfa_authenticate"), {"code": code})


@MUST
@pytest.mark.parametrize("address", [ADMIN, "/admin/accounts/user/", "/admin/benefits/benefit/add/", "/admin/jsi18n/"])
def test_without_one_no_admin_address_opens(client, account, sign_in, trait, address):
    sign_in(account(**{trait: True}).username)
    page = client.get(address, follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("mfa_activate_totp"))
    assert client.post(address).status_code == 302


@MUST
def test_after_it_is_set_up_the_admin_opens_where_one_wanted_to_go(client, account, sign_in, trait):
    user = account(**{trait: True})
    sign_in(user.username)
    wanted = "/admin/password_change/"
    address = client.get(wanted, follow=True).redirect_chain[-1][0]
    codes = client.get(set_up(client, address)["Location"])
    assert codes.context["onward"] == wanted
    assert len(codes.context["unused_codes"]) == 10
    assert opens(client, wanted)


def test_a_wrong_code_sets_nothing_up_and_keeps_the_secret(client, account, sign_in):
    user = account(publisher=True)
    sign_in(user.username)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    page = client.post(reverse("mfa_activate_totp"), {"code": wrong_code(secret)})
    assert "验证码不正确" in page.content.decode()
    assert page.context["form"].secret == secret
    assert not has_app(user)
    assert not opens(client)


@MAY
def test_others_may_have_one_and_then_must_use_it(client, account, sign_in, trait):
    user = account(**{trait: True})
    sign_in(user.username)
    assert opens(client)
    set_up(client)
    again = Client()
    sign_in(user.username, at=again)
    assert SESSION_KEY not in again.session
    assert not opens(again)


@pytest.mark.parametrize("trait", ["editor", "publisher", "auditor", "administrator"])
def test_with_one_a_password_alone_brings_nobody_in(client, account, sign_in, trait):
    user = account(**{trait: True})
    with_second_factor(user)
    assert sign_in(user.username, next="/admin/password_change/")["Location"] == reverse("mfa_authenticate")
    assert not opens(client)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of()})
    assert answer["Location"] == "/admin/password_change/"
    assert opens(client)


def test_half_way_in_one_may_sign_in_as_somebody_else(client, account, sign_in):
    user, other = account(publisher=True), account(editor=True)
    with_second_factor(user)
    sign_in(user.username)
    assert client.get(reverse("account_login"))["Location"] == reverse("mfa_authenticate")
    client.post(reverse("account_logout"))
    sign_in(other.username)
    assert opens(client)


def test_a_code_is_taken_as_people_type_it(client, account, sign_in):
    user = account(publisher=True)
    with_second_factor(user)
    wide = code_of().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    with_code(client, sign_in, user, f" {wide[:3]} {wide[3:]} ")
    assert opens(client)


@pytest.mark.parametrize(("periods", "comes_in"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_half_a_minute_off_is_forgiven_and_no_more(client, account, sign_in, periods, comes_in, monkeypatch):
    user = account(publisher=True)
    with_second_factor(user)
    middle = time.time() // 30 * 30 + 15
    monkeypatch.setattr(time, "time", lambda: middle)
    with_code(client, sign_in, user, code_of(periods=periods))
    assert opens(client) is comes_in


@pytest.mark.parametrize("seconds", [0, 45])
def test_a_code_that_was_used_opens_nothing_again(client, account, sign_in, seconds, monkeypatch):
    user = account(publisher=True)
    with_second_factor(user)
    start = time.time() // 30 * 30 + 1
    now = [start]
    monkeypatch.setattr(time, "time", lambda: now[0])
    code = code_of(periods=1)
    with_code(client, sign_in, user, code)
    assert opens(client)
    now[0] += seconds
    again = Client()
    with_code(again, sign_in, user, code)
    assert not opens(again)


def test_a_recovery_code_brings_in_once(client, account, sign_in):
    user = account(publisher=True)
    first, second, *_rest = with_second_factor(user)
    with_code(client, sign_in, user, first)
    assert opens(client)
    again = Client()
    with_code(again, sign_in, user, first)
    assert not opens(again)
    again.post(reverse("mfa_authenticate"), {"code": second})
    assert opens(again)


def test_whoever_came_in_with_a_recovery_code_goes_on_with_new_ones(client, account, sign_in):
    user = account(publisher=True)
    old, *_rest = with_second_factor(user)
    with_code(client, sign_in, user, old)
    client.post(reverse("mfa_generate_recovery_codes"))
    page = client.get(reverse("mfa_view_recovery_codes"))
    assert opens(client)
    assert old not in page.context["unused_codes"]
    again = Client()
    with_code(again, sign_in, user, page.context["unused_codes"][0])
    assert opens(again)


def test_recovery_codes_can_be_taken_along(client, account, sign_in):
    user = account(publisher=True)
    codes = with_second_factor(user)
    with_code(client, sign_in, user, code_of())
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file["Content-Disposition"].startswith("attachment")
    assert set(codes) <= set(file.content.decode().split())


@MUST
def test_a_role_given_to_somebody_signed_in_asks_for_it_at_once(client, account, sign_in, trait):
    user = account(editor=True)
    sign_in(user.username)
    assert opens(client)
    setattr(user, f"is_{trait}", True)
    user.save()
    page = client.get(ADMIN, follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("mfa_activate_totp"))
    set_up(client)
    assert opens(client)


def test_a_session_from_before_it_was_set_up_has_to_pass_it(client, account, sign_in):
    user = account(editor=True)
    other = Client()
    sign_in(user.username)
    sign_in(user.username, at=other)
    set_up(other)
    page = client.get(ADMIN, follow=True)
    address = page.redirect_chain[-1][0]
    assert address.startswith(reverse("mfa_reauthenticate"))
    secret = SecondFactorAdapter().decrypt(Authenticator.objects.get(type="totp").data["secret"])
    assert client.post(address, {"code": code_of(secret)})["Location"] == ADMIN
    assert opens(client)


@pytest.mark.parametrize(
    "page",
    ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"],
)
def test_a_password_is_not_enough_to_see_or_take_away_what_is_behind_a_code(client, account, sign_in, page):
    user = account(editor=True)
    sign_in(user.username)
    with_second_factor(user)
    assert client.get(reverse("account_reauthenticate"))["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    assert client.get(reverse(page))["Location"].startswith(reverse("mfa_reauthenticate"))
    assert client.post(reverse(page)).status_code in (302, 405)
    assert has_app(user)


def test_after_some_minutes_the_code_is_asked_for_again(client, account, sign_in, pass_time):
    user = account(publisher=True)
    with_second_factor(user)
    with_code(client, sign_in, user, code_of())
    assert opens(client, reverse("mfa_view_recovery_codes"))
    pass_time(301)
    answer = client.get(reverse("mfa_view_recovery_codes"))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    back = client.post(answer["Location"], {"code": code_of()})
    assert back["Location"] == reverse("mfa_view_recovery_codes")
    assert opens(client, back["Location"])


def test_to_change_the_telephone_it_is_turned_off_and_set_up_again(client, account, sign_in):
    user = account(publisher=True)
    with_second_factor(user)
    with_code(client, sign_in, user, code_of())
    client.post(reverse("mfa_deactivate_totp"))
    assert not opens(client)
    set_up(client)
    assert opens(client)


def test_another_session_that_passed_the_old_one_has_to_pass_the_new_one(client, account, sign_in):
    user = account(publisher=True)
    codes = with_second_factor(user)
    other = Client()
    with_code(other, sign_in, user, codes[0])
    with_code(client, sign_in, user, code_of())
    client.post(reverse("mfa_deactivate_totp"))
    set_up(client)
    assert not opens(other)


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1" * 101, "１２", "a\0b"])
def test_a_code_that_is_none_is_said_at_its_field(client, account, sign_in, code):
    user = account(publisher=True)
    with_second_factor(user)
    page = with_code(client, sign_in, user, code)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["code"]


def test_no_secret_lies_readable_in_the_database(client, account, sign_in):
    user = account(publisher=True)
    with_second_factor(user)
    for data in Authenticator.objects.values_list("data", flat=True):
        assert SECRET not in str(data)
        assert not re.search(r"'seed': '[0-9a-f]{80}'", str(data))


def test_a_new_secret_key_still_opens_what_an_old_one_sealed(client, account, sign_in, settings):
    user = account(publisher=True)
    with_second_factor(user)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "new" * 20
    with_code(client, sign_in, user, code_of())
    assert opens(client)


def test_a_secret_that_cannot_be_read_any_more_lets_nobody_in_and_breaks_nothing(client, account, sign_in, settings):
    user = account(publisher=True)
    codes = with_second_factor(user)
    settings.SECRET_KEY = "new" * 20
    for code in (code_of(), codes[0]):
        page = with_code(client, sign_in, user, code)
        assert "验证码不正确" in page.content.decode()
    assert not opens(client)


def test_in_an_emergency_the_server_s_administrator_takes_it_away(client, account, sign_in):
    user = account(administrator=True)
    with_second_factor(user)
    with_code(client, sign_in, user, code_of())
    call_command("reset_second_factor", user.username)
    assert not has_app(user)
    assert not opens(client)
    sign_in(user.username)
    set_up(client)
    assert opens(client)


def test_nobody_is_reset_by_a_slip(db):
    with pytest.raises(CommandError, match="没有叫 nobody 的账号"):
        call_command("reset_second_factor", "nobody")
    assert not get_user_model().objects.exists()


def test_the_helper_of_other_tests_passes_it(client, account):
    assert opens(signed_in(client, account(publisher=True)))
