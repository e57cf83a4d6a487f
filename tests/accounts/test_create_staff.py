"""`create_staff` asks until it has a good name, roles, department and password."""

from __future__ import annotations

import getpass

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from tests import factories

pytestmark = pytest.mark.django_db
User = get_user_model()
GOOD = "correct horse battery staple"


@pytest.fixture
def answers(monkeypatch):
    """Types the given lines, and passwords where they are asked for."""

    def type_in(lines, passwords=(GOOD, GOOD)):
        lines, passwords = iter(lines), iter(passwords)
        monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
        monkeypatch.setattr(getpass, "getpass", lambda prompt: next(passwords))

    return type_in


def test_no_account_exists_by_default():
    assert not User.objects.exists()


def test_a_name_and_a_password_are_enough_for_somebody_who_publishes_and_keeps_accounts(answers, capsys):
    answers(["wang", "", "", ""])
    call_command("create_staff")
    user = User.objects.get()
    assert (user.username, user.roles, user.may_sign_in) == ("wang", "发布、账号管理", True)
    assert user.check_password(GOOD)
    assert "二次验证" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["1,3", "１，３", "3、1", " 1  3 "])
def test_an_editor_is_made_with_a_department_chosen_by_number(answers, capsys, typed):
    factories.DepartmentFactory(name_zh="市医保局")
    chosen = factories.DepartmentFactory(name_zh="市卫生健康委")
    answers(["wang", "王芳", typed, "2"])
    call_command("create_staff")
    user = User.objects.get()
    assert (user.first_name, user.roles, user.department) == ("王芳", "编辑、审计", chosen)
    assert "2 市卫生健康委" in capsys.readouterr().out


def test_an_editor_without_a_department_is_asked_again(answers, capsys):
    department = factories.DepartmentFactory()
    answers(["wang", "", "1", "", "1"])
    call_command("create_staff")
    assert User.objects.get().department == department
    assert "编辑要有所属单位" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["0", "5", "all", "1,x", "-1"])
def test_a_number_that_is_not_in_the_list_is_asked_again(answers, capsys, typed):
    answers(["wang", "", typed, "3", ""])
    call_command("create_staff")
    assert User.objects.get().roles == "审计"
    assert "请输入上面列出的编号，1 到 4。" in capsys.readouterr().err


def test_a_name_that_is_taken_or_empty_is_asked_again(answers, capsys):
    User.objects.create_user("wang")
    answers(["", "wang", "WANG", "li", "", "", ""])
    call_command("create_staff")
    assert User.objects.filter(username="li").exists()
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_a_weak_or_mistyped_password_is_asked_again(answers):
    answers(["wang", "", "", ""], ["12345678", GOOD, "another", GOOD, GOOD])
    call_command("create_staff")
    assert User.objects.get().check_password(GOOD)


def test_without_a_terminal_nothing_is_made(monkeypatch):
    def closed(prompt):
        raise EOFError

    monkeypatch.setattr("builtins.input", closed)
    with pytest.raises(CommandError, match="没有建立账号"):
        call_command("create_staff")
    assert not User.objects.exists()


def test_what_is_wrong_with_a_password_is_said_in_chinese(answers, capsys):
    answers(["wang", "", "", ""], ["12345678", GOOD, GOOD])
    call_command("create_staff")
    complaints = capsys.readouterr().err
    assert "密码太短，至少需要 12 个字符。" in complaints
    assert "This password" not in complaints
