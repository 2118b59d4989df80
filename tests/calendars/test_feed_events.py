"""What each kind of feed shows to whom, and until when."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from lms.calendars.feed_events import Asked, feed_of
from lms.calendars.ics import ics_of
from lms.calendars.models import FeedAddress
from lms.calendars.permissions import offerings_with_rooms
from lms.people.models import Role, RoleGrant, User
from lms.training.enrolment_actions import withdraw
from lms.training.models import Enrolment, EnrolmentEvent, Offering, TrainingSession
from lms.training.offering_actions import cancel_offering
from lms.training.permissions import can_see_rooms
from tests.calendars.reading import events, read
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory, SessionFactory

pytestmark = pytest.mark.django_db
Kind = FeedAddress.Kind
LINK = "https://meet.example/secret"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def session():
    return SessionFactory(offering=OfferingFactory(seats=30), title_it="Governance", link=LINK)


def taking_part(session, status="confirmed", **values):
    return EnrolmentFactory(offering=session.offering, **{status: True}, **values).person


def shown(kind, person, *, now=NOW, offering=None, cluster=None, language=""):
    person = User.objects.get(pk=person.pk)
    return events(ics_of(feed_of(Asked(kind, person, offering, cluster), now=now, language=language)))


def rooms(found):
    """Say of each event whether it tells the room, and whether the link."""
    return [("Sala Rossa" in event.location, LINK in event.description) for event in found]


# One's own sessions.


def test_own_feed_tells_where_and_when_in_the_words_of_the_owner(session, settings):
    settings.BASE_URL = "https://clus3.example"
    (event,) = shown(Kind.PERSON, taking_part(session))
    assert (event.uid, event.sequence, event.status) == (f"{session.uid}@clus3.example", "0", "CONFIRMED")
    assert (event.starts, event.ends) == (session.starts_at, session.ends_at)
    assert (event.stamp, event.modified) == (session.changed_at, session.changed_at)
    assert (event.summary, event.location) == ("Governance", "Udine, Sala Rossa")
    assert event.url.startswith("https://clus3.example/it/")
    assert session.offering.code in event.url
    assert event.description.split("\n") == [
        session.offering.title_it,
        "Ora del luogo: 12 gennaio 2027, 09:00–13:00 (Europe/Rome)",
        f"Link: {LINK}",
    ]


@pytest.mark.parametrize("state", ["confirmed", "completed", "no_show"])
def test_own_feed_holds_sessions_of_whoever_takes_part(session, state):
    enrolment = EnrolmentFactory(offering=session.offering, confirmed=True)
    Enrolment.objects.filter(pk=enrolment.pk).update(status=state)
    found = shown(Kind.PERSON, enrolment.person)
    assert [event.status for event in found] == ["CONFIRMED"]
    assert rooms(found) == [(True, True)]


def test_offered_seat_is_tentative_and_tells_no_room(session):
    found = shown(Kind.PERSON, taking_part(session, "offered"), language="en")
    assert [event.status for event in found] == ["TENTATIVE"]
    assert rooms(found) == [(False, False)]
    assert "until 24 November 2026, 10:00" in found[0].description


@pytest.mark.parametrize("state", ["applied", "withdrawn"])
def test_own_feed_holds_nothing_without_a_seat(session, state):
    assert shown(Kind.PERSON, taking_part(session, state)) == []


def test_whoever_waits_follows_nothing(session):
    assert shown(Kind.PERSON, EnrolmentFactory(offering=session.offering).person) == []


def test_after_a_withdrawal_sessions_and_rooms_are_gone(session):
    enrolment = EnrolmentFactory(offering=session.offering, confirmed=True)
    person, offering = enrolment.person, session.offering
    assert rooms(shown(Kind.PERSON, person)) == [(True, True)]
    assert rooms(shown(Kind.OFFERING, person, offering=offering)) == [(True, True)]
    withdraw(enrolment=enrolment, by=person, now=NOW)
    assert shown(Kind.PERSON, person) == []
    assert rooms(shown(Kind.OFFERING, person, offering=offering)) == [(False, False)]


def test_drafts_are_never_shown():
    session = SessionFactory(offering=OfferingFactory(draft=True, seats=5))
    teacher = person_with(Role.INSTRUCTOR)
    session.teaching.create(person=teacher)
    enrolment = EnrolmentFactory(offering=session.offering, confirmed=True)
    for kind, person in ((Kind.PERSON, enrolment.person), (Kind.INSTRUCTOR, teacher)):
        assert shown(kind, person) == []
    coordinator = person_with(Role.COORDINATOR)
    for kind, of in (
        (Kind.OFFERING, {"offering": session.offering}),
        (Kind.CLUSTER, {"cluster": enrolment.cluster}),
        (Kind.PROGRAMME, {}),
    ):
        assert shown(kind, coordinator, **of) == []


# Changes.


def test_cancelled_session_stays_as_cancelled_for_eight_weeks(session):
    person = taking_part(session)
    TrainingSession.objects.filter(pk=session.pk).update(
        status="cancelled", cancelled_reason="Snow", sequence=1, changed_at=NOW
    )
    (event,) = shown(Kind.PERSON, person, language="en")
    assert (event.summary, event.status, event.sequence) == ("Cancelled: Governance", "CANCELLED", "1")
    assert LINK not in event.description
    last = session.ends_at + timedelta(weeks=8)
    assert len(shown(Kind.PERSON, person, now=last)) == 1
    assert shown(Kind.PERSON, person, now=last + timedelta(seconds=1)) == []


def test_session_cancelled_after_its_date_stays_from_then_on(session):
    changed = session.ends_at + timedelta(weeks=7)
    TrainingSession.objects.filter(pk=session.pk).update(
        status="cancelled", cancelled_reason="Nobody came", changed_at=changed
    )
    person = UserFactory()
    assert len(shown(Kind.PROGRAMME, person, now=changed + timedelta(weeks=8))) == 1
    assert shown(Kind.PROGRAMME, person, now=changed + timedelta(weeks=8, seconds=1)) == []


def test_moved_session_keeps_its_identifier_and_counts_the_change(session):
    person = taking_part(session)
    (before,) = shown(Kind.PERSON, person)
    start = session.starts_at + timedelta(days=7)
    TrainingSession.objects.filter(pk=session.pk).update(
        starts_at=start, ends_at=start + timedelta(hours=4), sequence=1, changed_at=NOW + timedelta(hours=1)
    )
    (after,) = shown(Kind.PERSON, person)
    assert (after.uid, after.starts, after.sequence) == (before.uid, start, "1")
    assert after.stamp == after.modified == NOW + timedelta(hours=1)


def test_offering_that_was_cancelled_stays_with_whoever_had_a_seat(session):
    enrolment = EnrolmentFactory(offering=session.offering, confirmed=True)
    left = EnrolmentFactory(offering=session.offering, withdrawn=True)
    Offering.objects.filter(pk=session.offering_id).update(
        status="cancelled", cancelled_at=NOW, cancelled_reason="No teacher"
    )
    TrainingSession.objects.update(status="cancelled", cancelled_reason="No teacher", changed_at=NOW, sequence=1)
    Enrolment.objects.filter(pk=enrolment.pk).update(status="withdrawn", allotment=None)
    EnrolmentEvent.objects.create(
        enrolment=enrolment, action="cancelled", from_status="confirmed", to_status="withdrawn", at=NOW
    )
    found = shown(Kind.PERSON, enrolment.person)
    assert [event.status for event in found] == ["CANCELLED"]
    assert rooms(found) == [(False, False)]
    assert shown(Kind.PERSON, left.person) == []


@pytest.mark.parametrize(
    ("start", "hours", "words"),
    [
        # the clocks go back at 01:00 UTC: 00:30 summer time to 04:30 winter time are five hours
        (datetime(2027, 10, 30, 22, 30, tzinfo=UTC), 5, "31 ottobre 2027, 00:30 CEST–04:30 CET (Europe/Rome)"),
        # and forward: 00:30 to 04:30 are three
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), 3, "28 marzo 2027, 00:30 CET–04:30 CEST (Europe/Rome)"),
        (datetime(2027, 6, 1, 20, 0, tzinfo=UTC), 4, "1 giugno 2027, 22:00–2 giugno 2027, 02:00 (Europe/Rome)"),
    ],
)
def test_night_of_the_clock_change_lasts_as_long_as_it_does(session, start, hours, words):
    TrainingSession.objects.update(starts_at=start, ends_at=start + timedelta(hours=hours))
    (event,) = shown(Kind.PROGRAMME, UserFactory())
    assert (event.starts, event.ends - event.starts) == (start, timedelta(hours=hours))
    assert words in event.description


def test_times_are_those_of_the_place_wherever_the_reader_is(session):
    TrainingSession.objects.update(time_zone="America/New_York")
    (event,) = shown(Kind.PROGRAMME, UserFactory(time_zone="Asia/Tokyo"), language="en")
    assert "12 January 2027, 03:00–07:00 (America/New_York)" in event.description


def test_online_session_says_so_instead_of_a_place(session):
    TrainingSession.objects.update(mode="online", place="", room="")
    (event,) = shown(Kind.PERSON, taking_part(session), language="en")
    assert (event.location, LINK in event.description) == ("Online", True)


@pytest.mark.parametrize(("kind", "days"), [(Kind.PERSON, 730), (Kind.OFFERING, 730), (Kind.PROGRAMME, 60)])
def test_sessions_of_long_ago_are_left_out(session, kind, days):
    person, of = taking_part(session), session.offering if kind == Kind.OFFERING else None
    last = session.ends_at + timedelta(days=days)
    assert len(shown(kind, person, offering=of, now=last)) == 1
    assert shown(kind, person, offering=of, now=last + timedelta(seconds=1)) == []


# Sessions taught.


def test_instructor_follows_the_own_sessions_with_rooms_while_the_role_lasts(session):
    teacher, other = person_with(Role.INSTRUCTOR), person_with(Role.INSTRUCTOR)
    session.teaching.create(person=teacher)
    SessionFactory(offering=session.offering, taught_by=[other])
    found = shown(Kind.INSTRUCTOR, teacher)
    assert [event.uid.split("@")[0] for event in found] == [str(session.uid)]
    assert rooms(found) == [(True, True)]
    RoleGrant.objects.filter(user=teacher).update(valid_until=date(2026, 11, 21))
    assert shown(Kind.INSTRUCTOR, teacher) == []
    assert rooms(shown(Kind.OFFERING, teacher, offering=session.offering)) == [(False, False)] * 2


# A cluster's.


@pytest.mark.parametrize("role", [Role.CLUSTER_MANAGER, Role.TUTOR, Role.COORDINATOR])
def test_cluster_is_followed_by_its_people_and_coordinators_without_names(session, role):
    cluster = ClusterFactory()
    somebody = taking_part(session, cluster=cluster)
    SessionFactory(offering=OfferingFactory())  # nobody of the cluster comes
    reader = person_with(role, None if role == Role.COORDINATOR else cluster)
    address = Asked(Kind.CLUSTER, reader, cluster=cluster)
    data = ics_of(feed_of(address, now=NOW))
    assert [event.uid.split("@")[0] for event in events(data)] == [str(session.uid)]
    assert somebody.last_name not in data.decode()
    assert ("Sala Rossa" in data.decode()) == (role == Role.COORDINATOR)


@pytest.mark.parametrize("who", ["of another cluster", "role ended", "assessor", "stranger"])
def test_cluster_is_empty_for_everybody_else(session, who):
    cluster = ClusterFactory()
    taking_part(session, cluster=cluster)
    readers = {
        "of another cluster": lambda: person_with(Role.CLUSTER_MANAGER, ClusterFactory()),
        "role ended": lambda: person_with(Role.CLUSTER_MANAGER, cluster, valid_until=date(2026, 11, 21)),
        "assessor": lambda: person_with(Role.ASSESSOR, cluster),
        "stranger": UserFactory,
    }
    assert shown(Kind.CLUSTER, readers[who](), cluster=cluster) == []


def test_sessions_of_a_cancelled_offering_stay_cancelled_with_the_cluster_that_was_to_come(session):
    comes, waits = ClusterFactory(), ClusterFactory()
    taking_part(session, cluster=comes)
    taking_part(session, "offered", cluster=waits)
    cancel_offering(offering=session.offering, reason="No teacher", by=person_with(Role.COORDINATOR), now=NOW)
    found = {one: shown(Kind.CLUSTER, person_with(Role.TUTOR, one), cluster=one) for one in (comes, waits)}
    assert [event.status for event in found[comes]] == ["CANCELLED"]
    assert rooms(found[comes]) == [(False, False)]
    assert found[waits] == []  # it had seen nothing of it


@pytest.mark.parametrize("state", ["applied", "offered", "withdrawn"])
def test_cluster_is_followed_by_who_comes_not_by_who_asked(session, state):
    cluster = ClusterFactory()
    taking_part(session, state, cluster=cluster)
    assert shown(Kind.CLUSTER, person_with(Role.TUTOR, cluster), cluster=cluster) == []


# The programme, and one offering.


def test_programme_shows_everything_announced_and_rooms_where_one_comes(session):
    other = SessionFactory(offering=OfferingFactory(), starts_at=session.starts_at + timedelta(days=1))
    found = shown(Kind.PROGRAMME, taking_part(session))
    assert [event.uid.split("@")[0] for event in found] == [str(session.uid), str(other.uid)]
    assert rooms(found) == [(True, True), (False, False)]


def test_offering_shows_its_own_sessions(session):
    SessionFactory(offering=OfferingFactory())
    found = shown(Kind.OFFERING, UserFactory(), offering=session.offering)
    assert [(event.location, rooms([event])) for event in found] == [("Udine", [(False, False)])]


# Rooms, and how much is asked of the database.


@pytest.mark.parametrize("state", [None, "applied", "offered", "confirmed", "withdrawn"])
@pytest.mark.parametrize("role", [None, "teacher", "former teacher", "other teacher", "coordinator"])
def test_rooms_in_feeds_are_those_of_the_pages(session, state, role):
    person, enrolment = UserFactory(), None
    if role:
        ends = {"valid_until": date(2026, 11, 21)} if role == "former teacher" else {}
        person = person_with(Role.COORDINATOR if role == "coordinator" else Role.INSTRUCTOR, **ends)
    if role in ("teacher", "former teacher"):
        session.teaching.create(person=person)
    if state:
        enrolment = EnrolmentFactory(offering=session.offering, person=person, **{state: True})
    person = User.objects.get(pk=person.pk)
    found = offerings_with_rooms(person, [session.offering_id])
    assert bool(found) == can_see_rooms(person, session.offering, enrolment)


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize(
    ("kind", "queries"),
    [(Kind.PERSON, 5), (Kind.INSTRUCTOR, 4), (Kind.OFFERING, 4), (Kind.CLUSTER, 4), (Kind.PROGRAMME, 4)],
)
def test_feed_asks_the_database_as_often_for_much(django_assert_num_queries, kind, queries, many):
    cluster, teacher = ClusterFactory(), person_with(Role.INSTRUCTOR)
    person_with(Role.TUTOR, cluster, user=teacher)
    for _number in range(many):
        enrolment = EnrolmentFactory(cluster=cluster, person=teacher, confirmed=True)
        SessionFactory(offering=enrolment.offering, taught_by=[teacher])
        SessionFactory(offering=enrolment.offering, taught_by=[teacher])
    offering = enrolment.offering
    reader = User.objects.get(pk=teacher.pk)
    asked = Asked(kind, reader, offering if kind == Kind.OFFERING else None, cluster if kind == Kind.CLUSTER else None)
    with django_assert_num_queries(queries):
        feed = feed_of(asked, now=NOW)
    assert len(feed.events) == (2 if kind == Kind.OFFERING else 2 * many)


def test_names_of_calendars_say_what_they_are(session):
    cluster = ClusterFactory(name="Legno, Arredo")
    reader = person_with(Role.TUTOR, cluster)
    for asked, name in (
        (Asked(Kind.PERSON, reader), "My sessions"),
        (Asked(Kind.CLUSTER, reader, cluster=cluster), "Legno, Arredo"),
        (Asked(Kind.OFFERING, reader, session.offering), session.offering.title_en),
    ):
        calendar = read(ics_of(feed_of(asked, now=NOW, language="en")))
        assert calendar.contents["x-wr-calname"][0].value == f"CLUS3 Academy – {name}"
