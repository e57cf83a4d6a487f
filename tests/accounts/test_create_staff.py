"""`create_staff` asks until it has a good name and password."""

import getpass

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

User = get_user_model()
GOOD = "correct horse battery staple"


@pytest.fixture
def answers(monkeypatch):
    """Types the given names and passwords."""

    def type_in(names, passwords):
        names, passwords = iter(names), iter(passwords)
        monkeypatch.setattr("builtins.input", lambda prompt: next(names))
        monkeypatch.setattr(getpass, "getpass", lambda prompt: next(passwords))

    return type_in


@pytest.mark.django_db
def test_no_account_exists_by_default():
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_name_and_a_password_make_a_member_of_staff(answers):
    answers(["wang"], [GOOD, GOOD])
    call_command("create_staff")
    user = User.objects.get()
    assert (user.username, user.is_staff, user.is_active) == ("wang", True, True)
    assert user.check_password(GOOD)


@pytest.mark.django_db
def test_a_name_that_is_taken_or_empty_is_asked_again(answers, capsys):
    User.objects.create_user("wang")
    answers(["", "wang", "li"], [GOOD, GOOD])
    call_command("create_staff")
    assert User.objects.filter(username="li").exists()
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.django_db
def test_a_weak_or_mistyped_password_is_asked_again(answers):
    answers(["wang"], ["12345678", GOOD, "another", GOOD, GOOD])
    call_command("create_staff")
    assert User.objects.get().check_password(GOOD)


@pytest.mark.django_db
def test_without_a_terminal_nothing_is_made(monkeypatch):
    def closed(prompt):
        raise EOFError

    monkeypatch.setattr("builtins.input", closed)
    with pytest.raises(CommandError, match="没有建立账号"):
        call_command("create_staff")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_what_is_wrong_with_a_password_is_said_in_chinese(answers, capsys):
    answers(["wang"], ["12345678", GOOD, GOOD])
    call_command("create_staff")
    complaints = capsys.readouterr().err
    assert "密码太短，至少需要 12 个字符。" in complaints
    assert "This password" not in complaints
