"""Applies the table of roles to Django and Wagtail."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.people.role_sync import sync_roles


class Command(BaseCommand):
    help = "Apply the table of lms/people/roles.py to groups and permissions; twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and say what changed."""
        changed = sync_roles()
        self.stdout.write("Roles: " + (", ".join(changed) if changed else "nothing to change"))
