"""The clock does what time asks for, once, also after a stop of days; what it did is kept for a while."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils.translation import gettext_lazy

from lms.dashboard import clock
from lms.dashboard.clock import JOBS, tick
from lms.dashboard.job_runs import Job, run_job
from lms.dashboard.management.commands import tick as command
from lms.dashboard.models import ClockJob, Heartbeat, JobRun
from lms.outbox.models import Message
from lms.people.models import Role, RoleGrant
from tests.factories import RoleGrantFactory, person_with
from tests.factories_outbox import MessageFactory

LATER = datetime(2027, 3, 1, 12, tzinfo=UTC)
WORDS = gettext_lazy("Search")


def job(run, name="ours"):
    return Job(name, WORDS, run)


def fail(now):
    RoleGrantFactory()
    raise RuntimeError("no \x00 way")


@pytest.mark.django_db
def test_tick_takes_an_ended_role_out_of_its_group_after_a_stop_of_days():
    person = person_with(Role.COORDINATOR, valid_until=date(2027, 2, 1))
    assert person.groups.count() == 1
    with time_machine.travel(LATER, tick=False):
        assert tick(LATER)["role_grants"] == 1
        assert person.groups.count() == 0
        assert tick(LATER)["role_grants"] == 0


@pytest.mark.django_db
def test_tick_starts_a_role_on_its_first_day():
    person = person_with(Role.COORDINATOR, valid_from=date(2027, 3, 1))
    assert person.groups.count() == 0
    with time_machine.travel(LATER, tick=False):
        tick(LATER)
        assert person.groups.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("last_day", "before_midnight"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 27, 22, 59, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, tzinfo=UTC)),
        (date(2027, 10, 30), datetime(2027, 10, 30, 21, 59, tzinfo=UTC)),
        (date(2027, 10, 31), datetime(2027, 10, 31, 22, 59, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_in_rome_when_the_clock_changes_too(last_day, before_midnight):
    person = person_with(Role.COORDINATOR, valid_until=last_day)
    for now, groups in ((before_midnight, 1), (before_midnight + timedelta(minutes=1), 0)):
        with time_machine.travel(now, tick=False):
            tick(now)
            assert person.groups.count() == groups


@pytest.mark.django_db
def test_a_tick_every_hour_of_the_longest_night_does_each_thing_once():
    person_with(Role.COORDINATOR, valid_until=date(2027, 10, 30))
    for hour in range(8):
        now = datetime(2027, 10, 30, 20, 30, tzinfo=UTC) + timedelta(hours=hour)
        with time_machine.travel(now, tick=False):
            tick(now)
    (run,) = JobRun.objects.filter(job="role_grants")
    assert (run.touched, run.error, run.started_at) == (1, "", datetime(2027, 10, 30, 22, 30, tzinfo=UTC))


@pytest.mark.django_db
def test_tick_goes_on_when_a_job_fails_and_keeps_nothing_of_it(monkeypatch):
    monkeypatch.setattr(clock, "JOBS", [job(fail, "broken"), *JOBS])
    with time_machine.travel(LATER, tick=False):
        done = tick(LATER)
    assert (done["broken"], done["role_grants"]) == ("failed", 0)
    (run,) = JobRun.objects.all()
    assert (run.job, run.touched, run.error) == ("broken", 0, "RuntimeError: no  way")
    assert RoleGrant.objects.count() == 0
    assert ClockJob.objects.get(name="broken").is_failing
    assert not ClockJob.objects.get(name="role_grants").is_failing


@pytest.mark.django_db
def test_only_what_touched_something_is_reported_and_the_last_run_of_each_is_known():
    for touched in (0, 3, 0):
        assert run_job(job(lambda now, touched=touched: touched), LATER + timedelta(hours=touched)) == touched
    assert list(JobRun.objects.values_list("job", "touched")) == [("ours", 3)]
    assert ClockJob.objects.get().ran_at == LATER


@pytest.mark.django_db
def test_report_forgets_after_ninety_days():
    run_job(job(lambda now: 1), LATER)
    ended_at = JobRun.objects.get().ended_at
    tick(ended_at + timedelta(days=90))
    assert JobRun.objects.filter(job="ours").count() == 1
    tick(ended_at + timedelta(days=90, seconds=1))
    assert JobRun.objects.filter(job="ours").count() == 0


@pytest.mark.django_db
def test_tick_wakes_the_worker_for_mails_that_are_due():
    message = MessageFactory(due_at=LATER)
    with time_machine.travel(LATER - timedelta(seconds=1), tick=False):
        tick(LATER)
        assert Message.objects.get().status == "waiting"
    with time_machine.travel(LATER, tick=False):
        tick(LATER)
        message.refresh_from_db()
        assert (message.status, message.sent_at) == ("sent", LATER)


@pytest.mark.django_db
def test_links_that_never_went_out_are_forgotten():
    MessageFactory(failed=True, is_secret=True, text="key", written_at=LATER)
    MessageFactory(failed=True, text="kept", written_at=LATER)
    MessageFactory(is_secret=True, text="waits", written_at=LATER, due_at=LATER + timedelta(days=99))
    assert tick(LATER + timedelta(days=14))["unsent_links"] == 0
    assert tick(LATER + timedelta(days=14, seconds=1))["unsent_links"] == 1
    assert set(Message.objects.values_list("text", flat=True)) == {"", "kept", "waits"}


def test_jobs_have_names_and_words_of_their_own():
    assert len({job.name for job in JOBS}) == len({str(job.does) for job in JOBS}) == len(JOBS)
    assert all(job.name.isidentifier() and len(job.name) <= 40 for job in JOBS)


@pytest.mark.django_db
def test_command_notes_when_the_clock_last_ran(capsys):
    call_command("tick")
    assert Heartbeat.objects.get(process="clock").summary["role_grants"] == 0
    assert "role_grants: 0" in capsys.readouterr().out


def test_clock_goes_on_when_the_database_was_away(monkeypatch):
    """The third tick is ended from outside."""
    ticks = iter([DatabaseError("away"), {}, KeyboardInterrupt()])

    def one_tick(now):
        if isinstance(outcome := next(ticks), BaseException):
            raise outcome
        return outcome

    monkeypatch.setattr(command, "tick", one_tick)
    monkeypatch.setattr(command, "close_old_connections", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        call_command("tick", every=0.001, verbosity=0)
    assert list(ticks) == []


class Crowded:
    """A job that knows how many were at it at the same time."""

    def __init__(self):
        self.inside = self.most = self.runs = 0

    def __call__(self, now):
        self.inside += 1
        self.runs += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.05)
        self.inside -= 1
        return 1


def at_once(work, times=4):
    start = Barrier(times)

    def run(number):
        start.wait(timeout=30)
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_a_job_never_runs_twice_at_the_same_time(shared_db):
    crowded = Crowded()
    outcomes = at_once(lambda: run_job(job(crowded), LATER))
    assert crowded.most == 1
    assert set(outcomes) <= {1, "busy"}
    assert outcomes.count(1) == crowded.runs == JobRun.objects.count()


def test_without_the_row_it_would():
    crowded = Crowded()
    at_once(lambda: crowded(LATER))
    assert crowded.most > 1
