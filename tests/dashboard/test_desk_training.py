"""The desk of those who learn, teach and audit: what to do first, what comes next, and nothing of anybody else's."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from lms.dashboard.learner_desk import learner_desk
from lms.people.consents import seed_consents
from lms.people.models import Role
from lms.training.models import Enrolment, SignOff
from tests.dashboard.test_desk import furnish
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with
from tests.factories_benchmarks import make_framework
from tests.factories_evidence import certified, closed_offering, outcome_of
from tests.factories_scoring import begun, manager_of
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory, SessionFactory, attended

pytestmark = pytest.mark.django_db
DESK = "/en/desk/"
Status = Enrolment.Status


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager():
    return person_with(Role.CLUSTER_MANAGER, ClusterFactory())


def seated(person, offering=None, **fields):
    offering = offering or OfferingFactory(seats=30)
    return EnrolmentFactory(offering=offering, person=person, cluster=None, confirmed=True, **fields)


def offered(person, offering=None, **fields):
    offering = offering or OfferingFactory(seats=30)
    return EnrolmentFactory(offering=offering, person=person, cluster=None, offered=True, **fields)


def page(client, person):
    client.force_login(person)
    response = client.get(DESK)
    assert response.status_code == 200
    return response.content.decode()


def test_learner_without_training_is_led_to_the_calendar(client, manager):
    text = page(client, manager)
    assert "You are not enrolled in anything yet" in text
    assert 'href="/en/calendar/"' in text


def test_offered_seat_comes_first_with_its_end_and_one_tap_accepts_it(client, manager):
    late = offered(manager, offer_expires_at=NOW + timedelta(days=2))
    soon = offered(manager, offer_expires_at=NOW + timedelta(hours=3))
    over = offered(manager, offer_expires_at=NOW - timedelta(hours=1))
    assert [row.enrolment for row in learner_desk(manager, NOW).offered] == [soon, late]
    text = page(client, manager)
    order = [text.index(words) for words in ("Answer first", soon.offering.title_en, "My next sessions")]
    assert order == sorted(order)
    assert f'action="/en/calendar/{soon.offering.code}/accept/"' in text
    assert f'action="/en/calendar/{over.offering.code}/accept/"' not in text
    with time_machine.travel(NOW, tick=False):
        client.post(f"/en/calendar/{soon.offering.code}/accept/")
    soon.refresh_from_db()
    assert soon.status == Status.CONFIRMED


def test_offered_seat_says_what_else_is_at_the_same_time(client, manager):
    one, other = seated(manager), offered(manager)
    elsewhere = seated(manager, OfferingFactory(seats=1, title_en="Far off"))
    starts = NOW + timedelta(days=5)
    SessionFactory(offering=one.offering, starts_at=starts)
    SessionFactory(offering=elsewhere.offering, starts_at=starts + timedelta(hours=4))
    SessionFactory(offering=other.offering, starts_at=starts + timedelta(hours=3), ends_at=starts + timedelta(hours=4))
    (row,) = learner_desk(manager, NOW).offered
    assert row.clashes == [one.offering]
    assert f"at the same time as those of {one.offering.title_en}" in page(client, manager).replace("&#x27;", "'")


def test_next_sessions_are_those_of_confirmed_seats_alone(client, manager):
    mine, kept, waits = seated(manager), offered(manager), EnrolmentFactory(person=manager, cluster=None)
    days = {}
    for days_ahead, offering in enumerate([mine.offering, kept.offering, waits.offering, OfferingFactory()]):
        days[offering] = SessionFactory(
            offering=offering, starts_at=NOW + timedelta(days=days_ahead + 1), room=f"Room {days_ahead}"
        )
    SessionFactory(offering=mine.offering, starts_at=NOW - timedelta(days=1))
    SessionFactory(
        offering=mine.offering, starts_at=NOW + timedelta(days=1), status="cancelled", cancelled_reason="Ill"
    )
    assert learner_desk(manager, NOW).sessions == [days[mine.offering]]
    text = page(client, manager)
    assert "Room 0" in text
    assert not [n for n in (1, 2, 3) if f"Room {n}" in text]


def test_session_of_another_zone_is_told_at_the_place_and_by_the_own_clock(client, manager):
    mine = seated(manager)
    SessionFactory(offering=mine.offering, starts_at=NOW + timedelta(days=1), time_zone="Europe/Lisbon")
    text = page(client, manager)
    assert "9 a.m.–1 p.m." in text or "09:00–13:00" in text
    assert "by your clock" in text


def test_many_sessions_are_told_by_their_number(manager):
    mine = seated(manager)
    for day in range(9):
        SessionFactory(offering=mine.offering, starts_at=NOW + timedelta(days=day + 1))
    desk = learner_desk(manager, NOW)
    assert (len(desk.next_sessions), desk.more_sessions) == (5, 4)


def test_hours_are_those_of_the_register_and_then_those_of_the_outcome(manager):
    running, closed = seated(manager), seated(manager, closed_offering(), status="completed")
    session = SessionFactory(offering=running.offering, starts_at=NOW - timedelta(days=1))
    attended(session, running, left=session.starts_at + timedelta(hours=3))
    outcome_of(closed, minutes=230)
    rows = {row.enrolment: (row.attended, row.planned) for row in learner_desk(manager, NOW).rows}
    assert rows == {running: (180, 240), closed: (230, 240)}


def test_certificate_in_force_is_downloaded_from_the_desk(client, manager):
    done = seated(manager, closed_offering(), status="completed")
    outcome_of(done)
    old = certified(done)
    type(old).objects.filter(pk=old.pk).update(status="replaced", ended_at=NOW, ended_reason="A name.")
    new = certified(done)
    text = page(client, manager)
    assert reverse("certificates:file", args=[new.key]).removeprefix("/it") in text
    assert str(old.key) not in text


def test_nothing_of_a_colleague_is_on_the_desk(client, manager):
    colleague = person_with(Role.CLUSTER_MANAGER, manager.active_grants[0].cluster)
    theirs = seated(colleague, OfferingFactory(seats=3, title_en="Only theirs"))
    SessionFactory(offering=theirs.offering, starts_at=NOW + timedelta(days=1))
    assert "Only theirs" not in page(client, manager)


@pytest.mark.parametrize(("roles", "queries"), [("manager", 14), ("official", 10), ("both", 15)])
@pytest.mark.parametrize("many", [1, 30])
def test_desk_of_a_learner_asks_as_often_for_many(client, django_assert_num_queries, many, roles, queries):
    cluster, framework = ClusterFactory(), make_framework()
    person = person_with(Role.REGIONAL_OFFICIAL) if roles == "official" else manager_of(cluster)
    furnish(cluster, framework)
    if roles != "official":
        begun(cluster, framework, person)
    if roles == "both":
        RoleGrantFactory(user=person, role=Role.REGIONAL_OFFICIAL)
    for day in range(many):
        mine = seated(person)
        session = SessionFactory(offering=mine.offering, starts_at=NOW + timedelta(days=day))
        SessionFactory(offering=mine.offering, starts_at=NOW + timedelta(days=day + 1))
        attended(session, mine)
        offered(person)
        EnrolmentFactory(person=person, cluster=None, applied=True)
        certified(outcome_of(seated(person, closed_offering(), status="completed")).enrolment)
    client.force_login(person)
    client.get(DESK)
    with django_assert_num_queries(queries):
        response = client.get(DESK)
    assert len(response.context["training"].rows) == 4 * many


def teaches(person, **fields):
    offering = OfferingFactory(starts_at=NOW - timedelta(days=9), ends_at=NOW + timedelta(days=90))
    return SessionFactory(offering=offering, taught_by=[person], **fields)


def test_instructor_takes_attendance_with_one_tap_today(client):
    person = person_with(Role.INSTRUCTOR)
    later = teaches(person, starts_at=NOW + timedelta(days=1))
    now = teaches(person, starts_at=NOW - timedelta(hours=1))
    over = teaches(person, starts_at=NOW - timedelta(days=1))
    signed = teaches(person, starts_at=NOW - timedelta(days=2))
    SignOff.objects.create(session=signed, by=person, at=NOW, topics="All", register_count=0, register_head="")
    others = teaches(person_with(Role.INSTRUCTOR), starts_at=NOW - timedelta(hours=1))
    text = page(client, person)
    assert later.offering.title_en in text
    taps = [session for session in (over, now) if reverse("training:roll_call", args=[session.pk])[3:] in text]
    assert taps == [over, now]
    for session in (signed, others, later):
        assert reverse("training:roll_call", args=[session.pk])[3:] not in text
    order = [text.index(words) for words in ("To be signed off", "Complete and sign off", "Take attendance")]
    assert order == sorted(order)
    assert text.count("Complete and sign off") == 1
    assert reverse("training:register", args=[signed.offering.code])[3:] in text


def test_ended_role_of_an_instructor_leaves_nothing_of_the_registers(client):
    person = person_with(Role.INSTRUCTOR, valid_until=date(2026, 11, 21))
    session = teaches(person, starts_at=NOW - timedelta(hours=1))
    assert reverse("training:roll_call", args=[session.pk])[3:] not in page(client, person)


@pytest.mark.parametrize("many", [1, 30])
def test_desk_of_an_instructor_asks_the_database_as_often_for_many(client, django_assert_num_queries, many):
    person = person_with(Role.INSTRUCTOR)
    for day in range(many):
        teaches(person, starts_at=NOW + timedelta(days=day))
        teaches(person, starts_at=NOW - timedelta(days=day + 1))
    client.force_login(person)
    client.get(DESK)
    with django_assert_num_queries(9):
        client.get(DESK)


@pytest.mark.parametrize("many", [1, 30])
def test_desk_of_an_auditor_lists_what_was_announced_in_as_many_queries(client, django_assert_num_queries, many):
    shown = OfferingFactory.create_batch(many)
    OfferingFactory(draft=True, title_en="Still a draft")
    text = page(client, person_with(Role.AUDITOR))
    for name in ("people", "register", "hours", "close"):
        assert all(reverse(f"training:{name}", args=[offering.code])[3:] in text for offering in shown)
    for name in ("certificates:issue",):
        assert all(reverse(name, args=[offering.code])[3:] in text for offering in shown)
    assert all(f">{offering.code}</span>" in text for offering in shown)
    assert "Still a draft" not in text
    with django_assert_num_queries(10):
        client.get(DESK)


@pytest.mark.parametrize("number", ["x", "0", "99", "9" * 5000, "\x00"])
def test_desk_of_an_auditor_answers_any_page_number(client, number):
    client.force_login(person_with(Role.AUDITOR))
    assert client.get(DESK, {"page": number}).status_code == 200


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("roles", [(), tuple(Role), (Role.COORDINATOR, Role.INSTRUCTOR, Role.REGIONAL_OFFICIAL)])
def test_desk_opens_whatever_roles_are_or_were_held(client, roles, ended):
    person, cluster = UserFactory(), ClusterFactory()
    for role in roles:
        of_cluster = role in (Role.CLUSTER_MANAGER, Role.TUTOR, Role.ASSESSOR)
        until = date(2026, 11, 21) if ended else date(2027, 1, 1)
        RoleGrantFactory(user=person, role=role, cluster=cluster if of_cluster else None, valid_until=until)
    seated(person)
    offered(person)
    teaches(person, starts_at=NOW + timedelta(hours=1))
    seed_consents()
    text = page(client, person)
    assert ("Take attendance" in text) == (Role.INSTRUCTOR in roles and not ended)
    assert "My training" in text


def test_person_whose_role_ended_still_finds_the_own_training(client):
    person = UserFactory()
    done = seated(person, closed_offering(), status="completed")
    outcome_of(done)
    key = certified(done).key
    assert str(key) in page(client, person)


@pytest.mark.parametrize("role", [Role.CLUSTER_MANAGER, Role.INSTRUCTOR, Role.AUDITOR, Role.COORDINATOR])
def test_every_link_of_the_desk_opens(client, role):
    person = person_with(role, ClusterFactory() if role == Role.CLUSTER_MANAGER else None)
    if role == Role.CLUSTER_MANAGER:
        outcome_of(seated(person, closed_offering(), status="completed"))
        offered(person)
    mine = seated(person)
    SessionFactory(offering=mine.offering, starts_at=NOW + timedelta(hours=1), taught_by=[person])
    EnrolmentFactory(applied=True)
    teaches(person if role == Role.INSTRUCTOR else person_with(Role.INSTRUCTOR), starts_at=NOW - timedelta(days=1))
    OfferingFactory(starts_at=NOW - timedelta(days=3), ends_at=NOW - timedelta(days=2))
    outcome_of()
    OfferingFactory(draft=True)
    main = page(client, person).partition("<main")[2].partition("</main>")[0]
    links = {href for href in re.findall(r'href="(/[^"#]*)', main) if not href.startswith("/static/")}
    assert len(links) > 5
    assert [href for href in sorted(links) if client.get(href, follow=True).status_code != 200] == []


def test_rows_stand_in_the_order_in_which_they_matter(manager):
    late, soon = (seated(manager, OfferingFactory(seats=1, starts_at=NOW + timedelta(days=n))) for n in (9, 2))
    waits = EnrolmentFactory(person=manager, cluster=None)
    left = EnrolmentFactory(person=manager, cluster=None, withdrawn=True)
    done = seated(manager, closed_offering(), status="completed")
    first = offered(manager)
    assert [row.enrolment for row in learner_desk(manager, NOW).rows] == [first, soon, late, waits, done, left]
