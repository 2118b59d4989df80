"""Lines of attendance and sign-offs: who may, when, and that nothing is overwritten unseen."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from lms.outbox.models import Message
from lms.people.models import Role, RoleGrant, User
from lms.training.models import AttendanceEntry, Enrolment, Offering, SignOff, TrainingSession
from lms.training.own_hours import hours_of_person
from lms.training.register_actions import record_attendance, sign_off
from lms.training.register_hours import hours_by_enrolment
from tests.factories import UserFactory, person_with
from tests.factories_training import EnrolmentFactory, OfferingFactory, SessionFactory, attended

from .register_cases import absent, held_session, present

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return held_session()


def record(case, *marks, by=None, minutes=0, **more):
    now = case.session.starts_at + timedelta(minutes=minutes)
    return record_attendance(session=case.session, marks=marks, by=by or case.instructor, now=now, **more)


def sign(case, by=None, minutes=240, topics="Facilitation"):
    return sign_off(session=case.session, topics=topics, by=by or case.instructor, now=at(case, minutes))


def at(case, minutes):
    return case.session.starts_at + timedelta(minutes=minutes)


def other_instructor(offering):
    return SessionFactory(offering=offering, taught_by=[person_with(Role.INSTRUCTOR)]).instructors.get()


def codes(error):
    return [one.code for one in error.value.error_list]


def test_lines_are_written_once_and_the_terms_are_frozen(case):
    ada, bruno = case.enrolments
    marks = present(ada, late=10, early=5, note=" by bus "), absent(bruno)
    first, second = record(case, *marks, evidence="paper")
    assert record(case, *marks, minutes=1) == []
    assert (first.came_at, first.left_at) == (at(case, 10), at(case, 235))
    assert (first.minutes, first.note, first.evidence, first.author) == (225, "by bus", "paper", case.instructor)
    assert (second.came_at, second.left_at, second.minutes) == (None, None, 0)
    case.offering.refresh_from_db()
    assert (case.offering.register_count, case.offering.register_head) == (2, second.hash)
    assert case.offering.terms["threshold_percent"] == 70


def test_correction_is_a_new_line_with_its_reason(case):
    ada = case.enrolments[0]
    (line,) = record(case, present(ada))
    with pytest.raises(ValidationError) as refused:
        record(case, absent(ada, seen=1), minutes=5)
    assert codes(refused) == ["reason"]
    (correction,) = record(case, absent(ada, seen=1, reason="Marked by mistake"), minutes=5)
    assert (correction.number, correction.corrects, correction.reason) == (2, line, "Marked by mistake")
    assert list(AttendanceEntry.objects.that_count()) == [correction]


def test_who_opened_the_page_before_somebody_else_wrote_overwrites_nothing(case):
    ada, bruno = case.enrolments
    record(case, present(ada), by=case.coordinator)
    with pytest.raises(ValidationError) as refused:
        record(case, absent(ada), present(bruno))
    assert codes(refused) == ["conflict"]
    assert str(case.coordinator) in refused.value.messages[0]
    assert AttendanceEntry.objects.count() == 1
    record(case, absent(ada, seen=1, reason="Not in the room"), present(bruno))
    assert AttendanceEntry.objects.count() == 3


def test_what_was_left_as_it_stood_is_no_conflict(case):
    ada, bruno = case.enrolments
    record(case, present(ada))
    record(case, absent(ada, seen=1, reason="Left at once"), by=case.coordinator)
    (line,) = record(case, present(ada, seen=1), present(bruno))
    assert line.enrolment == bruno


@pytest.mark.parametrize("who", ["other instructor", "former instructor", "participant", "auditor", "nobody's"])
def test_only_the_instructors_of_the_session_and_coordinators_write(case, who):
    people = {
        "other instructor": lambda: other_instructor(case.offering),
        "former instructor": UserFactory,
        "participant": lambda: case.enrolments[0].person,
        "auditor": lambda: person_with(Role.AUDITOR),
        "nobody's": lambda: person_with(Role.CLUSTER_MANAGER, case.enrolments[0].cluster),
    }
    with pytest.raises(PermissionDenied):
        record(case, present(case.enrolments[0]), by=people[who]())
    assert not AttendanceEntry.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "code"), [(-31, "too_early"), (-30, None), (24 * 60, "late_reason")], ids=["early", "window", "late"]
)
def test_attendance_is_taken_from_the_window_before_and_with_a_reason_after_the_day(case, minutes, code):
    ada = case.enrolments[0]
    if code is None:
        assert record(case, present(ada), minutes=minutes)
        return
    with pytest.raises(ValidationError) as refused:
        record(case, present(ada), minutes=minutes)
    assert codes(refused) == [code]


def test_line_written_late_says_why_and_when(case):
    (line,) = record(case, present(case.enrolments[0], reason="No network in the room"), minutes=48 * 60)
    assert (line.reason, line.corrects, line.written_at) == ("No network in the room", None, at(case, 48 * 60))


def test_cancelled_session_takes_no_attendance(case):
    TrainingSession.objects.update(status="cancelled", cancelled_reason="Snow")
    with pytest.raises(ValidationError) as refused:
        record(case, present(case.enrolments[0]))
    assert codes(refused) == ["cancelled"]


@pytest.mark.parametrize("status", ["cancelled", "draft"])
def test_offering_that_is_not_open_takes_no_attendance(case, status):
    reason = {"cancelled_at": at(case, 0), "cancelled_reason": "No money"} if status == "cancelled" else {}
    Offering.objects.update(status=status, **reason)
    with pytest.raises(ValidationError) as refused:
        record(case, present(case.enrolments[0]))
    assert codes(refused) == ["offering_closed"]


def test_only_confirmed_participants_of_the_offering_are_marked(case):
    waiting, elsewhere = EnrolmentFactory(offering=case.offering), EnrolmentFactory(confirmed=True)
    with pytest.raises(ValidationError) as refused:
        record(case, present(waiting), present(elsewhere), present(case.enrolments[0]))
    assert codes(refused) == ["unknown", "unknown"]
    assert not AttendanceEntry.objects.exists()


def test_minutes_as_long_as_the_session_are_refused(case):
    with pytest.raises(ValidationError) as refused:
        record(case, present(case.enrolments[0], late=120, early=120))
    assert codes(refused) == ["minutes"]


def test_sign_off_keeps_head_and_count_and_mails_them_once(case):
    written = record(case, present(case.enrolments[0]), absent(case.enrolments[1]))
    signed = sign(case, topics="  Facilitation and feedback ")
    assert (signed.register_count, signed.register_head, signed.by) == (2, written[-1].hash, case.instructor)
    assert signed.topics == "Facilitation and feedback"
    mails = Message.objects.filter(kind="register_signed")
    assert {mail.recipient for mail in mails} == {case.instructor, case.coordinator}
    assert all(written[-1].hash in mail.text for mail in mails)
    with pytest.raises(ValidationError) as refused:
        sign(case)
    assert codes(refused) == ["signed_already"]
    assert mails.count() == 2


def test_sign_off_waits_for_the_end_and_for_everybody(case):
    record(case, present(case.enrolments[0]))
    for minutes, code in ((239, "not_over"), (240, "missing")):
        with pytest.raises(ValidationError) as refused:
            sign(case, minutes=minutes)
        assert codes(refused) == [code]
    assert not SignOff.objects.exists()


def test_who_was_confirmed_after_the_session_is_marked_as_absent_before_it_is_signed(case):
    Enrolment.objects.filter(pk=case.enrolments[1].pk).update(confirmed_at=at(case, 241))
    record(case, present(case.enrolments[0]))
    with pytest.raises(ValidationError) as refused:
        sign(case)
    assert codes(refused) == ["missing"]


@pytest.mark.parametrize("lost", ["role", "account"])
def test_coordinator_signs_for_an_instructor_who_no_longer_can(case, lost):
    record(case, *map(present, case.enrolments))
    with pytest.raises(PermissionDenied):
        sign(case, by=case.coordinator)
    if lost == "role":
        RoleGrant.objects.filter(user=case.instructor).delete()
    else:
        User.objects.filter(pk=case.instructor.pk).update(is_active=False)
    assert sign(case, by=case.coordinator).by == case.coordinator


def test_sign_off_needs_topics(case):
    record(case, *map(present, case.enrolments))
    for topics in (" ", "x" * 2001):
        with pytest.raises(ValidationError):
            sign(case, topics=topics)


def test_coordinator_signs_only_where_no_instructor_is_named(case):
    record(case, *map(present, case.enrolments))
    with pytest.raises(PermissionDenied):
        sign(case, by=case.coordinator)
    case.session.teaching.all().delete()
    assert sign(case, by=case.coordinator, topics="The instructor fell ill").by == case.coordinator


def test_after_the_sign_off_only_a_coordinator_corrects_and_the_new_head_is_mailed(case):
    ada, bruno = case.enrolments
    record(case, present(ada), present(bruno))
    sign(case)
    correction = absent(ada, seen=1, reason="Paper register")
    with pytest.raises(ValidationError) as refused:
        record(case, correction, minutes=250)
    assert codes(refused) == ["signed"]
    (line,) = record(case, correction, minutes=250, by=case.coordinator)
    mails = Message.objects.filter(kind="register_corrected")
    assert {mail.recipient for mail in mails} == {case.instructor, case.coordinator}
    assert all(line.hash in mail.text for mail in mails)


@pytest.mark.parametrize(
    "change",
    [
        lambda case: AttendanceEntry.objects.update(minutes=1),
        lambda case: AttendanceEntry.objects.all().delete(),
        lambda case: SignOff.objects.update(topics="x"),
        lambda case: SignOff.objects.all().delete(),
        lambda case: Offering.objects.update(register_count=1),
        lambda case: Offering.objects.update(register_head="0" * 64),
        lambda case: TrainingSession.objects.update(mode="online"),
        lambda case: Enrolment.objects.filter(pk=case.enrolments[0].pk).update(person=case.coordinator),
    ],
    ids=["line", "deleted line", "sign-off", "deleted sign-off", "count", "head", "mode", "person"],
)
def test_database_refuses_to_change_evidence(case, change):
    record(case, *map(present, case.enrolments))
    sign(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(case)


def test_hours_are_the_same_for_the_offering_and_for_the_person(django_assert_num_queries):
    case = held_session(people=1, parts=[240, 120])
    enrolment = case.enrolments[0]
    attended(case.session, enrolment, came=at(case, 60))
    other = OfferingFactory(seats=1)
    EnrolmentFactory(offering=other, person=enrolment.person, confirmed=True)
    with django_assert_num_queries(4):
        found = hours_of_person(enrolment.person)
    by_offering = {one.enrolment.offering_id: one for one in found}
    own = by_offering[case.offering.pk]
    assert own.hours == hours_by_enrolment(case.offering, [enrolment])[enrolment.pk]
    assert (own.hours.attended, own.hours.planned, own.percent) == (180, 360, 50)
    assert not own.verdict.is_met
    assert by_offering[other.pk].hours.attended == 0
