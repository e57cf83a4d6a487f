"""Logs to standard error that never hold an answer: a traceback names the places, not the values."""

import logging
import logging.config
import traceback
from typing import Any


class PlacesOnlyFormatter(logging.Formatter):
    """Leaves out the text of exceptions, which often quotes what was typed."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        kind, _, places = ei
        frames = "".join(traceback.format_tb(places)).rstrip()
        return f"{frames}\n{kind.__module__}.{kind.__qualname__}" if kind else frames


def configure(options: dict[str, str]) -> None:
    """Django's LOGGING_CONFIG: one handler for everything. No mail to administrators, which would carry the form."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {"()": PlacesOnlyFormatter, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": options["level"]},
            "loggers": {
                "django": {"handlers": [], "propagate": True, "level": options["level"]},
                # Scanners ask for made-up host names all day; the access log has their 400s.
                "django.security.DisallowedHost": {"level": "CRITICAL"},
                # Tells each step of each PDF.
                "weasyprint.progress": {"level": "WARNING"},
            },
        }
    )
