"""The probes say what is true."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.dashboard.clock import tick
from lms.dashboard.models import Heartbeat

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"process": "ok"}


def test_readyz_is_well_after_a_tick(client):
    tick(timezone.now())
    answer = client.get("/readyz")
    parts = ("database", "migrations", "storage", "worker", "clock")
    assert answer.json() == dict.fromkeys(parts, "ok")
    assert answer.status_code == 200


@pytest.mark.parametrize("process", ["worker", "clock"])
def test_readyz_says_which_process_was_not_seen(client, process):
    tick(timezone.now())
    Heartbeat.objects.filter(process=process).update(seen_at=timezone.now() - timedelta(hours=1))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert [part for part, outcome in answer.json().items() if outcome != "ok"] == [process]


def test_every_answer_carries_the_id_of_its_request(client):
    assert len(client.get("/healthz").headers["X-Request-ID"]) == 32
