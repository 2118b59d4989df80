"""All clusters side by side: for coordinators, in a fixed number of queries."""

import csv
import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from lms.benchmarking.models import ScaleLevel
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_benchmarks import FIRST_ROUND, SECOND_ROUND, make_framework, score_all

pytestmark = pytest.mark.django_db

ADDRESS = "/en/benchmarks/"
EXPORT = "/en/benchmarks/export/"


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
        assert client.get(EXPORT).status_code == 403
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


@pytest.mark.parametrize("name", ["on", "framework", "group"])
@pytest.mark.parametrize("value", ["", "x", "%00", "2014-02-31", "99999999999999999999", "%F0%9F", "a" * 5000])
def test_overview_answers_any_address_with_the_latest(client, coordinator, name, value):
    score_all(ClusterFactory(), make_framework(), 1, on=FIRST_ROUND)
    score_all(ClusterFactory(), make_framework(code="LATEST"), 1)
    page = page_of(client, coordinator, f"?{name}={value}")
    assert (page.day_key, page.framework.code, page.group_key) == ("2016-03-31", "LATEST", "")
    assert len(page.table.lines) == 4


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
    with django_assert_num_queries(8):  # a file has no frame whose name would be read
        assert client.get(EXPORT).status_code == 200


def test_overview_holds_each_round_against_the_one_just_before_it(client, coordinator):
    framework, cluster = make_framework(), ClusterFactory()
    for day, level in enumerate([1, 4, 3], 1):
        score_all(cluster, framework, level, on=date(2016, 4, day))
    score_all(ClusterFactory(), framework, 2, on=date(2016, 4, 2))  # another cluster's rounds do not count
    row = page_of(client, coordinator).rows[0]
    assert (row.earlier_assessment.assessed_on, row.points_gained) == (date(2016, 4, 2), -4)
    assert "−4 since" in words(client, coordinator)
    row = page_of(client, coordinator, "?on=2016-04-02").rows[0]
    assert (row.earlier_assessment.assessed_on, row.points_gained) == (date(2016, 4, 1), 12)


def test_overview_holds_an_audit_against_the_interview_before_it(client, coordinator):
    framework, cluster = make_framework(), ClusterFactory()
    score_all(cluster, framework, 1, on=date(2014, 4, 1), kind="interview")
    score_all(cluster, framework, 4, on=date(2016, 4, 2))
    score_all(cluster, framework, 3, on=date(2016, 4, 16), kind="audit")
    row = page_of(client, coordinator).rows[0]
    assert (row.earlier_assessment.assessed_on, row.points_gained, row.is_of_two_kinds) == (date(2014, 4, 1), 8, False)
    assert page_of(client, coordinator, "?on=2016-04-02").rows[0].is_of_two_kinds
    assert "(Interview)" in words(client, coordinator, "?on=2016-04-02")
    assert "(Interview)" not in words(client, coordinator)


@pytest.fixture
def three(coordinator):
    """Three clusters on four indicators of two groups: threshold 3, a minimum of 2 for the first."""
    framework = make_framework(minimums={"I-01": 2})
    for name, scores in {"Boats": None, "Chairs": [1, 2, 3, None], "Hams": [4, 1, 4, None]}.items():
        cluster = ClusterFactory(name=name)
        if scores:
            score_all(cluster, framework, scores)
    return framework


def cells_of(client, person, query=""):
    return [
        (line.indicator.code, " ".join(cell.standing for cell in line.cells), line.median)
        for line in page_of(client, person, query).table.lines
    ]


def test_overview_shows_how_each_level_stands_to_the_threshold(client, coordinator, three):
    assert cells_of(client, coordinator) == [
        ("I-01", "none missed met", Decimal("2.5")),
        ("I-02", "none near far", Decimal("1.5")),
        ("I-03", "none met met", Decimal("3.5")),
        ("I-04", "none none none", None),
    ]
    table = page_of(client, coordinator).table
    assert [(count.met, count.assessed) for count in table.reached] == [(0, 0), (1, 3), (2, 3)]
    text = words(client, coordinator)
    assert "I-01 Indicator 1 3 min. 2 n.a. 1 ! minimum requirement missed 4 2.5" in text
    assert "I-04 Indicator 4 3 n.a. n.a. n.a. –" in text


def test_overview_of_one_group_shows_its_indicators_and_keeps_the_day(client, coordinator, three):
    assert [line[0] for line in cells_of(client, coordinator, "?group=B")] == ["I-03", "I-04"]
    content = client.get(ADDRESS + "?group=B").content.decode()
    assert 'name="group" value="B"' in content
    assert "&amp;group=B#indicators" in content
    assert "/en/benchmarks/export/?framework=" in content


def test_overview_without_thresholds_shades_nothing(client, coordinator):
    score_all(ClusterFactory(), make_framework(threshold=None), 2)
    assert {line[1] for line in cells_of(client, coordinator)} == {"plain"}
    assert "At the threshold or above" not in words(client, coordinator)


def test_overview_calls_near_what_is_one_step_of_the_scale_below(client, coordinator):
    framework = make_framework(indicators=2, groups=1)
    ScaleLevel.objects.create(framework=framework, value=Decimal("2.5"), label_it="Quasi", label_en="Nearly")
    score_all(ClusterFactory(), framework, [Decimal("2.5"), 2])
    assert [line[1] for line in cells_of(client, coordinator)] == ["near", "far"]


def exported(client, person, address=EXPORT, delimiter=","):
    client.force_login(person)
    response = client.get(address)
    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    return response, list(csv.reader(text.splitlines(), delimiter=delimiter))


def test_export_has_the_table_of_the_page(client, coordinator, three):
    response, rows = exported(client, coordinator)
    assert rows[0][2:] == [
        "Indicator",
        "Excellence threshold",
        "Minimum requirement",
        "Boats",
        "Chairs",
        "Hams",
        "Median of the clusters",
    ]
    assert rows[1] == ["A Group 0", "I-01", "Indicator 1", "3", "2", "n.a.", "1", "4", "2.5"]
    assert len(rows) == 5
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="benchmark-[a-z0-9-]+-2016-03-31\.csv"', response["Content-Disposition"])
    assert [row[1] for row in exported(client, coordinator, EXPORT + "?group=B")[1][1:]] == ["I-03", "I-04"]


def test_export_in_italian_has_semicolons_and_decimal_commas(client, coordinator, three):
    _response, rows = exported(client, coordinator, "/it/benchmarks/export/", ";")
    assert rows[1] == ["A Gruppo 0", "I-01", "Indicatore 1", "3", "2", "n.v.", "1", "4", "2,5"]


def test_export_runs_no_formula(client, coordinator):
    framework = make_framework(indicators=1, groups=1)
    framework.indicators.update(name_en='=HYPERLINK("https://example.org")', code="@I")
    score_all(ClusterFactory(name="+1;=2"), framework, 2)
    _response, rows = exported(client, coordinator)
    assert rows[0][5] == "'+1;=2"
    assert rows[1][1:3] == ["'@I", '\'=HYPERLINK("https://example.org")']


def test_export_without_assessments_leads_to_the_page(client, coordinator):
    client.force_login(coordinator)
    response = client.get(EXPORT)
    assert (response.status_code, response["Location"]) == (302, ADDRESS)
