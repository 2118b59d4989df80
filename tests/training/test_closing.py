"""Closing an offering: outcomes with their reasons, once; a decision otherwise, with its reason."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from lms.certificates.models import Certificate
from lms.outbox.models import Message
from lms.people.models import Role
from lms.training.closing import close_offering
from lms.training.hours import Hours, PartHours, Terms
from lms.training.models import Enrolment, EnrolmentEvent, Offering, Outcome, PartOutcome, SeatAllotment, SignOff
from lms.training.outcome_rules import Held, Part, obstacles, result_of
from lms.training.outcome_words import outcome_sentence
from lms.training.overriding import override_outcome, take_back_override
from tests.factories import UserFactory, person_with
from tests.factories_privacy import FundingLineFactory
from tests.factories_training import STARTS_AT, EnrolmentFactory, OfferingFactory, SessionFactory, attended

pytestmark = pytest.mark.django_db
LATER = STARTS_AT + timedelta(days=30)
PARTS = {1: Part("M-01", "Strategia", "Strategy"), 2: Part("M-02", "Persone", "People")}


def hours(*pairs):
    return Hours(tuple(PartHours(key, came, asked) for key, (came, asked) in enumerate(pairs, start=1)))


def sentence_of(found, terms):
    result = result_of(found, PARTS, terms)
    said = {"attended_minutes": found.attended, "planned_minutes": found.planned}
    with translation.override("en"):
        return outcome_sentence(Outcome(**said, reason=result.reason, params=result.params))


def test_sentence_says_hours_share_and_threshold():
    assert sentence_of(hours((1320, 1680)), Terms(80)) == "22 of 28 hours: 79 %, threshold 80 %"
    assert sentence_of(hours((1344, 1680)), Terms(80)) == "22.4 of 28 hours: 80 %, threshold 80 %"
    assert sentence_of(hours((0, 0)), Terms(80)) == "No hours were planned."


def test_sentence_names_the_modules_that_fall_short():
    words = sentence_of(hours((480, 480), (60, 120)), Terms(80, threshold_per_module=True))
    assert words.endswith("90 %, threshold 80 % for every module too. Below it: M-02 People (50 %)")


@given(st.integers(1, 3000), st.integers(0, 3000), st.integers(1, 100))
def test_share_that_is_told_never_contradicts_the_verdict(planned, came, threshold):
    result = result_of(hours((min(came, planned), planned)), PARTS, Terms(threshold))
    assert result.is_met == (result.params["percent"] >= threshold)


def test_obstacles_name_the_sessions():
    sessions = [Held(1, LATER, True), Held(2, LATER, False), Held(3, LATER + timedelta(days=9), False)]
    found = obstacles("published", sessions, LATER)
    assert [(one.code, one.sessions) for one in found] == [("not_over", (3,)), ("unsigned", (2,))]
    assert [one.code for one in obstacles("published", [], LATER)] == ["no_sessions"]
    assert [one.code for one in obstacles("draft", sessions, LATER)] == ["draft"]


def sign(session, by):
    return SignOff.objects.create(
        session=session, by=by, at=session.ends_at, topics="Strategy", register_count=0, register_head=""
    )


def held_offering(people=1, threshold=70, seats=40):
    """An offering of four hours that is over and signed, and people with seats."""
    line = FundingLineFactory(threshold_percent=threshold)
    offering = OfferingFactory(seats=seats, funding_line=line)
    session = SessionFactory(offering=offering)
    teacher = UserFactory()
    enrolments = [EnrolmentFactory(offering=offering, confirmed=True) for _ in range(people)]
    sign(session, teacher)
    return offering, session, enrolments


@pytest.fixture
def coordinator(db):
    return person_with(Role.COORDINATOR)


def test_closing_writes_what_came_of_everybody_and_why(coordinator):
    offering, session, (all_there, half, never) = held_offering(3)
    attended(session, all_there)
    attended(session, half, left=session.starts_at + timedelta(hours=2))
    attended(session, never, absent=True)
    waiting = EnrolmentFactory(offering=offering)
    applied = EnrolmentFactory(offering=offering, applied=True)
    offered = EnrolmentFactory(offering=offering, offered=True)
    Message.objects.all().delete()

    close_offering(offering=offering.code, by=coordinator, now=LATER)

    said = Outcome.objects.order_by("pk").values_list("attended_minutes", "planned_minutes", "has_passed", "reason")
    assert list(said) == [(240, 240, True, "met"), (120, 240, False, "below"), (0, 240, False, "below")]
    states = dict(Enrolment.objects.values_list("pk", "status"))
    assert [states[one.pk] for one in (all_there, half, never)] == ["completed", "completed", "no_show"]
    assert {states[one.pk] for one in (waiting, applied, offered)} == {"withdrawn"}
    assert SeatAllotment.objects.get().taken == 3
    assert list(PartOutcome.objects.order_by("pk").values_list("is_met", flat=True)) == [True, False, False]
    offering.refresh_from_db()
    assert (offering.status, offering.closed_by, offering.closed_at) == ("closed", coordinator, LATER)
    assert offering.terms["threshold_percent"] == 70
    steps = EnrolmentEvent.objects.filter(action__in=["completed", "no_show"]).order_by("pk")
    assert list(steps.values_list("from_status", "to_status", "by")) == [
        ("confirmed", "completed", coordinator.pk),
        ("confirmed", "completed", coordinator.pk),
        ("confirmed", "no_show", coordinator.pk),
    ]
    told = Message.objects.filter(kind="outcome").order_by("pk")
    assert [message.recipient_id for message in told] == [one.person_id for one in (all_there, half, never)]
    assert "50 %" in told[1].text
    assert ModelLogEntry.objects.filter(user=coordinator, object_id=str(offering.pk)).exists()


def test_second_click_changes_nothing(coordinator):
    offering, session, (one,) = held_offering()
    attended(session, one)
    first = close_offering(offering=offering.code, by=coordinator, now=LATER)
    again = close_offering(offering=offering.code, by=coordinator, now=LATER + timedelta(days=1))
    assert [outcome.pk for outcome in first] == [outcome.pk for outcome in again]
    assert (Outcome.objects.count(), EnrolmentEvent.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_only_coordinators_close():
    offering, _session, _people = held_offering()
    with pytest.raises(PermissionDenied):
        close_offering(offering=offering.code, by=person_with(Role.INSTRUCTOR), now=LATER)


@pytest.mark.parametrize("what", ["unsigned", "not_over", "removed"])
def test_closing_is_refused_with_what_to_do(coordinator, what):
    offering = OfferingFactory(seats=3)
    session = SessionFactory(offering=offering, title_it="Primo giorno", title_en="First day")
    now = session.ends_at + timedelta(hours=1) if what == "unsigned" else session.starts_at
    code = "nothing" if what == "removed" else offering.code
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        close_offering(offering=code, by=coordinator, now=now)
    assert [error.code for error in refused.value.error_list] == [what]
    if what != "removed":
        assert "First day" in refused.value.messages[0]
    assert not Outcome.objects.exists()


def test_somebody_who_came_online_where_that_does_not_count_is_no_no_show(coordinator):
    line = FundingLineFactory(online_allowed=False)
    offering = OfferingFactory(seats=3, funding_line=line)
    session = SessionFactory(offering=offering, mode="online")
    one = EnrolmentFactory(offering=offering, confirmed=True)
    sign(session, UserFactory())
    attended(session, one)
    close_offering(offering=offering.code, by=coordinator, now=LATER)
    one.refresh_from_db()
    assert (one.status, one.outcome.attended_minutes, one.outcome.has_passed) == ("completed", 0, False)


def closing_queries(people, coordinator):
    offering, session, enrolments = held_offering(people)
    for one in enrolments:
        attended(session, one)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        close_offering(offering=offering.code, by=coordinator, now=LATER)
    return len(queries)


def test_thirty_people_cost_as_many_queries_as_one(coordinator):
    coordinator.active_grants  # noqa: B018  # read once per request
    assert closing_queries(1, coordinator) == closing_queries(30, coordinator)


@pytest.fixture
def half(coordinator):
    """Somebody who missed half."""
    offering, session, (one,) = held_offering()
    attended(session, one, left=session.starts_at + timedelta(hours=2))
    return close_offering(offering=offering.code, by=coordinator, now=LATER)[0]


def test_coordinator_decides_otherwise_and_takes_it_back(coordinator, half):
    decided = override_outcome(
        outcome=half, has_passed=True, reason=" Ill with a doctor's note ", by=coordinator, now=LATER
    )
    assert (decided.is_met, decided.has_passed, decided.overridden_by) == (False, True, coordinator)
    assert decided.override_reason == "Ill with a doctor's note"
    message = Message.objects.get(kind="outcome_decided")
    assert (message.recipient, "doctor's note" in message.text) == (half.enrolment.person, True)
    back = take_back_override(outcome=half, by=coordinator, now=LATER)
    assert (back.has_passed, back.overridden_by, back.override_reason) == (False, None, "")
    assert ModelLogEntry.objects.filter(content_type__model="outcome").count() == 2
    take_back_override(outcome=half, by=coordinator, now=LATER)
    assert Message.objects.filter(kind="outcome_decided").count() == 2


@pytest.mark.parametrize(
    ("has_passed", "reason", "word"), [(True, "  ", "reason"), (True, "x" * 501, "500"), (False, "Why", "rule")]
)
def test_decision_is_refused(coordinator, half, has_passed, reason, word):
    with translation.override("en"), pytest.raises(ValidationError, match=word):
        override_outcome(outcome=half, has_passed=has_passed, reason=reason, by=coordinator, now=LATER)
    with pytest.raises(PermissionDenied):
        override_outcome(outcome=half, has_passed=True, reason="Why", by=half.enrolment.person, now=LATER)
    with pytest.raises(PermissionDenied):
        take_back_override(outcome=half, by=half.enrolment.person, now=LATER)


def test_pass_that_a_certificate_says_is_not_taken_away(coordinator, half):
    override_outcome(outcome=half, has_passed=True, reason="Ill", by=coordinator, now=LATER)
    certificate = Certificate.objects.create(
        number="N-1",
        code="X",
        enrolment=half.enrolment,
        language="it",
        facts={},
        sha256="",
        size=0,
        issued_at=LATER,
        issued_by=coordinator,
    )
    with pytest.raises(ValidationError):
        take_back_override(outcome=half, by=coordinator, now=LATER)
    Certificate.objects.filter(pk=certificate.pk).update(status="revoked", ended_at=LATER, ended_reason="Wrong")
    assert take_back_override(outcome=half, by=coordinator, now=LATER).has_passed is False


def test_outcomes_of_nobody_are_an_offering_that_is_closed(coordinator):
    offering, _session, _people = held_offering(0)
    assert close_offering(offering=offering.code, by=coordinator, now=LATER) == []
    assert Offering.objects.get().status == "closed"
