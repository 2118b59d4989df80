"""Logs: one line each, as JSON with the id of the request that caused it."""

from typing import Any

FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s %(correlation_id)s"


def logging_config(*, level: str, structured: bool) -> dict[str, Any]:
    """Return Django's LOGGING; with `structured` lines are JSON, otherwise plain text for a terminal."""
    json_lines = {
        "()": "pythonjsonlogger.json.JsonFormatter",
        "format": FIELDS,
        "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        "rename_fields": {"asctime": "at", "levelname": "level", "correlation_id": "request_id"},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "django_guid.log_filters.CorrelationId"}},
        "formatters": {"line": json_lines if structured else {"format": "%(levelname)s %(name)s: %(message)s"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["request_id"],
                "level": level,
            },
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": level, "handlers": [], "propagate": True},
            "django.server": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django_guid": {"level": "WARNING"},
        },
    }
