"""The full-text table of SQLite, which only Wagtail's migrations make."""

import pytest
from django.db import connection

TABLE, FTS = "wagtailsearch_indexentry", "wagtailsearch_indexentry_fts"
ENTRY = "title, body, autocomplete"


@pytest.fixture(scope="session")
def search_tables(django_db_setup, django_db_blocker):
    """Make what the migration makes, unless it ran; PostgreSQL needs none of it."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and not is_virtual():
            make_virtual()


def is_virtual():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [FTS])
        row = cursor.fetchone()
    return bool(row and "VIRTUAL" in row[0].upper())


def make_virtual():
    new = ", ".join(f"NEW.{name}" for name in ENTRY.split(", "))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {FTS}")
        cursor.execute(f"CREATE VIRTUAL TABLE {FTS} USING fts5(autocomplete, body, title)")
        for event, work in {
            "INSERT": f"INSERT INTO {FTS}({ENTRY}, rowid) VALUES ({new}, NEW.id)",  # noqa: S608
            "UPDATE": f"UPDATE {FTS} SET ({ENTRY}) = ({new}) WHERE rowid = NEW.id",  # noqa: S608
            "DELETE": f"DELETE FROM {FTS} WHERE rowid = OLD.id",  # noqa: S608
        }.items():
            name = f"{event.lower()}_{FTS}"
            cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {TABLE} BEGIN {work}; END")
