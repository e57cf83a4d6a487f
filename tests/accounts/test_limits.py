"""How often one may try, counted by account and by address, and that it ends by itself."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.accounts.authenticator import code_of, with_second_factor, wrong_code
from tests.sign_in import signed_in

pytestmark = pytest.mark.django_db
MINUTES = 15 * 60
BY_ACCOUNT = 5
BY_ADDRESS = 20


@pytest.fixture
def fail(sign_in):
    """Tries a wrong password that many times and returns the statuses; every time as another visitor."""

    def try_wrongly(name, times, **headers):
        return [sign_in(name, "wrong", at=Client(), **headers).status_code for _ in range(times)]

    return try_wrongly


def is_in(client) -> bool:
    return SESSION_KEY in client.session


def test_the_last_try_that_is_allowed_may_succeed(client, account, sign_in, fail):
    user = account(editor=True)
    assert fail(user.username, BY_ACCOUNT - 1) == [200] * (BY_ACCOUNT - 1)
    sign_in(user.username)
    assert is_in(client)


def test_one_try_too_many_is_refused_even_with_the_right_password(client, account, sign_in, fail):
    user = account(editor=True)
    assert fail(user.username, BY_ACCOUNT + 1) == [200] * BY_ACCOUNT + [429]
    page = sign_in(user.username)
    assert (page.status_code, page["Retry-After"]) == (429, str(MINUTES))
    assert "请15分钟后再试" in page.content.decode()
    assert not is_in(client)


def test_a_name_that_does_not_exist_is_refused_alike(fail):
    assert fail("nobody", BY_ACCOUNT + 1) == [200] * BY_ACCOUNT + [429]


def test_the_lock_out_ends_by_itself(client, account, sign_in, fail, pass_time):
    user = account(editor=True)
    fail(user.username, BY_ACCOUNT)
    pass_time(MINUTES - 5)
    assert sign_in(user.username).status_code == 429
    pass_time(6)
    sign_in(user.username)
    assert is_in(client)


def test_tries_while_locked_out_do_not_make_it_longer(client, account, sign_in, fail, pass_time):
    user = account(editor=True)
    fail(user.username, BY_ACCOUNT)
    pass_time(MINUTES // 2)
    fail(user.username, 3)
    pass_time(MINUTES // 2 + 1)
    sign_in(user.username)
    assert is_in(client)


def test_another_account_is_not_locked_out_with_it(client, account, sign_in, fail):
    fail(account(editor=True).username, BY_ACCOUNT + 1)
    sign_in(account(editor=True).username)
    assert is_in(client)


@pytest.mark.parametrize("spelling", ["wang", "Wang", "ＷＡＮＧ", " WANG　"])
def test_another_spelling_of_the_name_is_the_same_account(account, fail, spelling):
    account(editor=True, username="WANG")
    fail("WANG", BY_ACCOUNT)
    assert fail(spelling, 1) == [429]


@pytest.mark.parametrize("header", [{"HTTP_HOST": "localhost:81"}, {"HTTP_X_FORWARDED_FOR": "1.2.3.4"}])
def test_another_host_or_a_made_up_forwarder_is_the_same_account(account, fail, header):
    user = account(editor=True)
    fail(user.username, BY_ACCOUNT)
    assert fail(user.username, 1, **header) == [429]


def test_one_address_may_fail_under_many_names_only_so_often(client, account, sign_in, fail):
    assert [fail(f"name{n}", 1) for n in range(BY_ADDRESS)] == [[200]] * BY_ADDRESS
    assert fail("another", 1) == [429]
    assert sign_in(account(editor=True).username).status_code == 429


def test_the_lock_out_of_an_address_ends_by_itself_too(client, account, sign_in, fail, pass_time):
    for n in range(BY_ADDRESS):
        fail(f"name{n}", 1)
    pass_time(MINUTES + 1)
    sign_in(account(editor=True).username)
    assert is_in(client)


def test_another_address_is_not_locked_out_with_it(client, account, sign_in, fail):
    for n in range(BY_ADDRESS):
        fail(f"name{n}", 1)
    sign_in(account(editor=True).username, REMOTE_ADDR="192.0.2.7")
    assert is_in(client)


def test_neighbours_in_one_network_of_ipv6_are_one_address(fail):
    for n in range(BY_ADDRESS):
        fail(f"name{n}", 1, REMOTE_ADDR=f"2001:db8::{n + 1:x}")
    assert fail("another", 1, REMOTE_ADDR="2001:db8::ffff") == [429]


def test_addresses_of_ipv4_written_as_ipv6_are_told_apart(fail):
    for n in range(BY_ADDRESS):
        fail(f"name{n}", 1, REMOTE_ADDR="::ffff:192.0.2.1")
    assert fail("another", 1, REMOTE_ADDR="192.0.2.1") == [429]
    assert fail("another", 1, REMOTE_ADDR="::ffff:192.0.2.2") == [200]


def test_a_made_up_forwarder_is_no_other_address(fail):
    for n in range(BY_ADDRESS):
        fail(f"name{n}", 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
    assert fail("another", 1, HTTP_X_FORWARDED_FOR="203.0.113.9") == [429]


def test_behind_one_proxy_its_own_entry_counts_and_what_the_visitor_wrote_does_not(fail, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(BY_ADDRESS):
        fail(f"name{n}", 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}, 203.0.113.9")
    assert fail("another", 1, HTTP_X_FORWARDED_FOR="198.51.100.99, 203.0.113.9") == [429]
    assert fail("another", 1, HTTP_X_FORWARDED_FOR="203.0.113.10") == [200]


@pytest.mark.parametrize("forwarded", ["", "unknown", ",", "203.0.113.9"])
def test_a_forwarder_that_our_proxies_did_not_write_breaks_nothing_and_evades_nothing(fail, settings, forwarded):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    for n in range(BY_ADDRESS):
        assert fail(f"name{n}", 1, HTTP_X_FORWARDED_FOR=forwarded) == [200]
    assert fail("another", 1, HTTP_X_FORWARDED_FOR=forwarded) == [429]
    assert fail("another", 1) == [429]


def test_codes_are_limited_like_passwords_and_the_limit_ends_by_itself(client, account, sign_in, pass_time):
    user = account(publisher=True)
    with_second_factor(user)
    sign_in(user.username)
    address = reverse("mfa_authenticate")
    statuses = [client.post(address, {"code": wrong_code()}).status_code for _ in range(BY_ACCOUNT + 1)]
    assert statuses == [200] * BY_ACCOUNT + [429]
    assert client.post(address, {"code": code_of()}).status_code == 429
    pass_time(MINUTES + 1)
    sign_in(user.username)
    client.post(address, {"code": code_of()})
    assert is_in(client)


def test_codes_asked_for_again_are_limited_too(client, account):
    user = account(publisher=True)
    signed_in(client, user)
    with_factor = [client.post(reverse("mfa_reauthenticate"), {"code": "123456"}).status_code for _ in range(6)]
    assert with_factor == [200] * BY_ACCOUNT + [429]


def test_a_password_asked_for_again_is_limited_too(client, account):
    user = account(editor=True)
    signed_in(client, user)
    address = reverse("account_reauthenticate")
    statuses = [client.post(address, {"password": "wrong"}).status_code for _ in range(BY_ACCOUNT + 1)]
    assert statuses == [200] * BY_ACCOUNT + [429]


def test_the_old_password_is_not_guessed_where_it_is_changed(client, account):
    signed_in(client, account(editor=True))
    statuses = [
        client.post("/admin/password_change/", {"old_password": "wrong"}).status_code for _ in range(BY_ACCOUNT + 1)
    ]
    assert statuses == [200] * BY_ACCOUNT + [429]


def test_an_administrator_of_the_server_can_end_all_lock_outs(client, account, sign_in, fail):
    user = account(editor=True)
    fail(user.username, BY_ACCOUNT)
    call_command("clear_lockouts")
    sign_in(user.username)
    assert is_in(client)


def test_a_used_code_opens_nothing_again_after_all_lock_outs_were_ended(client, account, sign_in):
    user = account(publisher=True)
    with_second_factor(user)
    code = code_of(periods=1)
    sign_in(user.username)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)
    call_command("clear_lockouts")
    again = Client()
    sign_in(user.username, at=again)
    again.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_in(again)


def test_the_tries_are_counted_where_every_process_sees_them(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
