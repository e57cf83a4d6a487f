"""The self-check: rules, releases, the check and its results."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BenefitsConfig(AppConfig):
    name = "benefits"
    verbose_name = _("生育支持措施")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from benefits.results import checks  # noqa: F401 - registers them
