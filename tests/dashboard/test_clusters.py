"""Public pages of clusters: facts and labels for everybody, never a score; doors only for whom they open."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from lms.clusters.models import SpecialisationArea
from lms.people.consents import withdraw_consent
from lms.people.models import Role
from tests.factories import ClusterFactory, LabelAwardFactory, RoleGrantFactory, UserFactory, person_with
from tests.factories_benchmarks import make_framework, score_all
from tests.factories_privacy import ConsentTextFactory, agree_to_be_named

pytestmark = pytest.mark.django_db
BENCHMARK, PLAN = "/it/clusters/uno/benchmark/", "/it/clusters/uno/plan/"
SCORING, NEEDS = "/it/clusters/uno/benchmark/score/", "/it/clusters/uno/needs/"
ALL_DOORS = [BENCHMARK, SCORING, NEEDS, PLAN]


@pytest.fixture
def cluster():
    cluster = ClusterFactory(slug="uno", name="Uno", website="https://uno.example/")
    cluster.areas.add(SpecialisationArea.objects.create(code="area", name_it="Area italiana", name_en="English area"))
    return cluster


def page(client, language="it"):
    return client.get(f"/{language}/clusters/uno/").content.decode()


def test_cluster_page_speaks_the_language_of_the_reader(client, cluster):
    assert "Un cluster della regione." in page(client)
    assert "Area italiana" in page(client)
    assert "A cluster of the region." in page(client, "en")
    assert "English area" in page(client, "en")
    assert "https://uno.example/" in page(client)


@pytest.mark.parametrize(
    ("day", "held"),
    [("2014-06-30", []), ("2014-07-01", ["bronze"]), ("2016-07-31", ["bronze"]), ("2016-08-01", [])],
)
def test_label_is_held_from_the_first_to_the_last_day(client, cluster, day, held):
    LabelAwardFactory(cluster=cluster, valid_from=date(2014, 7, 1), valid_until=date(2016, 7, 31))
    with time_machine.travel(f"{day}T10:00:00Z", tick=False):
        card = client.get("/it/clusters/uno/").context["card"]
        assert [award.level for award in card.held] == held
        assert len(card.labels) == 1
        (listed,) = client.get("/it/clusters/").context["cards"]
        assert [award.level for award in listed.held] == held


def test_only_managers_in_office_who_agreed_are_named(client, cluster):
    def manager(last_name, agrees=True, **grant):
        user = UserFactory(last_name=last_name, is_active=grant.pop("is_active", True))
        if agrees:
            agree_to_be_named(user)
        RoleGrantFactory(user=user, role=Role.CLUSTER_MANAGER, cluster=cluster, **grant)

    manager("Agreed", listed_publicly=True)
    manager("Silent")
    manager("Unasked", listed_publicly=True, agrees=False)
    manager("Former", listed_publicly=True, valid_until=date(2015, 1, 1))
    manager("Gone", listed_publicly=True, is_active=False)
    RoleGrantFactory(user=UserFactory(last_name="Tutor"), role=Role.TUTOR, cluster=cluster, listed_publicly=True)
    assert [person.last_name for person in client.get("/it/clusters/uno/").context["people"]] == ["Agreed"]
    assert [name for name in ("Silent", "Unasked", "Former", "Gone", "Tutor") if name in page(client)] == []


def test_consent_counts_for_the_version_it_was_given_to_and_until_it_is_withdrawn(client, cluster):
    user = person_with(Role.CLUSTER_MANAGER, cluster, listed_publicly=True)
    named = lambda: len(client.get("/it/clusters/uno/").context["people"])  # noqa: E731
    consent = agree_to_be_named(user)
    assert named() == 1
    ConsentTextFactory(version=2, valid_from=date(2099, 1, 1))
    assert named() == 1
    newer = ConsentTextFactory(version=3)
    assert named() == 0
    agree_to_be_named(user)
    assert (named(), newer.consents.count()) == (1, 1)
    withdraw_consent(person=user, purpose=consent.text.purpose, by=user, now=timezone.now())
    assert named() == 0


def test_no_score_is_public(client, cluster):
    score_all(cluster, make_framework(), [1, 2, 3, 4])
    listed = client.get("/it/clusters/").content.decode()
    for text in (page(client), listed):
        assert BENCHMARK not in text
        assert PLAN not in text
    for name in ("assessment", "assessments", "scores", "rows"):
        assert name not in client.get("/it/clusters/uno/").context


@pytest.mark.parametrize(
    ("role", "of_this", "doors"),
    [
        (Role.COORDINATOR, None, ALL_DOORS),
        (Role.CLUSTER_MANAGER, True, ALL_DOORS),
        (Role.TUTOR, True, [BENCHMARK, NEEDS, PLAN]),
        (Role.ASSESSOR, True, [BENCHMARK, SCORING]),
        (Role.CLUSTER_MANAGER, False, []),
        (Role.REGIONAL_OFFICIAL, None, []),
        (Role.AUDITOR, None, []),
    ],
)
def test_doors_are_shown_to_those_for_whom_they_open(client, cluster, role, of_this, doors):
    of = {True: cluster, False: ClusterFactory(), None: None}[of_this]
    client.force_login(person_with(role, cluster=of))
    assert [door for door in ALL_DOORS if f'href="{door}"' in page(client)] == doors
    for door in doors:
        assert client.get(door).status_code == 200


def test_unknown_cluster_is_not_there(client):
    assert client.get("/it/clusters/nobody/").status_code == 404


def test_list_without_clusters_says_so(client):
    assert "empty-state" in client.get("/it/clusters/").content.decode()


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "99", "9" * 5000, "\x00", "1.5", "٣"])
def test_list_answers_any_page_number(client, number):
    ClusterFactory()
    response = client.get("/it/clusters/", {"page": number})
    assert response.status_code == 200
    assert len(response.context["cards"]) == 1


def test_long_list_comes_in_pages(client):
    ClusterFactory.create_batch(31)
    assert len(client.get("/it/clusters/").context["cards"]) == 30
    assert len(client.get("/it/clusters/?page=2").context["cards"]) == 1


@pytest.mark.parametrize("many", [1, 30])
def test_list_asks_the_database_as_often_for_many(client, django_assert_num_queries, many):
    for cluster in ClusterFactory.create_batch(many):
        LabelAwardFactory(cluster=cluster)
    client.get("/it/clusters/")
    with django_assert_num_queries(5):
        client.get("/it/clusters/")


@pytest.mark.parametrize("many", [1, 30])
def test_cluster_page_asks_the_database_as_often_for_many(client, cluster, django_assert_num_queries, many):
    for n in range(many):
        LabelAwardFactory(cluster=cluster, valid_from=date(1980 + n, 1, 1), valid_until=date(1980 + n, 12, 31))
        agree_to_be_named(RoleGrantFactory(role=Role.CLUSTER_MANAGER, cluster=cluster, listed_publicly=True).user)
    client.get("/it/clusters/uno/")
    with django_assert_num_queries(5):
        client.get("/it/clusters/uno/")
