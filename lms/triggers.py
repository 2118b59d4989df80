"""Database triggers that keep closed evidence as it is, for SQLite and PostgreSQL from one declaration.

Django's table rebuilds on SQLite drop triggers silently, so they are installed again after every migrate, and a
system check says when one is missing. The one way through is a row in `evidence_unlock`, written and removed
inside the same transaction by a logged purge.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

LOCKED = "NOT EXISTS (SELECT 1 FROM evidence_unlock)"


@dataclass(frozen=True)
class Guard:
    """Refuses `operation` ("UPDATE", "DELETE" or "INSERT") on `table` while the SQL `condition` holds.

    In `condition`, `OLD` and `NEW` are the row before and after.
    """

    name: str
    table: str
    operation: str
    condition: str
    message: str


def install(guards: list[Guard]) -> None:
    """Create the unlock table and every trigger, replacing those that stand."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS evidence_unlock (reason varchar(250) NOT NULL)")
        for guard in guards:
            for statement in _statements(guard):
                cursor.execute(statement)


def take_away(guards: list[Guard]) -> None:
    """Drop the triggers on SQLite, which refuses to rebuild a table that a trigger of another one names."""
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for guard in guards:
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}")


def missing(guards: list[Guard]) -> list[str]:
    """Return the names of the triggers that the database does not have."""
    catalogue = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        catalogue = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        present = {row[0] for row in cursor.fetchall()}
    return [guard.name for guard in guards if guard.name not in present]


@contextmanager
def unlocked(reason: str) -> Iterator[None]:
    """Let the statements inside through the triggers, in one transaction that nobody else sees unlocked."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO evidence_unlock (reason) VALUES (%s)", [reason])
        yield
        cursor.execute("DELETE FROM evidence_unlock")


def _statements(guard: Guard) -> list[str]:
    """Return the SQL that replaces the trigger on this database. Every part is a constant of our own code."""
    when = f"({guard.condition}) AND {LOCKED}"
    if connection.vendor == "postgresql":
        # A function, since PostgreSQL allows no subquery in a trigger's WHEN.
        return [
            f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
            f'DROP TRIGGER IF EXISTS {guard.name} ON "{guard.table}"',
            f'CREATE TRIGGER {guard.name} BEFORE {guard.operation} ON "{guard.table}" '
            f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
        ]
    return [
        f"DROP TRIGGER IF EXISTS {guard.name}",
        f'CREATE TRIGGER {guard.name} BEFORE {guard.operation} ON "{guard.table}" FOR EACH ROW WHEN {when} '
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END",
    ]
