"""Fixtures that every test may use; factories are in `tests/factories.py`."""

import sqlite3
from contextlib import closing, contextmanager, nullcontext
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import translation
from wagtail.models import Collection, Locale, Page, Site

from lms.dashboard.guards import GUARDS
from lms.people.role_sync import sync_roles
from lms.triggers import install


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What migrations would have put there: root page and collection, locales, roles and triggers."""
    with django_db_blocker.unblock():
        MigrationRecorder(connection).ensure_schema()  # wagtail-localize looks into it
        seed_wagtail()
        install(GUARDS)
        sync_roles()


def seed_wagtail():
    """Make the rows that Wagtail's own migrations make; where they ran, take their welcome page away."""
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    for code in ("it", "en"):
        Locale.objects.get_or_create(language_code=code)
    italian = Locale.objects.get(language_code="it")
    if not Page.objects.exists():
        Page.add_root(instance=Page(title="Root", slug="root", locale=italian))
    if not Collection.objects.exists():
        Collection.add_root(name="Root")


@pytest.fixture(autouse=True)
def _clean_state():
    """Caches and the active language do not leak from one test into the next."""
    cache.clear()
    Site.clear_site_root_paths_cache()
    with translation.override("it"):
        yield


@pytest.fixture
def today():
    return date(2026, 11, 22)


@pytest.fixture
def _seeded_again(django_db_setup, django_db_blocker):
    """After a transactional test has emptied the database, the next test finds the seeds again."""
    yield
    with django_db_blocker.unblock():
        seed_wagtail()
        sync_roles()


@pytest.fixture
def shared_db(_seeded_again, transactional_db, tmp_path):
    """A database that threads share and commit to; each thread closes its connection.

    On SQLite a file copied from the one in memory (which would fail for another reason), on PostgreSQL the test
    database itself, emptied afterwards.
    """
    seed_wagtail()
    sync_roles()
    with file_copy(tmp_path / "shared.sqlite3") if connection.vendor == "sqlite" else nullcontext():
        yield


@contextmanager
def file_copy(path):
    """Make `path` the default database, as a copy of the one in memory."""
    in_memory, settings = connections["default"], connections.settings["default"]
    in_memory.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        in_memory.connection.backup(copy)
    connections.settings["default"] = {**settings, "NAME": str(path)}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"], connections.settings["default"] = in_memory, settings
