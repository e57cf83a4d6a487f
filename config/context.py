"""What every template may use: who runs the portal, and today."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def portal(request: HttpRequest) -> dict[str, Any]:
    return {
        "portal": settings.PORTAL | {"is_demonstration": settings.IS_DEMONSTRATION},
        "today": timezone.localdate(),
    }
