"""For an emergency: the only administrator lost telephone and recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.second_factor import take_away_second_factor

User = get_user_model()


class Command(BaseCommand):
    help = "重置一个账号的二次验证：原来的验证器和恢复码失效，下次登录重新设置。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="用户名")

    @transaction.atomic
    def handle(self, *, name: str, **options: Any) -> None:
        user = User.objects.filter(username=User.normalize_username(name)).first()
        if user is None:
            raise CommandError(f"没有叫 {name} 的账号。")
        take_away_second_factor(user)
        user._change_reason = "重置二次验证"
        user.save()
        self.stdout.write(f"已重置 {user.username} 的二次验证。下次登录时重新设置。")
