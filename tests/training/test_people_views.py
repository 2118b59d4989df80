"""Who takes part: what coordinators decide, what auditors read, and what nobody else sees."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from lms.people.models import Role
from lms.training.enrolment_actions import apply
from lms.training.models import Enrolment, NeedRank, SeatAllotment
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory

pytestmark = pytest.mark.django_db
PEOPLE_QUERIES = 9
ENTER_QUERIES = 9
TOO_LARGE = "9" * 30


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


def get(client, name, *args, **query):
    with translation.override("en"):
        return client.get(reverse(f"training:{name}", args=args), query)


def post(client, name, *args, follow=True, **data):
    with translation.override("en"):
        return client.post(reverse(f"training:{name}", args=args), data, follow=follow)


def words(response):
    return response.content.decode()


def statuses(*enrolments):
    found = dict(Enrolment.objects.values_list("pk", "status"))
    return [found[one.pk] for one in enrolments]


def asked(offering, minutes=0, note=""):
    person = person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    cluster = person.clusters_as(Role.CLUSTER_MANAGER)[0]
    return apply(offering=offering.code, by=person, cluster=cluster, note=note, now=NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("number", [1, 6])
def test_people_take_the_same_queries_for_thirty(client, coordinator, number, django_assert_num_queries):
    """Five groups of six are thirty people."""
    offering = OfferingFactory(seats=100, queue_order="need")
    for _ in range(number):
        for state in ({"applied": True}, {"offered": True}, {"confirmed": True}, {"withdrawn": True}, {}):
            one = EnrolmentFactory(offering=offering, **state)
        NeedRank.objects.create(offering=offering, cluster=one.cluster, rank=1)
    get(client, "people", offering.code)
    with django_assert_num_queries(PEOPLE_QUERIES):
        page = get(client, "people", offering.code).context["page"]
    assert {len(group) for group in (page.applied, page.offered, page.confirmed, page.queue, page.left)} == {number}


@pytest.mark.parametrize("number", [1, 15])
def test_search_takes_the_same_queries(client, coordinator, number, django_assert_num_queries):
    offering = OfferingFactory(seats=100)
    for _ in range(number):
        person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    get(client, "enter", offering.code)
    with django_assert_num_queries(ENTER_QUERIES):
        page = get(client, "enter", offering.code)
    assert len(page.context["found"]) == number


def test_people_are_for_coordinators_and_auditors(client):
    one = EnrolmentFactory(confirmed=True, note="My knee hurts")
    code, pk = one.offering.code, one.pk
    colleague = person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    seen = {}
    for name, person in {
        "coordinator": person_with(Role.COORDINATOR), "auditor": person_with(Role.AUDITOR), "own": one.person,
        "colleague": colleague, "instructor": person_with(Role.INSTRUCTOR), "nobody": UserFactory(),
    }.items():  # fmt: skip
        client.force_login(person)
        read = [get(client, "people", code).status_code, get(client, "enrolment", code, pk).status_code]
        seen[name] = (*read, get(client, "enter", code).status_code, get(client, "seats", code).status_code)
    client.logout()
    assert get(client, "people", code).status_code == 302
    assert seen == {
        "coordinator": (200, 200, 200, 200),
        "auditor": (200, 200, 403, 403),
        "own": (403, 403, 403, 403),
        "colleague": (403, 403, 403, 403),
        "instructor": (403, 403, 403, 403),
        "nobody": (403, 403, 403, 403),
    }


def test_auditor_reads_names_without_buttons_addresses_or_notes(client):
    offering = OfferingFactory(seats=3)
    one = EnrolmentFactory(offering=offering, applied=True, note="My knee hurts")
    client.force_login(person_with(Role.AUDITOR))
    for page in (get(client, "people", offering.code), get(client, "enrolment", offering.code, one.pk)):
        text = words(page)
        assert str(one.person) in text
        assert one.person.email not in text
        assert "My knee hurts" not in text
        assert "/approve/" not in text
    steps = [post(client, "take_step", offering.code, one.pk, step).status_code for step in ("approve", "remove")]
    assert steps == [403, 403]
    assert [post(client, name, offering.code).status_code for name in ("approve_ticked", "offer_seats")] == [403, 403]
    assert statuses(one) == ["applied"]


def test_queue_stands_in_the_order_in_which_seats_are_given(client, coordinator):
    offering = OfferingFactory(seats=0, queue_order="need")
    early, needy, late = (
        EnrolmentFactory(offering=offering, queued_at=NOW - timedelta(days=days)) for days in (3, 1, 2)
    )
    NeedRank.objects.create(offering=offering, cluster=needy.cluster, rank=1)
    queue = get(client, "people", offering.code).context["page"].queue
    assert [(row.enrolment, row.place, row.rank) for row in queue] == [(needy, 1, 1), (early, 2, None), (late, 3, None)]


def test_whose_account_is_closed_stands_last_without_a_place(client, coordinator):
    offering = OfferingFactory(seats=0)
    closed = EnrolmentFactory(offering=offering, queued_at=NOW - timedelta(days=3))
    waits = EnrolmentFactory(offering=offering)
    closed.person.is_active = False
    closed.person.save()
    page = get(client, "people", offering.code)
    assert [(row.enrolment, row.place) for row in page.context["page"].queue] == [(waits, 1), (closed, None)]
    assert "The account is closed" in words(page)


def test_applications_are_approved_in_the_order_of_need(client, coordinator):
    offering = OfferingFactory(seats=1, needs_approval=True, queue_order="need")
    first, second, third = (asked(offering, minutes) for minutes in (0, 1, 2))
    NeedRank.objects.create(offering=offering, cluster=second.cluster, rank=1)
    ticked = [first.pk, second.pk, "x", TOO_LARGE, "-1"]
    assert "2 applications were approved." in words(post(client, "approve_ticked", offering.code, enrolment=ticked))
    assert statuses(first, second, third) == ["waiting", "confirmed", "applied"]
    assert "Tick the applications" in words(post(client, "approve_ticked", offering.code))


def test_ranks_that_no_longer_count_change_no_order(client, coordinator):
    offering = OfferingFactory(seats=1, needs_approval=True, queue_order="need")
    first, second = asked(offering), asked(offering, 1)
    NeedRank.objects.create(offering=offering, cluster=second.cluster, rank=1)
    type(offering).objects.update(queue_order="arrival")
    applied = get(client, "people", offering.code).context["page"].applied
    assert [(row.enrolment, row.rank) for row in applied] == [(first, None), (second, None)]
    post(client, "approve_ticked", offering.code, enrolment=[first.pk, second.pk])
    assert statuses(first, second) == ["confirmed", "waiting"]


def test_ticks_of_another_offering_change_nothing(client, coordinator):
    foreign = asked(OfferingFactory(seats=1, needs_approval=True))
    post(client, "approve_ticked", OfferingFactory(seats=1).code, enrolment=[foreign.pk])
    assert post(client, "take_step", OfferingFactory().code, foreign.pk, "approve").status_code == 404
    assert statuses(foreign) == ["applied"]


def test_decisions_about_one_person(client, coordinator):
    offering = OfferingFactory(seats=2, needs_approval=True)
    one, other = asked(offering, note="I would like to learn"), asked(offering, 1)
    assert "I would like to learn" in words(get(client, "people", offering.code))
    assert f"{one.person}: Confirmed" in words(post(client, "take_step", offering.code, one.pk, "approve"))
    assert "Say why: the person reads it." in words(post(client, "take_step", offering.code, other.pk, "decline"))
    post(client, "take_step", offering.code, other.pk, "decline", reason="The course is for beginners")
    assert statuses(one, other) == ["confirmed", "declined"]
    post(client, "take_step", offering.code, one.pk, "remove", reason="Moved away")
    page = words(get(client, "people", offering.code))
    assert "The course is for beginners" in page
    assert "Moved away" in page
    way = words(get(client, "enrolment", offering.code, one.pk))
    assert [way.index(text) for text in ("Applied", "Approved", "Was taken off the list")] == sorted(
        way.index(text) for text in ("Applied", "Approved", "Was taken off the list")
    )
    assert str(coordinator) in way
    assert statuses(one) == ["withdrawn"]


def test_seat_is_accepted_on_behalf(client, coordinator):
    one = EnrolmentFactory(offered=True)
    late = EnrolmentFactory(offering=one.offering, offered=True, offer_expires_at=NOW - timedelta(minutes=1))
    post(client, "take_step", one.offering.code, one.pk, "accept")
    assert "a moment that has passed" in words(post(client, "take_step", one.offering.code, late.pk, "accept"))
    assert statuses(one, late) == ["confirmed", "offered"]


def test_unknown_steps_and_people_are_not_there(client, coordinator):
    one = EnrolmentFactory(confirmed=True)
    code = one.offering.code
    assert post(client, "take_step", code, one.pk, "promote").status_code == 404
    assert post(client, "take_step", code, TOO_LARGE, "remove", reason="x").status_code == 404
    assert get(client, "enrolment", code, TOO_LARGE).status_code == 404
    assert get(client, "people", "there-is-none").status_code == 404
    assert post(client, "offer_seats", "there-is-none").status_code == 404
    assert post(client, "take_step", code, one.pk, "remove", reason="\x00").status_code == 200
    assert statuses(one) == ["confirmed"]


def test_free_seats_are_offered_after_the_start(client, coordinator):
    offering = OfferingFactory(seats=1, starts_at=NOW - timedelta(days=1))
    one = EnrolmentFactory(offering=offering)
    assert "Offer 1 free seat to the queue now" in words(get(client, "people", offering.code))
    assert "1 seat was offered." in words(post(client, "offer_seats", offering.code))
    assert statuses(one) == ["offered"]
    page = words(post(client, "offer_seats", offering.code))
    assert "No seat is free for anybody in the queue." in page
    assert "free seat to the queue now" not in page


def test_seats_of_what_takes_nobody_are_not_offered_and_the_page_says_so(client, coordinator):
    offering = OfferingFactory(seats=1, draft=True)
    response = post(client, "offer_seats", offering.code)
    assert response.redirect_chain[-1][0].endswith(f"{offering.code}/people/")
    assert "This offering takes nobody" in words(response)


def test_empty_page_says_what_to_do(client, coordinator):
    assert "Nobody has asked for a seat yet" in words(get(client, "people", OfferingFactory(seats=3).code))


def test_somebody_is_entered_by_name(client, coordinator):
    offering = OfferingFactory(seats=1)
    person = person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    RoleGrantFactory(user=person, role=Role.CLUSTER_MANAGER, cluster=ClusterFactory())
    cluster = person.clusters_as(Role.CLUSTER_MANAGER)[0]
    found = get(client, "enter", offering.code, q=person.email[:9].upper()).context["found"]
    assert person in [one.person for one in found]
    foreign = ClusterFactory()
    assert "does not manage the cluster" in words(
        post(client, "enter", offering.code, person=person.pk, cluster=foreign.pk)
    )
    post(client, "enter", offering.code, person=person.pk, cluster=cluster.pk)
    own = Enrolment.objects.get()
    assert (own.status, own.cluster, own.events.first().by) == ("confirmed", cluster, coordinator)
    assert not get(client, "enter", offering.code, q=person.email).context["found"][0].can_be_entered


def test_who_cannot_be_read_is_not_entered(client, coordinator):
    offering = OfferingFactory(seats=1)
    for person in ("", "\x00", "-1", TOO_LARGE, "abc"):
        assert post(client, "enter", offering.code, person=person).status_code in (200, 404)
    closed = UserFactory(is_active=False)
    assert post(client, "enter", offering.code, person=closed.pk).status_code == 200
    assert get(client, "enter", offering.code, q="\x00%_'\"").status_code == 200
    assert not Enrolment.objects.exists()


def test_search_without_words_shows_those_for_whom_it_is_meant(client, coordinator):
    offering = OfferingFactory(seats=5, audience="officials")
    official = person_with(Role.REGIONAL_OFFICIAL)
    person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    EnrolmentFactory(offering=offering, person=person_with(Role.REGIONAL_OFFICIAL), cluster=None, confirmed=True)
    found = get(client, "enter", offering.code).context["found"]
    assert [one.person for one in found] == [official]


def test_kept_seats_stand_on_the_page(client, coordinator):
    offering = OfferingFactory(seats=5)
    SeatAllotment.objects.create(
        offering=offering, cluster=ClusterFactory(name="Legno"), seats=2, reserved_until=NOW.date()
    )
    page = get(client, "people", offering.code)
    assert "Kept for Legno until 22 November 2026: 2, free: 2" in words(page)
    assert page.context["page"].free == 7
