"""Django's migrate, then what must stand on it.

The triggers, which table rebuilds drop and which stand in the way of rebuilding others; the roles, which need its
permission rows; the texts that people are asked, and the rules of labels.
"""

from typing import Any

from django.core.management.commands import migrate

from lms.dashboard.checks import about_to_install
from lms.dashboard.guards import GUARDS
from lms.labels.rule_seed import seed_label_rules
from lms.people.consents import seed_consents
from lms.people.role_sync import sync_roles
from lms.triggers import install, take_away


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run without the check for triggers: a new version brings triggers that the database cannot have yet."""
        token = about_to_install.set(True)
        try:
            return super().execute(*args, **options)
        finally:
            about_to_install.reset(token)

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Migrate, then install triggers, apply roles, write texts; only whole migrations have the tables for it."""
        whole = not options["app_label"] and not options["plan"] and not options["check_unapplied"]
        if not whole or options["database"] != "default":
            return super().handle(*args, **options)
        take_away(GUARDS)
        result = super().handle(*args, **options)
        install(GUARDS)
        sync_roles()
        seed_label_rules()
        seed_consents()
        return result
