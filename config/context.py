"""What every template may use: who runs the portal, and today."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext


def portal(request: HttpRequest) -> dict[str, Any]:
    # What a demonstration leaves to be filled in is said in the visitor's language; a name stays as it is.
    said = {name: gettext(value) for name, value in settings.PORTAL.items()}
    return {
        "portal": said | {"is_demonstration": settings.IS_DEMONSTRATION},
        "today": timezone.localdate(),
    }
