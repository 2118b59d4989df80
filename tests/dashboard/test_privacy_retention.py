"""What time removes, with the clock moved by years; asked again, it finds nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import TestCase
from wagtail.models import ModelLogEntry

from lms.dashboard.clock import tick
from lms.dashboard.privacy import retention
from lms.dashboard.privacy.erasing import request_erasure
from lms.dashboard.privacy.retention import RULES, run_daily_retention, run_retention, size_of
from lms.outbox.models import Message
from lms.outbox.sending import send_batch
from lms.people.models import ErasureRequest, PersonalDataRead, RetentionRules, RetentionRun, Role, User
from tests.dashboard.planted import found_anywhere
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with
from tests.factories_courses import TrainingNeedFactory
from tests.factories_personal_data import PLANTED, furnish_account, furnish_evidence, message, planted_person
from tests.factories_privacy import ErasureRequestFactory, FundingLineFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
JOINED = datetime(2014, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_files_of_other_tests(settings):
    in_memory = {"BACKEND": "django.core.files.storage.InMemoryStorage", "OPTIONS": {}}
    settings.STORAGES = settings.STORAGES | {"default": in_memory}


def removed(now):
    """Run everything at this moment, twice; return what the first run removed by rule."""
    with time_machine.travel(now, tick=False):
        before = RetentionRun.objects.count()
        with TestCase.captureOnCommitCallbacks(execute=True):  # files go when the rows are committed
            run_retention(now=now)
        runs = list(RetentionRun.objects.all())[: RetentionRun.objects.count() - before]
        assert run_retention(now=now) == 0
    return {entry["key"]: entry["count"] for run in runs for entry in run.removed}


def test_nothing_due_leaves_no_report():
    assert removed(NOW) == {}
    assert RetentionRun.objects.count() == 0


# Invitations.


def invited(days_ago, **values):
    return UserFactory(invited_at=NOW - timedelta(days=days_ago), **values)


def test_unanswered_invitation_is_forgotten_after_ninety_days():
    person = invited(91, email=PLANTED[0], first_name="Zaira", last_name="Plantedname")
    RoleGrantFactory(user=person, role=Role.INSTRUCTOR, reason="plantedreason")
    message(person, text="plantedtext", to_email=person.email, written_at=NOW)
    message(UserFactory(), text=f"{person} was invited", written_at=NOW)
    kept = [invited(89), invited(91, confirmed_at=NOW), invited(91, last_login=NOW), UserFactory()]
    assert removed(NOW) == {"invitations": 1}
    assert not User.objects.filter(pk=person.pk).exists()
    assert found_anywhere() == set()
    assert User.objects.filter(pk__in=[user.pk for user in kept]).count() == 4
    assert ModelLogEntry.objects.get(action="people.erased").label.endswith(str(person.pk))


def test_invited_person_of_whom_evidence_tells_stays():
    person = invited(500)
    TrainingNeedFactory(decided_by=person)
    assert removed(NOW) == {}
    assert User.objects.filter(pk=person.pk).exists()


# Messages and readings.


def test_texts_of_old_messages_go_and_the_subject_stays():
    old, young, waiting = (message(UserFactory(), subject="Plan published", text="text") for _n in range(3))
    for told, written_at in ((old, "2025-11-22T08:59Z"), (young, "2025-11-22T09:00Z"), (waiting, "2014-01-01T09:00Z")):
        Message.objects.filter(pk=told.pk).update(written_at=written_at)
    Message.objects.filter(pk=waiting.pk).update(status="waiting", to_email="a@clus3.example")
    assert removed(NOW) == {"texts": 1}
    old.refresh_from_db()
    assert (old.subject, old.text, old.html) == ("Plan published", "", "")
    assert Message.objects.exclude(text="").count() == 2


def test_old_readings_go():
    for read_at in ("2024-11-22T08:59Z", "2024-11-22T09:01Z"):
        PersonalDataRead.objects.create(person=UserFactory(), reader=UserFactory(), field="message", read_at=read_at)
    assert removed(NOW) == {"reads": 1}
    assert PersonalDataRead.objects.count() == 1


def test_months_and_days_are_those_of_the_rules():
    rules = RetentionRules.load()
    rules.read_log_months = rules.message_text_months = 0
    rules.unanswered_invitation_days = 32_767
    rules.save()
    told = message(UserFactory())
    invited(400)
    assert removed(NOW) == {"texts": 1}
    told.refresh_from_db()
    assert told.text == ""


# Accounts.


def former(last_day=date(2023, 11, 22), **values):
    """Return somebody whose last role ended on that day."""
    person = UserFactory(**{"date_joined": JOINED} | values)
    RoleGrantFactory(user=person, role=Role.INSTRUCTOR, valid_until=last_day)
    return person


def warnings():
    return Message.objects.filter(kind="privacy_inactive")


def day(text):
    return datetime.fromisoformat(f"{text}T09:00:00Z")


def test_account_without_a_role_is_erased_after_a_warning_and_thirty_days():
    person = former(email=PLANTED[0], first_name="Zaira", last_name="Plantedname")
    for text, warned, is_active in (
        ("2026-10-22", 0, True),
        ("2026-10-23", 1, True),  # three years less thirty days
        ("2026-11-21", 1, True),
        ("2026-11-22", 0, False),  # the warning went with everything else
    ):
        run_daily_retention(now=day(text))
        person.refresh_from_db()
        assert (warnings().count(), person.is_active) == (warned, is_active), text
    send_batch(clock=lambda: day("2026-11-22"))
    run_retention(now=day("2026-11-22"))
    assert found_anywhere() == set()
    asked = ErasureRequest.objects.get()
    assert (asked.status, asked.settled_by) == ("done", None)


def test_warning_names_the_day_and_comes_once():
    person = former(language="en")
    for text in ("2026-10-30", "2026-10-31"):
        run_daily_retention(now=day(text))
    told = warnings().get()
    assert told.recipient == person
    assert "since 22 November 2023" in told.text
    assert "on 29 November 2026 or soon after" in told.text


def test_after_a_stop_of_years_people_are_warned_first():
    person = former(date(2015, 1, 1))
    run_daily_retention(now=NOW)
    run_daily_retention(now=NOW + timedelta(days=29))
    assert User.objects.get(pk=person.pk).is_active
    run_daily_retention(now=NOW + timedelta(days=30))
    assert not User.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize("comes_back", ["signs in", "gets a role"])
def test_whoever_comes_back_keeps_the_account_and_is_warned_again_one_day(comes_back):
    person = former(date(2015, 1, 1))
    run_daily_retention(now=NOW)
    if comes_back == "signs in":
        User.objects.filter(pk=person.pk).update(last_login=NOW + timedelta(days=5))
    else:
        RoleGrantFactory(user=person, role=Role.TUTOR, cluster=ClusterFactory(), valid_from=NOW,
                         valid_until=NOW + timedelta(days=5))  # fmt: skip
    run_daily_retention(now=NOW + timedelta(days=40))
    assert User.objects.get(pk=person.pk).is_active
    years_later = NOW + timedelta(days=3 * 366)
    run_daily_retention(now=years_later)
    assert (User.objects.get(pk=person.pk).is_active, warnings().count()) == (True, 2)
    run_daily_retention(now=years_later + timedelta(days=30))
    assert not User.objects.get(pk=person.pk).is_active


def test_nobody_else_is_inactive():
    person_with(Role.INSTRUCTOR)
    former(date(2030, 1, 1))
    former(last_login=NOW - timedelta(days=30))
    UserFactory(is_superuser=True, date_joined=JOINED)
    UserFactory(date_joined=NOW - timedelta(days=30))
    run_daily_retention(now=NOW)
    assert not warnings().exists()


def test_account_that_never_had_a_role_ends_too():
    UserFactory(date_joined=JOINED)
    run_daily_retention(now=NOW)
    assert warnings().count() == 1


# Names on evidence.


def test_name_goes_the_day_after_the_line_lets_go_years_later():
    FundingLineFactory(retain_until=date(2033, 12, 31))
    person = planted_person()
    furnish_account(person, UserFactory())
    furnish_evidence(person)
    with time_machine.travel(NOW, tick=False):
        request_erasure(person=person, by=person, now=NOW)
        run_retention(now=NOW + timedelta(days=7))
        send_batch(clock=lambda: NOW + timedelta(days=7))
    assert removed(day("2033-12-31")).keys() & {"names"} == set()
    assert ("people.User", "Plantedname") in found_anywhere(["Plantedname"])
    # A word of the log since then that carries the name.
    ModelLogEntry.objects.log_action(person, "wagtail.edit")
    gone = removed(day("2034-01-01"))
    assert (gone["names"], gone["certificates"], gone["enrolments"]) == (1, 1, 1)
    assert found_anywhere([*PLANTED, "Plantedname"]) == set()
    assert removed(day("2044-01-01")).keys() & {"names"} == set()


# The run.


def test_rule_that_fails_stops_no_other(monkeypatch):
    def fail(now):
        raise RuntimeError

    PersonalDataRead.objects.create(person=UserFactory(), field="message", read_at=JOINED)
    broken = retention.Rule("broken", "Broken", fail, lambda due, now: 0)
    assert run_retention(now=NOW, rules=[broken, *RULES]) == 1


def test_clock_runs_it_once_a_day_and_erasures_at_once():
    PersonalDataRead.objects.create(person=UserFactory(), field="message", read_at=JOINED)
    with time_machine.travel(NOW, tick=False):
        assert tick(NOW)["retention"] == 1
        PersonalDataRead.objects.create(person=UserFactory(), field="message", read_at=JOINED)
        ErasureRequestFactory(due_on=NOW.date())
        done = tick(NOW + timedelta(minutes=1))
        assert (done["retention"], done["erasures"]) == (0, 1)
        assert tick(NOW + timedelta(days=1))["retention"] == 1


def test_dry_run_says_what_would_go_and_removes_nothing(capsys):
    message(UserFactory())
    invited(91)
    ErasureRequestFactory(due_on=date(2020, 1, 1))
    with time_machine.travel(NOW, tick=False):
        expected = {rule.key: size_of(rule.due(NOW)) for rule in RULES}
        call_command("retention", "--dry-run")
        said = {line.split()[0]: int(line.split()[1]) for line in capsys.readouterr().out.splitlines()}
        assert said == expected == {
            "erasures": 1, "farewells": 0, "invitations": 1, "inactive": 0, "names": 0, "documents": 0,
            "certificates": 0, "enrolments": 0, "texts": 1, "reads": 0,
        }  # fmt: skip
        assert User.objects.filter(is_active=True).count() == 3
        call_command("retention")
        assert "3 records removed" in capsys.readouterr().out
    assert User.objects.filter(is_active=True).count() == 1
