"""A process that is asked to end in the middle of a batch finishes what it is at, then ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lms.outbox.smtp import EmailBackend, Plain, Wrapped
from lms.outbox.stopping import StopsBetween

SCRIPT = """
import os, signal
from lms.outbox.stopping import StopsBetween
with StopsBetween() as stop:
    os.kill(os.getpid(), signal.SIGTERM)
    print("asked" if stop.is_asked else "deaf", flush=True)
print("still here")
"""


def test_whoever_answered_signals_before_still_does():
    heard = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: heard.append(number))
    try:
        with StopsBetween() as stop:
            assert not stop.is_asked
            os.kill(os.getpid(), signal.SIGTERM)
            assert stop.is_asked
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [signal.SIGTERM, signal.SIGTERM]


def test_what_nobody_answers_ends_the_process_after_the_batch():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("asked\n", -signal.SIGTERM)


@pytest.mark.parametrize(("use_ssl", "kind"), [(False, Plain), (True, Wrapped)])
def test_every_kind_of_connection_says_when_the_body_leaves(use_ssl, kind):
    assert EmailBackend(use_ssl=use_ssl, use_tls=False).connection_class is kind
