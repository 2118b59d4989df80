"""With real migrations (`make test ARGS="--migrations ..."`): triggers, roles and the demonstration stand on them."""

import pytest
from django.core.management import call_command

from lms.dashboard.checks import triggers_are_installed
from lms.people.role_sync import sync_roles

pytestmark = pytest.mark.django_db


def test_migrate_leaves_triggers_and_roles_in_place():
    assert triggers_are_installed(databases=["default"]) == []
    assert sync_roles() == []


def test_no_model_lacks_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
