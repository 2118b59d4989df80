"""System checks that need the database: `manage.py check --database default`."""

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from lms.triggers import missing

from .guards import GUARDS

# Set by `migrate`, which installs what is missing: it must not be stopped by the want of it.
about_to_install = ContextVar("about_to_install", default=False)


@register(Tags.database)
def triggers_are_installed(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Fail when the database has tables but not the triggers that keep closed evidence as it is."""
    if not databases or "default" not in databases or about_to_install.get():
        return []
    if "benchmarking_score" not in connections["default"].introspection.table_names():
        return []
    return [
        Error(f"The trigger {name} is missing.", hint="Run manage.py sync_triggers.", id="dashboard.E001")
        for name in missing(GUARDS)
    ]
