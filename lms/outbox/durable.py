"""On SQLite a commit reaches the disk a little later; what says that a mail has left must be there before it leaves."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def commits_survive_a_power_failure() -> Iterator[None]:
    """Let each commit wait for the disk, as PostgreSQL does anyway."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _synchronous("FULL")
    try:
        yield
    finally:
        _synchronous("NORMAL")


def _synchronous(how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={how}")
