"""What `manage.py check --deploy` says of the results."""

from __future__ import annotations

from typing import Any

from django.core.checks import Tags, Warning, register
from django.utils.translation import gettext as _

from benefits.results import pdf


@register(Tags.compatibility, deploy=True)
def pdf_is_available(**options: Any) -> list[Warning]:
    """Residents can take the sheet along as a PDF only where the system has what WeasyPrint needs."""
    if pdf.is_available():
        return []
    return [
        Warning(
            _("不能生成PDF，结果页面没有“下载PDF”。其他功能照常。"),
            hint="apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk",
            id="benefits.W001",
        )
    ]
