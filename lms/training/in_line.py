"""The transaction of everything that moves a seat; on SQLite those of one process wait for it in a line."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import RLock

from django.db import transaction

LINE = RLock()


@contextmanager
def in_line() -> Iterator[None]:
    """Open the transaction when it is this thread's turn.

    SQLite lets one write at a time, which is what keeps the seats right, but whoever finds it busy sleeps and asks
    again: of forty at once the last wait three times as long as the work takes. Inside a transaction that stands
    already nobody waits in the line: it holds the database, and whoever is next in the line waits for that.
    """
    connection = transaction.get_connection()
    waits = connection.vendor == "sqlite" and not connection.in_atomic_block
    with LINE if waits else nullcontext(), transaction.atomic():
        yield
