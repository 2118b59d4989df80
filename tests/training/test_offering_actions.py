"""An offering as a whole: changed, published, cancelled, thrown away, and its terms frozen at the start."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from lms.outbox.models import Message
from lms.people.models import Role
from lms.training.freezing import freeze_started_offerings
from lms.training.models import Change, Enrolment, Offering, SeatAllotment, TrainingSession
from lms.training.offering_actions import cancel_offering, change_offering, delete_draft, publish_offering
from lms.training.session_actions import change_session
from lms.training.session_facts import facts_of
from tests.factories import person_with
from tests.factories_privacy import FundingLineFactory
from tests.factories_training import NOW, STARTS_AT, EnrolmentFactory, OfferingFactory, SessionFactory, attended

pytestmark = pytest.mark.django_db
DESCRIBED = {"summary_it": "In breve", "summary_en": "In short"}


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


def ready(**facts):
    offering = OfferingFactory(**{"draft": True, "seats": 5, **DESCRIBED, **facts})
    SessionFactory(offering=offering)
    return offering


def codes(error):
    return {one.code for one in error.value.error_list}


def test_complete_draft_is_published(coordinator):
    offering = publish_offering(offering=ready(), by=coordinator, now=NOW)
    assert (offering.status, offering.published_at) == ("published", NOW)
    again = publish_offering(offering=offering, by=coordinator, now=NOW + timedelta(days=1))
    assert again.published_at == NOW


@pytest.mark.parametrize("facts", [{"funding_line": None}, {"seats": None}, {"seats": 0}])
def test_draft_that_lacks_something_is_not_published(coordinator, facts):
    offering = ready(**facts)
    with pytest.raises(ValidationError) as error:
        publish_offering(offering=offering, by=coordinator, now=NOW, confirmed=True)
    assert len(error.value.messages) == 1
    assert Offering.objects.get(pk=offering.pk).status == "draft"


def test_draft_without_sessions_is_not_published(coordinator):
    offering = OfferingFactory(draft=True, seats=5)
    with pytest.raises(ValidationError):
        publish_offering(offering=offering, by=coordinator, now=NOW, confirmed=True)


def test_funding_line_must_be_in_force_on_every_day(coordinator):
    offering = ready()
    offering.funding_line.valid_until = STARTS_AT.date()
    offering.funding_line.save()
    SessionFactory(offering=offering, starts_at=STARTS_AT + timedelta(days=1))
    with pytest.raises(ValidationError) as error:
        publish_offering(offering=offering, by=coordinator, now=NOW, confirmed=True)
    assert len(error.value.messages) == 1


def test_what_is_published_stays_in_force(coordinator):
    offering = OfferingFactory(seats=3)
    session = SessionFactory(offering=offering)
    over = FundingLineFactory(valid_until=STARTS_AT.date() - timedelta(days=1))
    with pytest.raises(ValidationError) as error:
        change_offering(offering=offering, facts={"funding_line": over}, by=coordinator, now=NOW)
    assert "funding_line" in error.value.message_dict
    offering.funding_line.valid_until = STARTS_AT.date()
    offering.funding_line.save()
    later = {"starts_at": session.starts_at + timedelta(days=1), "ends_at": session.ends_at + timedelta(days=1)}
    with pytest.raises(ValidationError) as error:
        change_session(session=session, facts=replace(facts_of(session, []), **later), by=coordinator, now=NOW)
    assert codes(error) == {"line"}


def test_hours_that_do_not_come_out_ask_for_a_yes(coordinator):
    offering = ready(parts=[480])
    with pytest.raises(ValidationError) as error:
        publish_offering(offering=offering, by=coordinator, now=NOW)
    assert "M-01" in error.value.messages[0]
    assert publish_offering(offering=offering, by=coordinator, now=NOW, confirmed=True).status == "published"


def test_new_title_is_written_down_moves_calendars_and_is_told(coordinator):
    offering = OfferingFactory(seats=3, title_it="Prima", title_en="Before")
    past = SessionFactory(offering=offering, starts_at=NOW - timedelta(days=2))
    coming = SessionFactory(offering=offering)
    enrolled = EnrolmentFactory(offering=offering, confirmed=True)
    change_offering(offering=offering, facts={"title_it": "Dopo", "title_en": "After"}, by=coordinator, now=NOW)
    written = Change.objects.get()
    assert (written.kind, written.session) == ("title", None)
    assert (written.before["title_it"], written.after["title_it"]) == ("Prima", "Dopo")
    assert dict(TrainingSession.objects.values_list("pk", "sequence")) == {past.pk: 0, coming.pk: 1}
    message = Message.objects.get(recipient=enrolled.person)
    assert "Dopo" in message.subject
    assert "Prima" in message.text


def test_new_place_is_written_down_moves_calendars_and_is_told(coordinator):
    offering = OfferingFactory(seats=3, place="Udine")
    past = SessionFactory(offering=offering, place="", starts_at=NOW - timedelta(days=2))
    teacher = person_with(Role.INSTRUCTOR)
    coming = SessionFactory(offering=offering, place="", taught_by=[teacher])
    own = SessionFactory(offering=offering, place="Trieste", taught_by=[person_with(Role.INSTRUCTOR)])
    enrolled = EnrolmentFactory(offering=offering, confirmed=True)
    change_offering(offering=offering, facts={"place": "Gorizia"}, by=coordinator, now=NOW)
    written = Change.objects.get()
    assert (written.kind, written.before, written.after) == ("place", {"place": "Udine"}, {"place": "Gorizia"})
    assert {one.pk: (one.sequence, one.where) for one in TrainingSession.objects.all()} == {
        past.pk: (0, "Gorizia"),
        coming.pk: (1, "Gorizia"),
        own.pk: (0, "Trieste"),
    }
    assert {message.recipient for message in Message.objects.all()} == {enrolled.person, teacher}
    assert "Udine" in Message.objects.get(recipient=teacher).text


def test_other_facts_change_without_a_word(coordinator):
    offering = OfferingFactory(seats=3)
    changed = change_offering(offering=offering, facts={"offer_hours": 24}, by=coordinator, now=NOW)
    assert changed.offer_hours == 24
    assert (Change.objects.count(), Message.objects.count()) == (0, 0)


def test_impossible_facts_are_refused(coordinator):
    offering = OfferingFactory(seats=3)
    for facts in ({"offer_hours": 0}, {"title_it": ""}, {"funding_line": None}):
        with pytest.raises(ValidationError):
            change_offering(offering=offering, facts=facts, by=coordinator, now=NOW)


def test_cancelled_offering_lets_everybody_go_with_the_reason(coordinator):
    teacher = person_with(Role.INSTRUCTOR)
    offering = OfferingFactory(seats=3)
    SessionFactory(offering=offering, taught_by=[teacher])
    EnrolmentFactory(offering=offering, confirmed=True)
    EnrolmentFactory(offering=offering)
    cancel_offering(offering=offering, reason="Troppo pochi", by=coordinator, now=NOW)
    cancel_offering(offering=offering, reason="Ancora", by=coordinator, now=NOW)
    offering.refresh_from_db()
    assert (offering.status, offering.cancelled_reason, offering.cancelled_by) == (
        "cancelled",
        "Troppo pochi",
        coordinator,
    )
    assert set(Enrolment.objects.values_list("status", flat=True)) == {"withdrawn"}
    assert SeatAllotment.objects.get(offering=offering).taken == 0
    session = TrainingSession.objects.get()
    assert (session.status, session.sequence) == ("cancelled", 1)
    assert list(Change.objects.filter(session=None).values_list("kind", "reason")) == [("cancelled", "Troppo pochi")]
    assert "Troppo pochi" in Message.objects.get(recipient=teacher).text


@pytest.mark.parametrize(("state", "code"), [("draft", "draft"), ("published", "reason")])
def test_draft_is_not_cancelled_and_a_reason_is_asked(coordinator, state, code):
    offering = OfferingFactory(draft=state == "draft", seats=3)
    with pytest.raises(ValidationError) as error:
        cancel_offering(offering=offering, reason="" if code == "reason" else "Perché", by=coordinator, now=NOW)
    assert codes(error) == {code}


def test_session_that_runs_with_nobody_there_is_cancelled_with_its_offering(coordinator, django_assert_max_num_queries):
    offering = OfferingFactory(seats=3)
    empty = SessionFactory(offering=offering)
    held = SessionFactory(offering=offering)
    attended(held, EnrolmentFactory(offering=offering, confirmed=True))
    for day in range(1, 20):
        SessionFactory(offering=offering, starts_at=STARTS_AT + timedelta(days=day))
    with django_assert_max_num_queries(60):
        cancel_offering(offering=offering, reason="Neve", by=coordinator, now=STARTS_AT + timedelta(hours=1))
    empty.refresh_from_db()
    held.refresh_from_db()
    assert (empty.status, empty.sequence, held.status) == ("cancelled", 1, "planned")
    assert Change.objects.filter(kind="cancelled").exclude(session=None).count() == 20


def test_approval_is_asked_as_long_as_somebody_waits_for_it(coordinator):
    offering = OfferingFactory(seats=1, needs_approval=True)
    waiting = EnrolmentFactory(offering=offering, applied=True)
    with pytest.raises(ValidationError) as error:
        change_offering(offering=offering, facts={"needs_approval": False}, by=coordinator, now=NOW)
    assert "needs_approval" in error.value.message_dict
    waiting.delete()
    assert not change_offering(
        offering=offering, facts={"needs_approval": False}, by=coordinator, now=NOW
    ).needs_approval


def test_offering_half_over_is_closed_not_cancelled(coordinator):
    offering = OfferingFactory(seats=3)
    session = SessionFactory(offering=offering)
    with pytest.raises(ValidationError) as error:
        cancel_offering(offering=offering, reason="Basta", by=coordinator, now=session.ends_at)
    assert codes(error) == {"begun"}


def test_draft_is_thrown_away_with_all_of_it(coordinator):
    delete_draft(offering=ready(), by=coordinator, now=NOW)
    assert (Offering.objects.count(), TrainingSession.objects.count(), SeatAllotment.objects.count()) == (0, 0, 0)


def test_what_was_published_is_not_thrown_away(coordinator):
    with pytest.raises(ValidationError):
        delete_draft(offering=OfferingFactory(), by=coordinator, now=NOW)
    assert Offering.objects.count() == 1


def test_terms_are_frozen_when_it_starts_and_only_then(coordinator):
    offering, later = OfferingFactory(seats=3), OfferingFactory(starts_at=STARTS_AT + timedelta(days=1))
    assert freeze_started_offerings(now=STARTS_AT - timedelta(seconds=1)) == 0
    assert freeze_started_offerings(now=STARTS_AT) == 1
    assert freeze_started_offerings(now=STARTS_AT) == 0
    offering.refresh_from_db()
    later.refresh_from_db()
    assert offering.terms["threshold_percent"] == offering.funding_line.threshold_percent
    assert (offering.terms_frozen_at, later.terms) == (STARTS_AT, None)
    with pytest.raises(ValidationError):
        change_offering(offering=offering, facts={"funding_line": later.funding_line}, by=coordinator, now=STARTS_AT)


@pytest.mark.parametrize("act", [change_offering, publish_offering, cancel_offering, delete_draft])
def test_only_coordinators(act):
    more = {change_offering: {"facts": {}}, cancel_offering: {"reason": "No"}}.get(act, {})
    with pytest.raises(PermissionDenied):
        act(offering=ready(), by=person_with(Role.INSTRUCTOR), now=NOW, **more)


@pytest.mark.parametrize(
    ("name", "until"),
    [
        ("apply_until", STARTS_AT + timedelta(hours=4, minutes=1)),
        ("apply_until", NOW - timedelta(days=9)),
        ("withdraw_until", STARTS_AT + timedelta(minutes=1)),
        ("withdraw_until", NOW - timedelta(days=9)),
    ],
)
def test_deadline_that_cannot_be_meant_is_refused_at_its_field(coordinator, name, until):
    offering = OfferingFactory(seats=3)
    with pytest.raises(ValidationError) as error:
        change_offering(offering=offering, facts={name: until}, by=coordinator, now=NOW)
    assert set(error.value.message_dict) == {name}


def test_latest_deadlines_are_taken_and_stay_when_something_else_changes(coordinator):
    offering = OfferingFactory(seats=3)
    last = {"apply_until": offering.ends_at, "withdraw_until": offering.starts_at}
    change_offering(offering=offering, facts=last, by=coordinator, now=NOW)
    earlier = {"starts_at": NOW + timedelta(days=1), "ends_at": NOW + timedelta(days=1, hours=4)}
    Offering.objects.update(**earlier)
    changed = change_offering(offering=offering, facts={**last, "offer_hours": 24}, by=coordinator, now=NOW)
    assert (changed.offer_hours, changed.withdraw_until) == (24, STARTS_AT)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"apply_until": STARTS_AT + timedelta(hours=1)}, "Applications end after"),
        ({"withdraw_until": STARTS_AT + timedelta(hours=1)}, "after the first session"),
        ({"withdraw_until": NOW, "apply_until": STARTS_AT}, "before applications end"),
        ({"starts_at": NOW - timedelta(hours=4), "ends_at": NOW}, "is over already"),
    ],
)
def test_odd_dates_ask_for_a_yes(coordinator, facts, words):
    offering = ready(**facts)
    with translation.override("en"), pytest.raises(ValidationError) as error:
        publish_offering(offering=offering, by=coordinator, now=NOW)
    assert words in error.value.messages[0]
    assert publish_offering(offering=offering, by=coordinator, now=NOW, confirmed=True).status == "published"


def test_sessions_at_the_same_time_ask_for_a_yes(coordinator):
    offering = ready(parts=[480])
    SessionFactory(offering=offering, starts_at=STARTS_AT + timedelta(hours=3))
    with translation.override("en"), pytest.raises(ValidationError) as error:
        publish_offering(offering=offering, by=coordinator, now=NOW)
    assert error.value.messages[0] == "“Module 1” and “Module 1” are held at the same time."
