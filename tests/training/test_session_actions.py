"""Sessions are added, changed and cancelled: what is refused, what is written down, who is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from lms.outbox.models import Message
from lms.people.models import Role
from lms.training.models import AttendanceEntry, Change, Offering, SignOff, TrainingSession
from lms.training.register_lines import append
from lms.training.session_actions import add_session, cancel_session, change_session
from lms.training.session_dates import moment_of
from lms.training.session_facts import facts_of
from tests.factories import UserFactory, person_with
from tests.factories_training import NOW, STARTS_AT, EnrolmentFactory, OfferingFactory, SessionFactory, attended

pytestmark = pytest.mark.django_db
LINK = "https://meet.example/abc"


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


@pytest.fixture
def offering():
    return OfferingFactory(seats=10)


def instructor():
    return person_with(Role.INSTRUCTOR)


def said(session, **changes):
    return replace(facts_of(session, [one.pk for one in session.instructors.all()]), **changes)


def change(session, by, now=NOW, reason="", **changes):
    return change_session(session=session, facts=said(session, **changes), by=by, now=now, reason=reason)


def moved(session, **delta):
    by = timedelta(**delta)
    return {"starts_at": session.starts_at + by, "ends_at": session.ends_at + by}


def codes(error):
    return {one.code for one in error.value.error_list}


def test_change_of_time_is_written_down_and_moves_the_offering(offering, coordinator):
    session = SessionFactory(offering=offering)
    change(session, coordinator, **moved(session, days=1))
    written = Change.objects.get()
    assert (written.kind, written.session, written.by, written.at) == ("time", session, coordinator, NOW)
    assert written.before == {
        "starts_at": "2027-01-12T08:00:00+00:00",
        "ends_at": "2027-01-12T12:00:00+00:00",
        "time_zone": "Europe/Rome",
    }
    assert written.after["starts_at"] == "2027-01-13T08:00:00+00:00"
    session.refresh_from_db()
    offering.refresh_from_db()
    assert (session.sequence, session.changed_at) == (1, NOW)
    assert (offering.starts_at, offering.ends_at) == (session.starts_at, session.ends_at)


def test_one_change_of_everything_is_a_line_for_each_kind(offering, coordinator):
    session, teacher = SessionFactory(offering=offering), instructor()
    change(session, coordinator, room="Sala Blu", title_it="Visita", instructors=(teacher.pk,))
    assert set(Change.objects.values_list("kind", flat=True)) == {"place", "title", "instructors"}
    assert Change.objects.get(kind="instructors").after == {"people": [teacher.pk]}
    assert list(session.instructors.all()) == [teacher]


def test_the_same_again_writes_nothing(offering, coordinator):
    session = SessionFactory(offering=offering)
    assert change(session, coordinator) == []
    session.refresh_from_db()
    assert (Change.objects.count(), session.sequence, Message.objects.count()) == (0, 0, 0)


def test_other_instructors_leave_the_entry_in_calendars_alone(offering, coordinator):
    session = SessionFactory(offering=offering)
    change(session, coordinator, instructors=(instructor().pk,))
    session.refresh_from_db()
    assert session.sequence == 0


def test_another_module_moves_the_entry_in_calendars(coordinator):
    session = SessionFactory(offering=OfferingFactory(seats=3, parts=[240, 240]))
    change(session, coordinator, part=session.offering.parts.last().pk)
    session.refresh_from_db()
    assert (session.sequence, session.changed_at) == (1, NOW)


def test_confirmed_people_and_instructors_hear_of_it_once_and_the_link_is_for_the_confirmed(offering, coordinator):
    leaving, coming = instructor(), instructor()
    session = SessionFactory(offering=offering, taught_by=[leaving])
    confirmed = EnrolmentFactory(offering=offering, confirmed=True)
    EnrolmentFactory(offering=offering)
    EnrolmentFactory(offering=offering, withdrawn=True)
    change(session, coordinator, link=LINK, instructors=(coming.pk,), **moved(session, hours=1))
    told = {message.recipient: message.text for message in Message.objects.all()}
    assert set(told) == {confirmed.person, leaving, coming}
    assert {person: LINK in text for person, text in told.items()} == {
        confirmed.person: True,
        leaving: False,
        coming: False,
    }
    assert "10:00–14:00" in told[confirmed.person]
    assert "09:00–13:00" in told[confirmed.person]


def test_draft_tells_nobody(coordinator):
    draft = OfferingFactory(draft=True, seats=3)
    session = SessionFactory(offering=draft, taught_by=[instructor()])
    change(session, coordinator, room="Sala Blu")
    assert Change.objects.count() == 1
    assert not Message.objects.exists()


def test_added_session_is_written_down_and_told(offering, coordinator):
    first = SessionFactory(offering=offering)
    confirmed = EnrolmentFactory(offering=offering, confirmed=True)
    teacher = instructor()
    facts = said(first, instructors=(teacher.pk,), **moved(first, days=7))
    added = add_session(offering=offering, facts=facts, by=coordinator, now=NOW)
    offering.refresh_from_db()
    assert (Change.objects.get().kind, offering.ends_at) == ("added", added.ends_at)
    assert set(Message.objects.values_list("recipient", flat=True)) == {confirmed.person_id, teacher.pk}


def test_cancelled_session_says_why_and_the_offering_is_as_long_as_the_rest(offering, coordinator):
    first = SessionFactory(offering=offering)
    last = SessionFactory(offering=offering, **moved(first, days=7))
    confirmed = EnrolmentFactory(offering=offering, confirmed=True)
    cancel_session(session=last, reason="  Sala allagata ", by=coordinator, now=NOW)
    cancel_session(session=last, reason="Ancora", by=coordinator, now=NOW)
    last.refresh_from_db()
    offering.refresh_from_db()
    assert (last.status, last.cancelled_reason, last.sequence) == ("cancelled", "Sala allagata", 1)
    assert offering.ends_at == first.ends_at
    assert Change.objects.get().kind == "cancelled"
    assert Message.objects.get(recipient=confirmed.person).text.count("Sala allagata") == 1


def test_last_session_cancelled_leaves_the_dates_that_were_announced(offering, coordinator):
    cancel_session(session=SessionFactory(offering=offering), reason="Neve", by=coordinator, now=NOW)
    offering.refresh_from_db()
    assert offering.starts_at == STARTS_AT


def test_cancelling_asks_why(offering, coordinator):
    with pytest.raises(ValidationError) as error:
        cancel_session(session=SessionFactory(offering=offering), reason=" ", by=coordinator, now=NOW)
    assert codes(error) == {"reason"}


def test_session_where_people_were_is_not_cancelled(offering, coordinator):
    session = SessionFactory(offering=offering)
    attended(session, EnrolmentFactory(offering=offering, confirmed=True))
    with pytest.raises(ValidationError) as error:
        cancel_session(session=session, reason="Mai stata", by=coordinator, now=session.ends_at)
    assert codes(error) == {"held"}


def corrected_to_absent(session):
    enrolment = EnrolmentFactory(offering=session.offering, confirmed=True)
    line = attended(session, enrolment)
    wrong = AttendanceEntry(enrolment=enrolment, session=session, minutes=0, corrects=line, reason="Mai venuto")
    wrong.author, wrong.written_at = line.author, session.ends_at
    append(Offering.objects.get(pk=session.offering_id), [wrong])


def test_session_is_cancelled_once_the_register_says_that_nobody_was_there(offering, coordinator):
    session = SessionFactory(offering=offering)
    corrected_to_absent(session)
    cancel_session(session=session, reason="Mai stata", by=coordinator, now=session.ends_at)
    session.refresh_from_db()
    assert session.is_cancelled


def test_absences_are_not_carried_to_another_day(offering, coordinator):
    session = SessionFactory(offering=offering)
    attended(session, EnrolmentFactory(offering=offering, confirmed=True), absent=True)
    with pytest.raises(ValidationError) as error:
        change(session, coordinator, reason="Rinviata", **moved(session, days=1))
    assert codes(error) == {"called"}
    change(session, coordinator, reason="Altra aula", room="Sala Blu")


def test_end_before_the_start_is_refused(offering, coordinator):
    session = SessionFactory(offering=offering)
    with pytest.raises(ValidationError) as error:
        change(session, coordinator, ends_at=session.starts_at)
    assert codes(error) == {"order"}


def test_part_of_another_offering_is_refused(offering, coordinator):
    session = SessionFactory(offering=offering)
    with pytest.raises(ValidationError) as error:
        change(session, coordinator, part=OfferingFactory().parts.get().pk)
    assert codes(error) == {"part"}


def test_signed_session_stays_as_it_was_held(offering, coordinator):
    session = SessionFactory(offering=offering)
    signed = {"by": coordinator, "at": NOW, "topics": "Tutto", "register_count": 1, "register_head": "a" * 64}
    SignOff.objects.create(session=session, **signed)
    with pytest.raises(ValidationError) as error:
        change(session, coordinator, room="Sala Blu")
    assert codes(error) == {"signed"}
    with pytest.raises(ValidationError):
        cancel_session(session=session, reason="No", by=coordinator, now=NOW)


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_sessions_of_what_is_over_stay(coordinator, state):
    over = {"status": state, f"{state}_at": NOW}
    over |= {"cancelled_reason": "Neve"} if state == "cancelled" else {"terms": {}, "terms_frozen_at": NOW}
    session = SessionFactory(offering=OfferingFactory(**over))
    with pytest.raises(ValidationError) as error:
        change(session, coordinator, room="Sala Blu")
    assert codes(error) == {state}


def test_participant_does_not_teach(offering, coordinator):
    session, person = SessionFactory(offering=offering), instructor()
    EnrolmentFactory(offering=offering, person=person)
    with pytest.raises(ValidationError) as error:
        change(session, coordinator, instructors=(person.pk,))
    assert codes(error) == {"enrolled"}


def test_who_is_no_instructor_does_not_teach(offering, coordinator):
    session = SessionFactory(offering=offering)
    for key in (UserFactory().pk, 10**9):
        with pytest.raises(ValidationError) as error:
            change(session, coordinator, instructors=(key,))
        assert codes(error) == {"no_instructor"}


def test_instructor_is_in_one_room_at_a_time(offering, coordinator):
    person = instructor()
    elsewhere = SessionFactory(taught_by=[person])
    session = SessionFactory(offering=offering)
    with pytest.raises(ValidationError) as error:
        change(session, coordinator, instructors=(person.pk,), **moved(session, hours=3))
    assert codes(error) == {"busy"}
    assert elsewhere.title in error.value.messages[0]
    change(session, coordinator, instructors=(person.pk,), **moved(session, hours=4))


def test_what_has_begun_is_corrected_with_a_reason(offering, coordinator):
    session = SessionFactory(offering=offering)
    later = session.starts_at + timedelta(hours=1)
    with pytest.raises(ValidationError) as error:
        change(session, coordinator, now=later, room="Sala Blu")
    assert codes(error) == {"reason"}
    change(session, coordinator, now=later, room="Sala Blu", reason="Era già la sala blu")
    assert Change.objects.get().reason == "Era già la sala blu"


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.CLUSTER_MANAGER, Role.AUDITOR])
def test_only_coordinators_change_sessions(offering, role):
    session = SessionFactory(offering=offering)
    cluster = EnrolmentFactory().cluster if role == Role.CLUSTER_MANAGER else None
    with pytest.raises(PermissionDenied):
        change(session, person_with(role, cluster), room="Sala Blu")
    assert TrainingSession.objects.get(pk=session.pk).room == "Sala Rossa"


@pytest.mark.parametrize(
    ("day", "clock", "code"),
    [
        (date(2027, 3, 28), time(2, 30), "missing"),
        (date(2027, 10, 31), time(2, 30), "twice"),
        (date(9999, 12, 31), time(23, 59), "year"),
    ],
)
def test_times_that_do_not_exist_or_come_twice_are_refused(day, clock, code):
    with pytest.raises(ValidationError) as error:
        moment_of(day, clock, "Europe/Rome")
    assert codes(error) == {code}


def test_local_times_are_those_of_the_place():
    assert moment_of(date(2027, 3, 27), time(9), "Europe/Rome") == datetime(2027, 3, 27, 8, tzinfo=UTC)
    assert moment_of(date(2027, 3, 28), time(9), "Europe/Rome") == datetime(2027, 3, 28, 7, tzinfo=UTC)
    assert moment_of(date(2027, 3, 28), time(9), "Europe/Lisbon") == datetime(2027, 3, 28, 8, tzinfo=UTC)


def test_session_at_the_time_of_another_one_is_refused_by_its_name(offering, coordinator):
    held, cancelled = (
        SessionFactory(offering=offering, title_it="Visita", title_en="Visita"),
        STARTS_AT + timedelta(days=2),
    )
    free = SessionFactory(offering=offering, starts_at=STARTS_AT + timedelta(days=1))
    gone = SessionFactory(offering=offering, starts_at=cancelled)
    cancel_session(session=gone, reason="Neve", by=coordinator, now=NOW)
    for act in (
        lambda: change(free, coordinator, **moved(free, hours=-21)),
        lambda: add_session(offering=offering, facts=said(held), by=coordinator, now=NOW),
    ):
        with pytest.raises(ValidationError) as error:
            act()
        assert codes(error) == {"overlap"}
        assert "Visita" in error.value.messages[0]
    change(free, coordinator, **moved(free, hours=-20))
    assert add_session(offering=offering, facts=said(gone), by=coordinator, now=NOW).pk
