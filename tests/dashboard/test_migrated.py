"""With real migrations (`make test ARGS="--migrations ..."`): triggers, roles and the demonstration stand on them."""

import pytest
from django.core.management import call_command
from django.db import connection

from lms.dashboard.checks import triggers_are_installed
from lms.people.role_sync import sync_roles

pytestmark = pytest.mark.django_db


def test_migrate_leaves_triggers_and_roles_in_place():
    assert triggers_are_installed(databases=["default"]) == []
    assert sync_roles() == []


def test_no_model_lacks_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_migrate_brings_a_missing_trigger_back():
    with connection.cursor() as cursor:
        on = ' ON "benchmarking_score"' if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER guard_score_update{on}")
    assert [error.id for error in triggers_are_installed(databases=["default"])] == ["dashboard.E001"]
    call_command("migrate", verbosity=0, skip_checks=False)  # as on the command line
    assert triggers_are_installed(databases=["default"]) == []
