"""For an emergency: somebody locks out the staff by trying wrong passwords under their names."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "解除全部登录限制。限制到时间会自己解除，一般不需要运行。"

    def handle(self, **options: Any) -> None:
        cache.clear()
        self.stdout.write("已解除全部登录限制。")
