"""The calendar and the page of an offering: who sees what, where the reader stands, in how many queries."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from lms.people.models import Role
from lms.training.enrolment_actions import withdraw
from lms.training.models import Enrolment, NeedRank, SeatAllotment
from tests.factories import ClusterFactory, RoleGrantFactory, person_with
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory, SessionFactory

pytestmark = pytest.mark.django_db
CALENDAR_QUERIES = 10
PAGE_QUERIES = 11
APPLY_QUERIES = 12


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager():
    return person_with(Role.CLUSTER_MANAGER, ClusterFactory())


def get(client, name, *args, **query):
    with translation.override("en"):
        return client.get(reverse(f"training:{name}", args=args), query)


def post(client, name, *args, follow=True, **data):
    with translation.override("en"):
        return client.post(reverse(f"training:{name}", args=args), data, follow=follow)


def words(response):
    return response.content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_calendar_takes_the_same_queries_for_thirty(client, manager, number, django_assert_num_queries):
    for _ in range(min(number, 20)):
        EnrolmentFactory(person=manager, offering=OfferingFactory(seats=20, parts=[240, 120]), confirmed=True)
    client.force_login(manager)
    get(client, "calendar")
    with django_assert_num_queries(CALENDAR_QUERIES):
        page = get(client, "calendar")
    assert len(page.context["cards"]) == min(number, 20)


@pytest.mark.parametrize("number", [1, 30])
def test_page_of_who_takes_part_takes_the_same_queries(client, manager, number, django_assert_num_queries):
    offering = OfferingFactory(seats=40)
    EnrolmentFactory(offering=offering, person=manager, confirmed=True)
    other = OfferingFactory(seats=40)
    EnrolmentFactory(offering=other, person=manager, confirmed=True)
    taught_by = [person_with(Role.INSTRUCTOR) for _ in range(min(number, 3))]
    for day in range(number):
        start = offering.starts_at + timedelta(days=day)
        SessionFactory(offering=offering, starts_at=start, taught_by=taught_by)
        SessionFactory(offering=other, starts_at=start, taught_by=taught_by)
        EnrolmentFactory(offering=offering, **({"confirmed": True} if day % 2 else {}))
    client.force_login(manager)
    get(client, "offering", offering.code)
    with django_assert_num_queries(PAGE_QUERIES):
        page = get(client, "offering", offering.code)
    assert len(page.context["page"].own.overlaps) == number


def test_asking_for_a_seat_takes_few_queries(client, manager, django_assert_max_num_queries):
    offering = OfferingFactory(seats=5)
    client.force_login(manager)
    with django_assert_max_num_queries(APPLY_QUERIES):
        post(client, "apply", offering.code, follow=False)
    assert Enrolment.objects.get().status == "confirmed"


def test_drafts_are_for_coordinators_and_their_instructors(client, manager):
    draft = OfferingFactory(draft=True)
    instructor, stranger = person_with(Role.INSTRUCTOR), person_with(Role.INSTRUCTOR)
    SessionFactory(offering=draft, taught_by=[instructor])
    seen = {}
    for name, person in {
        "coordinator": person_with(Role.COORDINATOR), "instructor": instructor, "stranger": stranger,
        "manager": manager, "auditor": person_with(Role.AUDITOR),
    }.items():  # fmt: skip
        client.force_login(person)
        listed = draft.title_en in words(get(client, "calendar", when="drafts"))
        seen[name] = (get(client, "offering", draft.code).status_code, listed)
    client.logout()
    assert get(client, "offering", draft.code).status_code == 404
    assert seen == {
        "coordinator": (200, True),
        "instructor": (200, False),
        "stranger": (404, False),
        "manager": (404, False),
        "auditor": (404, False),
    }


def test_asking_for_a_draft_says_no_more_than_an_unknown_code(client, manager):
    client.force_login(manager)
    draft = OfferingFactory(draft=True, seats=3)
    codes = [post(client, "apply", code, follow=False).status_code for code in (draft.code, "there-is-none")]
    assert codes == [404, 404]


def test_cancelled_offering_says_why_and_takes_nobody(client, manager):
    offering = OfferingFactory(
        seats=5, status="cancelled", cancelled_at=NOW, cancelled_reason="The room is under water."
    )
    client.force_login(manager)
    page = words(get(client, "offering", offering.code))
    assert "The room is under water." in page
    assert "Ask for a seat" not in page
    assert "The room is under water." in words(get(client, "calendar"))
    assert "it is not open for enrolment" in words(post(client, "apply", offering.code))


def test_calendar_keeps_what_is_over_on_its_own_page(client):
    over = OfferingFactory(title_en="Over", starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=8))
    running = OfferingFactory(title_en="Runs", starts_at=NOW - timedelta(days=1), ends_at=NOW + timedelta(days=1))
    ahead, undated = OfferingFactory(), OfferingFactory(starts_at=None, ends_at=None)
    assert [card.offering for card in get(client, "calendar").context["cards"]] == [running, ahead, undated]
    assert [card.offering for card in get(client, "calendar", when="past").context["cards"]] == [over]


def test_filters_of_the_calendar(client):
    visit = OfferingFactory(kind="visit", audience="both", taught_in="en")
    edition = OfferingFactory(audience="officials", starts_at=NOW + timedelta(days=3), ends_at=NOW + timedelta(days=3))

    def found(**query):
        return {card.offering for card in get(client, "calendar", **query).context["cards"]}

    assert found(kind="visit") == {visit}
    assert found(audience="managers") == {visit}
    assert found(audience="officials") == {visit, edition}
    assert found(language="it") == {edition}
    assert found(month="2027-01") == {visit}
    page = get(client, "calendar", month="2027-99", kind="\x00party", page="9" * 30)
    assert words(page).count("This is none of the choices: the filter is left out.") == 2
    assert len(page.context["cards"]) == 2


def test_rooms_links_and_names_are_not_for_everybody(client, manager):
    instructor = person_with(Role.INSTRUCTOR)
    offering = OfferingFactory(seats=5)
    SessionFactory(offering=offering, taught_by=[instructor], link="https://meet.example/room")
    waits = EnrolmentFactory(offering=offering).person
    comes = EnrolmentFactory(offering=offering, confirmed=True).person
    seen = {}
    for name, person in {"waits": waits, "comes": comes, "manager": manager, "teaches": instructor}.items():
        client.force_login(person)
        page = words(get(client, "offering", offering.code))
        assert instructor.get_full_name() in page
        seen[name] = ("Sala Rossa" in page, "meet.example" in page)
    client.logout()
    page = words(get(client, "offering", offering.code))
    assert "Sala Rossa" not in page
    assert instructor.get_full_name() not in page
    assert seen == {
        "waits": (False, False), "comes": (True, True), "manager": (False, False), "teaches": (True, True)
    }  # fmt: skip


def test_nobody_reads_of_another_person(client, manager):
    other = EnrolmentFactory(offering=OfferingFactory(seats=5), confirmed=True, note="My knee hurts")
    client.force_login(manager)
    page = words(get(client, "offering", other.offering.code))
    assert other.person.last_name not in page
    assert "My knee hurts" not in page
    for name in ("withdraw", "accept"):
        assert post(client, name, other.offering.code).status_code == 404


def test_visitor_is_asked_to_sign_in(client):
    offering = OfferingFactory(seats=5)
    assert "Sign in to ask for a seat" in words(get(client, "offering", offering.code))
    assert post(client, "apply", offering.code, follow=False).status_code == 302
    assert not Enrolment.objects.exists()


def test_way_of_one_person_in_words(client, manager):
    offering = OfferingFactory(seats=1, offer_hours=24)
    first = EnrolmentFactory(offering=offering, confirmed=True)
    client.force_login(manager)
    assert "Ask for a seat" in words(get(client, "offering", offering.code))
    assert "you are in the queue" in words(post(client, "apply", offering.code, note="Please"))
    assert "You are the next in the queue." in words(get(client, "offering", offering.code))
    withdraw(enrolment=first, by=first.person, now=NOW)
    page = words(get(client, "offering", offering.code))
    assert "is kept for you until 23 November 2026, 10:00" in page
    assert "Accept the seat" in page
    assert "Your seat is confirmed." in words(post(client, "accept", offering.code))
    assert "Ask for a seat" not in words(get(client, "offering", offering.code))
    assert "no longer on the list" in words(post(client, "withdraw", offering.code))
    assert "Ask for a seat again" in words(get(client, "offering", offering.code))


def test_place_in_the_queue_counts_by_need_where_need_decides(client, manager):
    offering = OfferingFactory(seats=0, queue_order="need")
    for rank in (1, 2):
        one = EnrolmentFactory(offering=offering, queued_at=NOW - timedelta(days=1))
        NeedRank.objects.create(offering=offering, cluster=one.cluster, rank=rank)
    mine = EnrolmentFactory(offering=offering, person=manager, queued_at=NOW - timedelta(days=2))
    client.force_login(manager)
    assert "Your place in the queue: 3." in words(get(client, "offering", offering.code))
    NeedRank.objects.create(offering=offering, person=mine.person, rank=1)
    assert "You are the next in the queue." in words(get(client, "offering", offering.code))


def test_what_stands_in_the_way_is_said_without_a_button(client, manager):
    late = OfferingFactory(seats=5, apply_until=NOW - timedelta(hours=1))
    others = OfferingFactory(seats=5, audience="officials")
    client.force_login(manager)
    for offering, sentence in ((late, "Applications were taken until"), (others, "This offering is for others")):
        page = words(get(client, "offering", offering.code))
        assert sentence in page
        assert "<textarea" not in page
        assert sentence in words(post(client, "apply", offering.code))
    assert not Enrolment.objects.exists()


def test_coordinator_is_told_nothing_about_a_seat(client):
    client.force_login(person_with(Role.COORDINATOR))
    assert "Your seat" not in words(get(client, "offering", OfferingFactory(seats=1).code))


def test_manager_of_two_clusters_chooses(client, manager):
    second = ClusterFactory()
    RoleGrantFactory(user=manager, role=Role.CLUSTER_MANAGER, cluster=second)
    offering = OfferingFactory(seats=5)
    client.force_login(manager)
    assert second.name in words(get(client, "offering", offering.code))
    assert "Choose the cluster for which you come." in words(post(client, "apply", offering.code))
    foreign = ClusterFactory()
    for wrong in (foreign.pk, "9" * 40, "\x00"):
        assert "clusters whose manager you are" in words(post(client, "apply", offering.code, comes_for=wrong))
    post(client, "apply", offering.code, comes_for=second.pk)
    assert Enrolment.objects.get().cluster == second


def test_official_comes_for_no_cluster(client):
    official = person_with(Role.REGIONAL_OFFICIAL)
    offering = OfferingFactory(seats=5, audience="both")
    client.force_login(official)
    post(client, "apply", offering.code)
    assert Enrolment.objects.get().cluster is None


def test_bad_notes_are_refused_with_a_sentence(client, manager):
    offering = OfferingFactory(seats=5)
    client.force_login(manager)
    for note in ("x" * 1001, "\x00"):
        assert post(client, "apply", offering.code, note=note).status_code == 200
    assert not Enrolment.objects.exists()


def test_following_an_address_changes_nothing(client, manager):
    offering = OfferingFactory(seats=5)
    client.force_login(manager)
    get(client, "apply", offering.code)
    assert not Enrolment.objects.exists()
    own = EnrolmentFactory(offering=offering, person=manager, offered=True)
    for name in ("accept", "withdraw"):
        get(client, name, offering.code)
        own.refresh_from_db()
        assert own.status == "offered"


def test_late_withdrawal_asks_why(client, manager):
    offering = OfferingFactory(seats=5, withdraw_until=NOW - timedelta(days=1))
    own = EnrolmentFactory(offering=offering, person=manager, confirmed=True)
    client.force_login(manager)
    assert "say why you cannot come" in words(post(client, "withdraw", offering.code, reason=" "))
    own.refresh_from_db()
    assert own.status == "confirmed"
    post(client, "withdraw", offering.code, reason="I am ill")
    assert own.events.get().reason == "I am ill"


def test_times_name_the_zone_where_the_readers_clock_differs(client, manager):
    offering = OfferingFactory(seats=5, time_zone="Europe/Lisbon")
    SessionFactory(offering=offering, time_zone="Europe/Lisbon")
    client.force_login(manager)
    page = words(get(client, "offering", offering.code))
    assert "08:00–12:00" in page
    assert "Time of Europe – Lisbon; by your clock 09:00–13:00" in page
    manager.time_zone = "Atlantic/Canary"  # another zone, the same clock
    manager.save()
    page = words(get(client, "offering", offering.code))
    assert "by your clock" not in page


def test_kept_seats_are_named(client):
    offering = OfferingFactory(seats=2)
    cluster = ClusterFactory(name="Cluster Legno")
    SeatAllotment.objects.create(offering=offering, cluster=cluster, seats=3, reserved_until=NOW.date())
    page = words(get(client, "offering", offering.code))
    assert "5 seats free of 5" in page
    assert "3 of them are kept for Cluster Legno until 22 November 2026" in page


def test_what_is_over_offers_no_seat_and_blames_nobody(client, manager):
    over = OfferingFactory(seats=5, starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=8))
    client.force_login(manager)
    assert "Your seat" not in words(get(client, "offering", over.code))


def test_only_confirmed_seats_and_planned_sessions_overlap(client, manager):
    offering = OfferingFactory(seats=5)
    SessionFactory(offering=offering)
    waiting, cancelled, confirmed = OfferingFactory(), OfferingFactory(seats=5), OfferingFactory(seats=5)
    EnrolmentFactory(offering=waiting, person=manager)
    for other in (cancelled, confirmed):
        EnrolmentFactory(offering=other, person=manager, confirmed=True)
    SessionFactory(offering=waiting)
    SessionFactory(offering=cancelled, status="cancelled", cancelled_reason="Snow")
    SessionFactory(offering=confirmed, starts_at=offering.starts_at + timedelta(hours=4))
    client.force_login(manager)
    assert get(client, "offering", offering.code).context["page"].own.overlaps == []
    SessionFactory(offering=confirmed, starts_at=offering.starts_at + timedelta(hours=3))
    page = words(get(client, "offering", offering.code))
    assert f"12 January 2027, 12:00: Module 1, {confirmed.title_en}" in page


def test_person_reads_why_the_seat_is_gone(client, manager):
    own = EnrolmentFactory(offering=OfferingFactory(seats=5), person=manager, confirmed=True)
    coordinator = person_with(Role.COORDINATOR)
    withdraw(enrolment=own, by=coordinator, now=NOW, reason="Two of your colleagues come already")
    client.force_login(manager)
    page = words(get(client, "offering", own.offering.code))
    assert "A coordinator took you off the list on 22 November 2026." in page
    assert "Two of your colleagues come already" in page


def test_auditor_and_instructor_find_the_register(client):
    offering = OfferingFactory(seats=5)
    teaches, stranger = person_with(Role.INSTRUCTOR), person_with(Role.INSTRUCTOR)
    SessionFactory(offering=offering, taught_by=[teaches])
    seen = []
    for person in (person_with(Role.AUDITOR), teaches, stranger):
        client.force_login(person)
        page = words(get(client, "offering", offering.code))
        seen.append((f"/{offering.code}/people/" in page, f"/{offering.code}/register/" in page))
    assert seen == [(True, True), (False, True), (False, False)]
