"""The transaction of whoever comes onto a list, leaves it or is asked; on SQLite they wait for it in a line."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from django.db import transaction

LINE = RLock()
LONGEST_WAIT = 20.0  # seconds, as the database itself waits before it says that it is busy


@contextmanager
def in_line() -> Iterator[None]:
    """Open the transaction when it is this thread's turn.

    SQLite lets one write at a time, which is what keeps the seats right, but whoever finds it busy sleeps and asks
    again: of forty at once the last wait three times as long as the work takes. The line is for those who come in
    crowds: closing and cancelling an offering go without it, and meet them at the lock of the database, as another
    process does. Inside a transaction that stands already nobody waits in the line: it holds the database, and whoever
    is next in the line waits for that. What is done on commit is still done in turn.

    After as long as the database waits one goes on without a turn: the waits of many who come late do not add up.
    """
    connection = transaction.get_connection()
    waits = connection.vendor == "sqlite" and not connection.in_atomic_block
    has_turn = waits and LINE.acquire(timeout=LONGEST_WAIT)
    try:
        with transaction.atomic():
            yield
    finally:
        if has_turn:
            LINE.release()
