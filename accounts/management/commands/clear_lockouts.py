"""For an emergency: somebody locks out the staff by trying wrong passwords under their names."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand
from django.db import connection

# How the keys begin under which allauth counts tries.
TRIES = "allauth:rl:"


class Command(BaseCommand):
    help = "解除全部登录限制。限制到时间会自己解除，一般不需要运行。"

    def handle(self, **options: Any) -> None:
        # Not cache.clear(): the codes that were used stand there too, and would be good again for a minute and a half.
        table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE cache_key LIKE %s", [cache.make_key(TRIES) + "%"])  # noqa: S608 - our own table
        self.stdout.write("已解除全部登录限制。")
