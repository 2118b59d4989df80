"""Erasure: what goes is gone from every table, what stays has its reason, and nothing is left half done."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from courses.models import TrainingPlan
from lms.benchmarking.models import Assessment, EvidenceFile
from lms.dashboard.privacy import erasing
from lms.dashboard.privacy.erasing import carry_out_erasure, request_erasure, take_back_erasure
from lms.dashboard.privacy.retention import carry_out_due_erasures
from lms.needs.models import CompetenceRating
from lms.outbox.models import Message
from lms.outbox.sending import send_batch
from lms.people.models import ErasureRequest, PersonalDataRead, Role, RoleGrant, User
from tests.dashboard.planted import found_anywhere
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with
from tests.factories_personal_data import PLANTED, furnish_account, furnish_evidence, message, planted_person
from tests.factories_privacy import ErasureRequestFactory, FundingLineFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


@pytest.fixture
def person():
    return planted_person()


def erased(person, by=None, now=NOW):
    request = ErasureRequestFactory(person=person)
    carry_out_erasure(request=request, by=by, now=now)
    return User.objects.get(pk=person.pk)


def send_everything():
    """Send what waits, then remove the last messages as the clock does."""
    send_batch(clock=lambda: NOW)
    carry_out_due_erasures(now=NOW)


def test_nothing_planted_is_left_when_no_evidence_asks_for_it(person, coordinator):
    other = UserFactory()
    furnish_account(person, other)
    before = {value for _table, value in found_anywhere()}
    assert before >= set(PLANTED) - {"Plantedname Zaira"}, "nothing was there to be erased"
    person = erased(person, by=coordinator)
    send_everything()
    assert found_anywhere() == set()
    assert (person.first_name, person.last_name, person.name_kept_until) == ("", "", None)
    assert person.email == f"erased-{person.pk}@erased.invalid"
    assert (person.is_active, person.has_usable_password(), person.erased_at) == (False, False, NOW)
    assert str(person.pk) in str(person)


def test_what_belongs_to_others_stays(person):
    other = UserFactory(first_name="Livia", last_name="Neri")
    furnish_account(person, other)
    erased(person)
    assert CompetenceRating.objects.get().person == other
    assert PersonalDataRead.objects.get().person == other
    assert RoleGrant.objects.get(user=other).granted_by_id == person.pk
    told = Message.objects.get(recipient=other, kind="test")
    assert "Zaira" not in told.text + told.subject + told.html
    assert ModelLogEntry.objects.get(user=person, label__startswith="Livia Neri and ")


def test_name_stays_on_evidence_until_the_line_lets_go(person, coordinator):
    FundingLineFactory(retain_until=date(2033, 12, 31))
    furnish_account(person, UserFactory())
    furnish_evidence(person)
    person = erased(person, by=coordinator)
    send_everything()
    assert (person.get_full_name(), person.name_kept_until) == ("Zaira Plantedname", date(2033, 12, 31))
    named = {
        "certificates.Certificate",
        "training.Enrolment",
        "training.EnrolmentEvent",
    }  # certified, and typed by others
    assert found_anywhere() == {
        ("people.RoleGrant", "plantedreason"),  # the act by which the role was given
        *((table, "Zaira Plantedname") for table in named),
    }
    assert found_anywhere(["Plantedname"]) == {(table, "Plantedname") for table in {"people.User", *named}}
    assert Assessment.objects.get().closed_by == person
    assert TrainingPlan.objects.get().published_by == person
    assert EvidenceFile.objects.get().file.read()


def test_evidence_that_no_line_asks_for_stays_without_the_name(person):
    FundingLineFactory(retain_until=date(2026, 11, 21), valid_until=date(2020, 12, 31))
    furnish_evidence(person)
    person = erased(person)
    assert person.get_full_name() == ""
    assert Assessment.objects.get().closed_by == person


def test_line_without_evidence_keeps_no_name(person):
    FundingLineFactory()
    furnish_account(person, UserFactory())
    assert erased(person).get_full_name() == ""


def test_outcome_says_what_went_and_what_stays(person):
    FundingLineFactory(retention_basis="Act 7")
    message(person)
    furnish_evidence(person)
    erased(person)
    outcome = {entry["key"]: entry for entry in ErasureRequest.objects.get().outcome}
    assert outcome["messages"] == {"key": "messages", "done": "goes", "count": 1, "until": None, "why": ""}
    assert outcome["roles"] == {"key": "roles", "done": "unnamed", "count": 1, "until": None, "why": ""}
    assert outcome["plans"] == {
        "key": "plans", "done": "evidence", "count": 1, "until": "2033-12-31", "why": "Act 7",
    }  # fmt: skip
    assert "consents" not in outcome


def test_account_is_closed_at_once(person):
    browser = Client()
    browser.force_login(person)
    UserSession.objects.create(user=person, ip="::1", user_agent="x", session_key=browser.session.session_key)
    erased(person)
    assert not Session.objects.exists()
    assert browser.get("/it/desk/").status_code == 302
    assert not browser.login(email=PLANTED[0], password="a-long-password")
    assert person.groups.count() == 0
    grant = RoleGrant.objects.get(user=person)
    assert (grant.valid_until, grant.applied) == (timezone.localdate(NOW) - timedelta(days=1), False)


def test_roles_to_come_are_dropped(person):
    RoleGrantFactory(user=person, role=Role.INSTRUCTOR, valid_from=date(2030, 1, 1))
    erased(person)
    assert [grant.role for grant in RoleGrant.objects.filter(user=person)] == [Role.CLUSTER_MANAGER]


def test_last_message_reaches_the_old_address_and_takes_it_along(person):
    erased(person)
    last = Message.objects.get(kind="privacy_erased")
    assert (last.to_email, last.recipient, last.status) == (PLANTED[0], None, "waiting")
    assert carry_out_due_erasures(now=NOW) == 0  # not before it is sent
    assert send_batch(clock=lambda: NOW).sent == 1
    assert [message.to for message in mail.outbox] == [[PLANTED[0]]]
    assert carry_out_due_erasures(now=NOW) == 1
    assert not Message.objects.filter(kind="privacy_erased").exists()


def test_last_message_that_nobody_knows_the_fate_of_goes_after_a_while(person):
    erased(person)
    Message.objects.update(status="handed_over")
    assert carry_out_due_erasures(now=NOW + timedelta(days=29)) == 0
    assert carry_out_due_erasures(now=NOW + timedelta(days=31)) == 1


def test_erasing_twice_changes_nothing(person, coordinator):
    request = ErasureRequestFactory(person=person)
    first = carry_out_erasure(request=request, by=coordinator, now=NOW)
    again = carry_out_erasure(request=request, by=coordinator, now=NOW + timedelta(days=1))
    assert (again.settled_at, again.outcome) == (first.settled_at, first.outcome)
    assert Message.objects.filter(kind="privacy_erased").count() == 1
    with pytest.raises(ValidationError):
        request_erasure(person=User.objects.get(pk=person.pk), by=coordinator, now=NOW)


def test_failure_half_way_leaves_everything_as_it_was(person, monkeypatch):
    furnish_account(person, UserFactory())
    before = found_anywhere()

    def fail(person, words):
        raise RuntimeError

    monkeypatch.setattr(erasing, "scrub", fail)
    with pytest.raises(RuntimeError):
        erased(person)
    ErasureRequest.objects.filter(status="open").delete()
    assert found_anywhere() == before
    assert User.objects.get(pk=person.pk).is_active


def test_somebody_of_the_same_name_keeps_the_own_words(person):
    twin = UserFactory(first_name="Zaira", last_name="Plantedname", email="other@clus3.example")
    kept = message(UserFactory(), text="Zaira Plantedname wrote; zaira.plantedmail@clus3.example too")
    erased(person)
    kept.refresh_from_db()
    assert "Zaira Plantedname wrote" in kept.text
    assert "plantedmail" not in kept.text
    assert User.objects.get(pk=twin.pk).get_full_name() == "Zaira Plantedname"


@pytest.mark.parametrize(
    ("first", "last", "text"), [("", "Gold", "The Gold label"), ("Anna", "Rossi", "Annarossi, Anna Rossini")]
)
def test_words_that_only_look_like_the_name_stay(first, last, text):
    person = UserFactory(first_name=first, last_name=last)
    kept = message(UserFactory(), text=text)
    erased(person)
    kept.refresh_from_db()
    assert kept.text == text


@pytest.mark.parametrize("name", ["D’Àgostino", "O'Neill & Sons", "Müller (jr.)", "a\\b"])
def test_names_of_any_letters_are_found(name):
    person, other = person_with(Role.INSTRUCTOR), UserFactory()
    User.objects.filter(pk=person.pk).update(first_name="Zoë", last_name=name)
    person.refresh_from_db()
    kept = message(other, text=f"{person} wrote.", html=f"<p>{escape(person)}</p>")
    log(instance=other, action="wagtail.edit", data={"was": [{"supervisor": str(person)}]})
    erased(person)
    kept.refresh_from_db()
    assert name not in kept.text
    assert escape(name) not in kept.html
    assert all(name not in entry.label + str(entry.data) for entry in ModelLogEntry.objects.all())


# Who may ask, and who is asked about.


def test_request_waits_its_days_and_is_carried_out_by_the_clock(person, coordinator):
    request = request_erasure(person=person, by=person, now=NOW)
    assert request_erasure(person=person, by=person, now=NOW) == request
    assert carry_out_due_erasures(now=NOW + timedelta(days=6)) == 0
    assert carry_out_due_erasures(now=NOW + timedelta(days=7)) == 1
    assert carry_out_due_erasures(now=NOW + timedelta(days=7)) == 0
    request.refresh_from_db()
    assert (request.status, request.settled_by) == ("done", None)


def test_coordinators_hear_of_a_request_without_the_name(person, coordinator):
    request_erasure(person=person, by=person, now=NOW)
    told = Message.objects.get(recipient=coordinator)
    assert "Zaira" not in told.subject + told.text
    assert told.link.startswith("/admin/")


def test_request_taken_back_is_not_carried_out(person, coordinator):
    request = request_erasure(person=person, by=person, now=NOW)
    take_back_erasure(request=request, by=person, now=NOW)
    assert carry_out_due_erasures(now=NOW + timedelta(days=30)) == 0
    with pytest.raises(ValidationError):
        carry_out_erasure(request=request, by=coordinator, now=NOW)
    assert User.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_nobody_asks_takes_back_or_erases_for_somebody_else(person, who):
    cluster = person.role_grants.get().cluster
    by = person_with(Role.CLUSTER_MANAGER, cluster) if who == "colleague" else UserFactory()
    request = ErasureRequestFactory(person=person)
    for act in (
        lambda: request_erasure(person=person, by=by, now=NOW),
        lambda: take_back_erasure(request=request, by=by, now=NOW),
        lambda: carry_out_erasure(request=request, by=by, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_nobody_carries_out_the_own_request(person):
    with pytest.raises(PermissionDenied):
        carry_out_erasure(request=ErasureRequestFactory(person=person), by=person, now=NOW)


def test_last_coordinator_is_not_erased_and_waits_a_day(coordinator):
    RoleGrantFactory(user=coordinator, valid_until=date(2030, 1, 1))
    RoleGrantFactory(user__is_active=False)
    with pytest.raises(ValidationError):
        request_erasure(person=coordinator, by=coordinator, now=NOW)
    request = ErasureRequestFactory(person=coordinator, due_on=timezone.localdate(NOW))
    other = ErasureRequestFactory(due_on=timezone.localdate(NOW))
    assert carry_out_due_erasures(now=NOW) == 1
    request.refresh_from_db()
    other.refresh_from_db()
    assert (request.status, request.due_on) == ("open", timezone.localdate(NOW) + timedelta(days=1))
    assert other.status == "done"
    person_with(Role.COORDINATOR)
    assert carry_out_due_erasures(now=NOW + timedelta(days=1)) == 1


def test_of_two_coordinators_only_one_is_erased(coordinator):
    requests = [ErasureRequestFactory(person=who) for who in (coordinator, person_with(Role.COORDINATOR))]
    carry_out_due_erasures(now=timezone.now())
    assert sorted(ErasureRequest.objects.get(pk=r.pk).status for r in requests) == ["done", "open"]


def test_operator_is_not_erased(coordinator):
    with pytest.raises(ValidationError):
        request_erasure(person=UserFactory(is_superuser=True), by=coordinator, now=NOW)


def test_person_without_a_cluster_grant_is_held_by_lines_of_the_whole_programme_only(coordinator):
    FundingLineFactory().clusters.add(ClusterFactory())
    official = person_with(Role.REGIONAL_OFFICIAL)
    furnish_evidence(official)
    assert erased(official).name_kept_until is None
