"""Asks for what an account needs and makes a member of staff. No account ever exists that nobody asked for."""

from __future__ import annotations

import getpass
import re
import unicodedata
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import ROLES

User = get_user_model()
Department = User._meta.get_field("department").remote_field.model
# Enough to keep the accounts of everybody else, and to publish.
FIRST_ROLES = ("is_publisher", "is_administrator")


class Command(BaseCommand):
    help = "新建一个工作人员账号：询问用户名、姓名、角色、单位和密码。"

    def handle(self, **options: Any) -> None:
        try:
            user = User(username=self._ask_name(), first_name=input("姓名（可以不填）：").strip())
            self._ask_roles(user)
            self._ask_department(user)
            user.set_password(self._ask_password(user))
        except (EOFError, KeyboardInterrupt) as interruption:
            raise CommandError("没有建立账号：请在终端里运行，输入用户名和密码。") from interruption
        user.save()
        self.stdout.write(f"已建立账号 {user.username}（{user.roles}），可以在 /admin/ 登录。")
        if user.must_use_second_factor:
            self.stdout.write("第一次登录时，按页面提示用手机设置二次验证。")

    def _ask_name(self) -> str:
        while True:
            name = User.normalize_username(input("用户名：").strip())
            try:
                User(username=name).full_clean(exclude=["password"])
            except ValidationError as error:
                self._complain(error)
            else:
                return name

    def _ask_roles(self, user: Any) -> None:
        names = [User._meta.get_field(role) for role in ROLES]
        for number, field in enumerate(names, start=1):
            self.stdout.write(f"  {number} {field.verbose_name}：{field.help_text}")
        usual = ",".join(str(ROLES.index(role) + 1) for role in FIRST_ROLES)
        for number in self._ask_numbers(f"角色的编号，可以多选（回车：{usual}）：", len(ROLES), usual):
            setattr(user, ROLES[number - 1], True)

    def _ask_department(self, user: Any) -> None:
        departments = list(Department.objects.all())
        for number, department in enumerate(departments, start=1):
            self.stdout.write(f"  {number} {department}")
        while True:
            numbers = self._ask_numbers("单位的编号（编辑要填，其他人可以回车）：", len(departments), "")
            user.department = departments[numbers[0] - 1] if numbers else None
            try:
                user.clean()
            except ValidationError as error:
                self._complain(error)
            else:
                return

    def _ask_numbers(self, prompt: str, last: int, usual: str) -> list[int]:
        """Numbers of a list that was shown, as typed in any width and with any commas between."""
        while True:
            typed = unicodedata.normalize("NFKC", input(prompt)).strip() or usual
            numbers = [int(part) if part.isdecimal() else 0 for part in re.split(r"[,、\s]+", typed) if part]
            if all(1 <= number <= last for number in numbers):
                return numbers
            self.stderr.write(f"请输入上面列出的编号，1 到 {last}。")

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
