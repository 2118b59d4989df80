"""The clock does what time asks for, once, also after a stop of days."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import call_command

from lms.dashboard import clock
from lms.dashboard.clock import Job, tick
from lms.dashboard.models import Heartbeat
from lms.people.models import Role
from tests.factories import person_with

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_tick_takes_an_ended_role_out_of_its_group_after_a_stop_of_days():
    person = person_with(Role.COORDINATOR, valid_until=date(2027, 2, 1))
    assert person.groups.count() == 1
    with time_machine.travel(LATER, tick=False):
        assert tick(LATER)["role_grants"] == 1
        assert person.groups.count() == 0
        assert tick(LATER)["role_grants"] == 0


def test_tick_starts_a_role_on_its_first_day():
    person = person_with(Role.COORDINATOR, valid_from=date(2027, 3, 1))
    assert person.groups.count() == 0
    with time_machine.travel(LATER, tick=False):
        tick(LATER)
        assert person.groups.count() == 1


def test_tick_goes_on_when_a_job_fails(monkeypatch):
    def fail(now):
        raise RuntimeError

    monkeypatch.setattr(clock, "JOBS", [Job("broken", "breaks", fail), *clock.JOBS])
    done = tick(LATER)
    assert done["broken"] == "failed"
    assert done["role_grants"] == 0


def test_command_notes_when_the_clock_last_ran():
    call_command("tick", verbosity=0)
    assert Heartbeat.objects.get(process="clock").summary["role_grants"] == 0
