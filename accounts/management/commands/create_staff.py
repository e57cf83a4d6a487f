"""Asks for a name and a password and makes a member of staff. No account ever exists that nobody asked for."""

import getpass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

User = get_user_model()


class Command(BaseCommand):
    help = "新建一个工作人员账号：询问名字和密码。"

    def handle(self, **options: Any) -> None:
        try:
            user = User(username=self._ask_name(), is_publisher=True, is_administrator=True)
            user.set_password(self._ask_password(user))
        except (EOFError, KeyboardInterrupt) as interruption:
            raise CommandError("没有建立账号：请在终端里运行，输入名字和密码。") from interruption
        user.save()
        self.stdout.write(f"已建立账号 {user.username}，可以在 /admin/ 登录。")

    def _ask_name(self) -> str:
        while True:
            name = User.normalize_username(input("名字：").strip())
            try:
                User(username=name).full_clean(exclude=["password"])
            except ValidationError as error:
                self._complain(error)
            else:
                return name

    def _ask_password(self, user: Any) -> str:
        while True:
            password = getpass.getpass("密码（不显示）：")
            try:
                validate_password(password, user)
            except ValidationError as error:
                self._complain(error)
                continue
            if getpass.getpass("再输入一次：") == password:
                return password
            self.stderr.write("两次输入的密码不同，请重新输入。")

    def _complain(self, error: ValidationError) -> None:
        self.stderr.write("\n".join(error.messages))
