"""Workers that die in the middle of a hundred mails: none lost, none twice, on whatever database the suite runs."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from lms.outbox.models import Message
from lms.outbox.tasks import send_due_messages
from tests.factories_outbox import MessageFactory

ROOT = Path(__file__).parents[2]
MANY = 100


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    """One process that forks workers."""
    own = {"DJANGO_SETTINGS_MODULE": "lms.settings.dev", "VAR_DIR": str(tmp_path_factory.mktemp("var"))}
    quiet = {"LOG_LEVEL": "CRITICAL", "PYTHONPATH": str(ROOT), "EMAIL_URL": "smtp://127.0.0.1:1"}
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("nursery.py"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, **own, **quiet},
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "lms.outbox.smtp.EmailBackend\n"
        yield process
        process.stdin.close()


@pytest.fixture
def workers(shared_db, server, nursery, settings):
    """Start a worker: returns its process number; whoever still lives at the end is killed."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    started = []

    def start(*, careless=""):
        send_due_messages.enqueue()  # as the clock does at every tick
        order = {"database": str(connection.settings_dict["NAME"]), "port": server.port, "careless": careless}
        nursery.stdin.write(json.dumps(order) + "\n")
        nursery.stdin.flush()
        started.append(int(nursery.stdout.readline()))
        return started[-1]

    yield start
    for pid in started:
        if is_alive(pid):
            end(pid, signal.SIGKILL)


@pytest.fixture
def letters(shared_db):
    """A hundred messages to a hundred addresses."""
    drafts = [MessageFactory.build(recipient=None, to_email=f"p{n}@clus3.example") for n in range(MANY)]
    return Message.objects.bulk_create(drafts)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def end(pid, how):
    os.kill(pid, how)
    wait_for(lambda: not is_alive(pid))


def wait_for(happened):
    until = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < until, Counter(Message.objects.values_list("status", flat=True))
        time.sleep(0.01)


def unsettled():
    return Message.objects.filter(status__in=("waiting", "taken")).count()


def test_killed_again_and_again_none_is_lost_and_none_comes_twice(workers, letters, server):
    server.pause = 0.002
    ways = [signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL]
    for number, way in enumerate(ways, start=1):
        worker = workers()
        wait_for(lambda number=number: len(server.accepted) >= number * 12)
        time.sleep(random.uniform(0, 0.01))
        end(worker, way)
        assert len(server.accepted) < MANY
        if way == signal.SIGTERM:
            assert not Message.objects.filter(status="taken").exists()
    workers()
    wait_for(lambda: not unsettled())
    wait_for(lambda: len(server.accepted) >= Message.objects.filter(status="sent").count())
    counts, arrived = server.counts, defaultdict(list)
    for message in Message.objects.all():
        arrived[message.status].append(counts[f"<{message.key}@clus3.example>"])
    open_questions = arrived.pop("handed_over", [])
    assert arrived == {"sent": [1] * (MANY - len(open_questions))}
    assert len(open_questions) <= ways.count(signal.SIGKILL)
    assert set(open_questions) <= {0, 1}


def test_two_workers_at_once_send_each_once(workers, letters, server):
    server.pause = 0.002
    workers()
    workers()
    wait_for(lambda: not Message.objects.exclude(status="sent").exists())
    assert sorted(server.counts.values()) == [1] * MANY
    assert len({message.taken_by for message in Message.objects.all()}) == 2


def test_two_workers_without_claims_send_twice(workers, letters, server):
    """The control: what the tests above would see."""
    server.pause = 0.002
    workers(careless="claims")
    workers(careless="claims")
    wait_for(lambda: not Message.objects.exclude(status="sent").exists())
    assert max(server.counts.values()) > 1


@pytest.mark.parametrize(("careless", "arrived", "status"), [("", 1, "handed_over"), ("hand_over", 2, "sent")])
def test_killed_before_the_answer_it_is_not_sent_again(workers, server, careless, arrived, status):
    """And the control: without the step in between it comes twice."""
    message = MessageFactory(recipient=None, to_email="host@clus3.example")
    server.pause = 5
    worker = workers(careless=careless)
    wait_for(lambda: server.accepted)
    end(worker, signal.SIGKILL)
    server.pause = 0
    workers(careless=careless)
    wait_for(lambda: DBTaskResult.objects.successful().exists())
    message.refresh_from_db()
    assert (len(server.accepted), message.status) == (arrived, status)
