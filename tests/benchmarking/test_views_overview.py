"""All clusters side by side: for coordinators, in a fixed number of queries."""

import re
from datetime import date

import pytest
from django.utils import translation

from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_benchmarks import FIRST_ROUND, SECOND_ROUND, make_framework, score_all

pytestmark = pytest.mark.django_db

ADDRESS = "/en/benchmarks/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


def page_of(client, person, query=""):
    client.force_login(person)
    return client.get(ADDRESS + query).context["page"]


def words(client, person, query=""):
    client.force_login(person)
    text = re.sub(r"<[^>]+>", " ", client.get(ADDRESS + query).content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def test_overview_is_for_coordinators(client, coordinator):
    own = ClusterFactory()
    others = [
        person_with(Role.CLUSTER_MANAGER, own),
        person_with(Role.ASSESSOR, own),
        person_with(Role.TUTOR, own),
        person_with(Role.REGIONAL_OFFICIAL),
        person_with(Role.INSTRUCTOR),
        person_with(Role.AUDITOR),
        UserFactory(),
    ]
    for person in others:
        client.force_login(person)
        assert client.get(ADDRESS).status_code == 403
    client.force_login(coordinator)
    assert client.get(ADDRESS).status_code == 200
    assert client.post(ADDRESS).status_code == 405


def test_overview_for_nobody_leads_to_the_sign_in(client):
    response = client.get(ADDRESS)
    assert (response.status_code, response["Location"]) == (302, f"/en/account/login/?next={ADDRESS}")


def test_overview_without_assessments_says_what_to_do(client, coordinator):
    assert page_of(client, coordinator) is None
    assert "Import the workbook of a round" in words(client, coordinator)


def test_overview_shows_each_cluster_with_its_figures(client, coordinator):
    framework = make_framework(minimums={"I-01": 2})
    chairs, hams, boats = (ClusterFactory(name=name, slug=name.lower()) for name in ("Chairs", "Hams", "Boats"))
    score_all(chairs, framework, 1, on=FIRST_ROUND)
    score_all(chairs, framework, [1, 2, 4, 4])
    score_all(hams, framework, [4, 4, 4, None])
    rows = {row.cluster: row for row in page_of(client, coordinator).rows}
    assert [row.name for row in rows] == ["Boats", "Chairs", "Hams"]
    assert (rows[boats].assessment, rows[boats].readiness) == (None, None)
    assert [cell.shade for cell in rows[boats].cells] == [None, None]
    assert rows[chairs].readiness.points_lowest == 11
    assert len(rows[chairs].readiness.missed) == 1
    assert rows[chairs].points_gained == 7
    assert [(cell.share.share_bp, cell.shade) for cell in rows[chairs].cells] == [(3750, 1), (10_000, 4)]
    assert rows[hams].points_gained is None  # a score is missing
    text = words(client, coordinator)
    assert "2 points and 1 minimum requirement short of Gold" in text
    assert "37.5 %" in text
    assert "Not assessed by this day" in text
    assert 'href="/en/clusters/chairs/benchmark/?on=2016-03-31"' in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("scores", "shade"), [([0, 0], 0), ([0, 1], 0), ([1, 1], 1), ([1, 2], 1), ([2, 2], 2), ([2, 3], 3), ([4, 4], 4)]
)
def test_overview_shades_a_fifth_each(client, coordinator, scores, shade):
    score_all(ClusterFactory(), make_framework(indicators=2, groups=1), scores)
    assert page_of(client, coordinator).rows[0].cells[0].shade == shade


def test_overview_of_an_earlier_day_leaves_later_rounds_out(client, coordinator):
    framework = make_framework()
    early, late = ClusterFactory(name="Early"), ClusterFactory(name="Late")
    score_all(early, framework, 1, on=FIRST_ROUND)
    score_all(early, framework, 3)
    score_all(late, framework, 2)
    page = page_of(client, coordinator, "?on=2014-09-30")
    assert list(page.days.values()) == [SECOND_ROUND, FIRST_ROUND]
    assert [row.assessment and row.assessment.assessed_on for row in page.rows] == [FIRST_ROUND, None]
    assert page.rows[0].points_gained is None


def test_overview_shows_one_framework_at_a_time_and_evaluations_first(client, coordinator):
    cluster = ClusterFactory()
    gold = make_framework(code="GOLD", version="1", groups=2)
    bronze = make_framework(code="BRONZE", version="2", groups=3, kind="profile", gold_share=None)
    score_all(cluster, gold, 2, on=FIRST_ROUND)
    score_all(cluster, bronze, 2, on=SECOND_ROUND)
    first = page_of(client, coordinator)
    assert (first.framework, len(first.groups)) == (gold, 2)
    other = page_of(client, coordinator, "?framework=BRONZE:2")
    assert (other.framework, len(other.groups), other.rows[0].readiness) == (bronze, 3, None)
    assert "This framework has no rule for Gold." in words(client, coordinator, "?framework=BRONZE:2")


@pytest.mark.parametrize("name", ["on", "framework"])
@pytest.mark.parametrize("value", ["", "x", "%00", "2014-02-31", "99999999999999999999", "%F0%9F", "a" * 5000])
def test_overview_answers_any_address_with_the_latest(client, coordinator, name, value):
    score_all(ClusterFactory(), make_framework(), 1, on=FIRST_ROUND)
    score_all(ClusterFactory(), make_framework(code="LATEST"), 1)
    page = page_of(client, coordinator, f"?{name}={value}")
    assert (page.day_key, page.framework.code) == ("2016-03-31", "LATEST")


@pytest.mark.parametrize("many", [1, 30])
def test_overview_costs_the_same_with_1_and_30(client, django_assert_num_queries, coordinator, many):
    framework = make_framework(indicators=many, groups=1 if many == 1 else 6)
    for number in range(many):
        cluster = ClusterFactory()
        score_all(cluster, framework, number % 5, on=date(2014, 1, 1 + number))
        score_all(cluster, framework, 2)
    client.force_login(coordinator)
    client.get(ADDRESS)
    with django_assert_num_queries(9):
        assert client.get(ADDRESS).status_code == 200
