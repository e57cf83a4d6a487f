"""Makes ready to serve, each step only if it is needed: migrations, the policy, a first release, static files."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from benefits.models.policy import PolicyDocument
from benefits.models.releases import Release
from config import static


class Command(BaseCommand):
    help = "准备运行：建表、载入措施、发布第一个版本、收集静态文件。已经做过的不再做，已有的记录不改动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--static-only", action="store_true", help="只收集静态文件（建镜像时还没有数据库）")

    def handle(self, *, static_only: bool, **options: Any) -> None:
        if not static_only:
            try:
                self._prepare_database()
            except OperationalError as error:
                raise CommandError(f"数据库没有应答，请检查 DATABASE_URL 和数据库服务：{error}") from error
        if not static.is_collected():
            self.stdout.write("正在收集静态文件…")
            static.collect()

    def _prepare_database(self) -> None:
        if self._has_new_migrations():
            self.stdout.write("正在建立或更新数据表…")
            call_command("migrate", verbosity=0, interactive=False)
        if not PolicyDocument.objects.exists():
            self.stdout.write("正在载入措施…")
            call_command("load_policy")
        if not Release.objects.exists():
            self.stdout.write("正在发布第一个版本…")
            call_command("publish", note="首次载入")

    def _has_new_migrations(self) -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
