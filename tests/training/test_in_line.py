"""On SQLite the threads of a process wait in a line of their own; a file of its own, since it commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from lms.training import in_line


@pytest.mark.usefixtures("shared_db")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only there people wait in a line of the process")
def test_the_line_is_left_after_a_while(monkeypatch):
    """Somebody else has the turn and keeps it: the database decides."""
    monkeypatch.setattr(in_line, "LONGEST_WAIT", 0.01)
    taken, done = Event(), Event()

    def keep():
        with in_line.LINE:
            taken.set()
            done.wait(10)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(keep)
        taken.wait(10)
        try:
            with in_line.in_line():
                assert connection.in_atomic_block
                assert not done.is_set()
        finally:
            done.set()
