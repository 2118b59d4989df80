"""The page of one's feeds: addresses are made, replaced and removed by their owner alone."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from lms.calendars.actions import make_address, remove_address, replace_address
from lms.calendars.feed_links import feed_links_for
from lms.calendars.models import FeedAddress
from lms.people.models import Role, RoleGrant, User
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_calendars import FeedAddressFactory
from tests.factories_training import NOW, OfferingFactory

pytestmark = pytest.mark.django_db
PAGE, MAKE = "/it/me/calendars/", "/it/me/calendars/make/"
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def person(client):
    person = person_with(Role.CLUSTER_MANAGER, ClusterFactory(slug="wood", name="Wood"))
    client.force_login(person)
    return person


def titles(client):
    return [(link.kind, link.address is not None) for link in client.get(PAGE).context["links"]]


def live():
    return FeedAddress.objects.filter(replaced_at=None)


def test_visitors_are_sent_to_sign_in(client):
    for address in (PAGE, MAKE, "/it/me/calendars/1/replace/"):
        assert client.get(address).url.startswith("/it/account/login/")


def test_looking_makes_no_address(client, person):
    assert titles(client) == [("person", False), ("cluster", False), ("programme", False)]
    assert FeedAddress.objects.count() == 0
    assert client.get(MAKE).status_code == 405


def test_address_is_made_once_and_shown(client, person, settings):
    settings.BASE_URL = "https://clus3.example"
    for _time in range(2):
        answer = client.post(MAKE, {"kind": "person"})
    address = FeedAddress.objects.get()
    assert answer.url == f"{PAGE}#feed-{address.pk}"
    assert (address.person, address.kind, address.created_at) == (person, "person", NOW)
    text = client.get(PAGE).content.decode()
    assert f'value="https://clus3.example/feeds/{address.token}.ics"' in text
    assert f'href="webcal://clus3.example/feeds/{address.token}.ics"' in text


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "cluster", "cluster": "stone"},
        {"kind": "cluster"},
        {"kind": "offering"},
        {"kind": "offering", "offering": "draft"},
        {"kind": "offering", "offering": "\x00"},
        {"kind": "everything"},
        {},
    ],
)
def test_no_address_for_what_one_may_not_follow_or_is_not_there(client, person, sent):
    ClusterFactory(slug="stone")
    OfferingFactory(code="draft", draft=True)
    assert client.post(MAKE, sent).url == PAGE
    assert FeedAddress.objects.count() == 0


def test_somebody_who_teaches_nothing_makes_no_feed_of_an_instructor(client, person):
    assert client.post(MAKE, {"kind": "instructor"}).status_code == 403
    with pytest.raises(PermissionDenied):
        make_address(kind="cluster", cluster=ClusterFactory(), by=person, now=NOW)
    assert FeedAddress.objects.count() == 0


def test_offering_is_followed_from_its_page(client, person):
    offering = OfferingFactory(code="ed-1", title_it="Edizione prima")
    client.post(MAKE, {"kind": "offering", "offering": "ed-1", "cluster": "wood"})
    address = FeedAddress.objects.get()
    assert (address.offering, address.cluster) == (offering, None)
    assert "Edizione prima" in client.get(PAGE).content.decode()


def test_coordinator_chooses_among_all_clusters(client):
    cluster = ClusterFactory(slug="stone")
    client.force_login(person_with(Role.COORDINATOR))
    assert titles(client) == [("person", False), ("programme", False)]
    client.post(MAKE, {"kind": "cluster", "cluster": "stone"})
    assert FeedAddress.objects.get().cluster == cluster
    assert ("cluster", True) in titles(client)


def test_replaced_address_dies_and_another_is_made(client, person):
    old = FeedAddressFactory(person=person)
    confirm = f"/it/me/calendars/{old.pk}/replace/"
    assert client.get(confirm).status_code == 200
    assert live().get() == old
    answer = client.post(confirm)
    new = live().get()
    assert answer.url == f"{PAGE}#feed-{new.pk}"
    assert new.token != old.token
    assert client.get(f"/feeds/{old.token}.ics").status_code == 410
    assert client.get(f"/feeds/{new.token}.ics").status_code == 200
    assert client.post(confirm).status_code == 404


def test_second_click_replaces_nothing(person):
    old = FeedAddressFactory(person=person)
    for _time in range(2):
        replace_address(address=old, by=person, now=LATER)
    assert FeedAddress.objects.count() == 2


def test_removed_address_is_dead(client, person):
    address = FeedAddressFactory(person=person)
    assert client.get(f"/it/me/calendars/{address.pk}/remove/").status_code == 200
    assert live().exists()
    client.post(f"/it/me/calendars/{address.pk}/remove/")
    assert not live().exists()
    assert client.get(f"/feeds/{address.token}.ics").status_code == 410


@pytest.mark.parametrize("what", ["replace", "remove"])
@pytest.mark.parametrize("who", ["colleague", "stranger", "coordinator"])
def test_nobody_touches_the_address_of_somebody_else(client, person, who, what):
    address = FeedAddressFactory(person=person)
    cluster = person.role_grants.get().cluster
    others = {"colleague": (Role.CLUSTER_MANAGER, cluster), "coordinator": (Role.COORDINATOR, None)}
    other = person_with(*others[who]) if who in others else UserFactory()
    client.force_login(other)
    path = f"/it/me/calendars/{address.pk}/{what}/"
    assert {client.get(path).status_code, client.post(path).status_code} == {404}
    assert address.token not in client.get(PAGE).content.decode()
    for act in (replace_address, remove_address):
        with pytest.raises(PermissionDenied):
            act(address=address, by=other, now=NOW)
    assert live().get() == address


def test_huge_number_is_no_address(client, person):
    assert client.get(f"/it/me/calendars/{10**30}/replace/").status_code == 404


def test_address_of_a_role_that_ended_is_shown_to_be_removed(client, person):
    FeedAddressFactory(person=person, kind="cluster", cluster=person.role_grants.get().cluster)
    RoleGrant.objects.update(valid_until=date(2026, 11, 21))
    link = next(link for link in feed_links_for(User.objects.get(pk=person.pk)) if link.kind == "cluster")
    assert not link.is_open
    text = client.get("/en/me/calendars/").content.decode()
    assert "The role that it needs has ended" in text
    assert f"/en/me/calendars/{link.address.pk}/remove/" in text
    assert f"/en/me/calendars/{link.address.pk}/replace/" not in text


def test_instructor_is_offered_the_sessions_taught():
    links = feed_links_for(person_with(Role.INSTRUCTOR))
    assert [(link.kind, link.url, link.subscribe_url) for link in links] == [
        ("person", "", ""),
        ("instructor", "", ""),
        ("programme", "", ""),
    ]


@pytest.mark.parametrize("many", [1, 30])
def test_page_takes_as_many_queries_for_much(client, person, django_assert_num_queries, many):
    for _number in range(many):
        FeedAddressFactory(person=person, kind="offering", offering=OfferingFactory())
    client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(PAGE)
