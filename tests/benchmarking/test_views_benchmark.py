"""The page of one cluster's benchmark: who reads it, what it says, what it does with any address."""

import re
from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from lms.benchmarking.models import BenchmarkRules, ScaleLevel
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_benchmarks import FIRST_ROUND, SECOND_ROUND, aim, make_framework, score_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def cluster():
    return ClusterFactory(name="Chairs", slug="chairs", code="CHAIRS")


@pytest.fixture
def framework():
    return make_framework(minimums={"I-01": 2, "I-03": 2}, weights={"I-04": 3}, disclaimer_en="Not an ESCA assessment.")


def address(query=""):
    return f"/en/clusters/chairs/benchmark/{query}"


def read(client, person, query=""):
    """Return the page's words with single blanks."""
    client.force_login(person)
    response = client.get(address(query))
    assert response.status_code == 200
    return words_of(response)


def words_of(response):
    text = re.sub(r"<(title|desc|style|script)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("&nbsp;", " ").replace("\u00a0", " ")


def page_of(client, person, query=""):
    client.force_login(person)
    return client.get(address(query)).context["page"]


# Who may read -----------------------------------------------------------------------------------


def test_benchmark_is_read_by_coordinators_and_those_of_the_cluster(client, cluster, framework):
    score_all(cluster, framework, 2)
    other = ClusterFactory()
    statuses = {
        "coordinator": person_with(Role.COORDINATOR),
        "manager": person_with(Role.CLUSTER_MANAGER, cluster),
        "assessor": person_with(Role.ASSESSOR, cluster),
        "tutor": person_with(Role.TUTOR, cluster),
        "manager of another": person_with(Role.CLUSTER_MANAGER, other),
        "assessor of another": person_with(Role.ASSESSOR, other),
        "official": person_with(Role.REGIONAL_OFFICIAL),
        "instructor": person_with(Role.INSTRUCTOR),
        "auditor": person_with(Role.AUDITOR),
        "stranger": UserFactory(),
    }
    for name, person in statuses.items():
        client.force_login(person)
        statuses[name] = client.get(address()).status_code
    assert statuses == {
        "coordinator": 200, "manager": 200, "assessor": 200, "tutor": 200,
        "manager of another": 404, "assessor of another": 404, "official": 404, "instructor": 404, "auditor": 404,
        "stranger": 404,
    }  # fmt: skip


def test_benchmark_for_nobody_leads_to_the_sign_in(client, cluster):
    response = client.get(address())
    assert response.status_code == 302
    assert response["Location"] == "/en/account/login/?next=/en/clusters/chairs/benchmark/"


def test_benchmark_of_an_unknown_cluster_is_not_found(client):
    client.force_login(person_with(Role.COORDINATOR))
    assert client.get(address()).status_code == 404


def test_benchmark_closes_on_the_day_after_the_grant(client, cluster, framework):
    score_all(cluster, framework, 2)
    manager = person_with(Role.CLUSTER_MANAGER, cluster, valid_until=date(2026, 3, 31))
    for moment, status in [("2026-03-31T23:30:00+02:00", 200), ("2026-04-01T00:30:00+02:00", 404)]:
        with time_machine.travel(moment, tick=False):
            client.force_login(manager)
            assert client.get(address()).status_code == status


def test_benchmark_is_read_only(client, cluster, framework):
    score_all(cluster, framework, 2)
    client.force_login(person_with(Role.COORDINATOR))
    assert client.post(address()).status_code == 405
    assert client.get(address()).status_code == 200
    assert BenchmarkRules.objects.count() == 0  # reading the rules does not write them


def test_benchmark_never_shows_another_clusters_scores(client, cluster):
    """Levels that only the other cluster has can appear nowhere on the page."""
    framework = make_framework(indicators=3, maximum=4)
    ScaleLevel.objects.create(framework=framework, value=Decimal("3.75"), label_it="x", label_en="x")
    score_all(cluster, framework, 2)
    score_all(ClusterFactory(name="Hams"), framework, Decimal("3.75"))
    manager = person_with(Role.CLUSTER_MANAGER, cluster)
    for query in ["", "?reference=peer_median", "?reference=peer_top", "?reference=target"]:
        page = page_of(client, manager, query)
        assert [row.score for row in page.rows] == [2, 2, 2]
        assert Decimal("3.75") not in [row.reference for row in page.rows]
        assert "Hams" not in read(client, manager, query)


def test_assessors_round_is_held_against_assessors_round(client, cluster, framework):
    interview = score_all(cluster, framework, 4, on=FIRST_ROUND, kind="interview")
    own = score_all(cluster, framework, 1, on=SECOND_ROUND)
    audit = score_all(cluster, framework, 1, on=date(2016, 4, 14), kind="audit")
    coordinator = person_with(Role.COORDINATOR)
    told = "one is the cluster’s own count"

    page = page_of(client, coordinator)
    assert (page.assessment, page.earlier, page.is_of_two_kinds) == (audit, interview, False)
    text = read(client, coordinator)
    assert "Earlier round: Interview, 30 September 2014" in text
    assert f"{date_format(audit.assessed_on, 'SHORT_DATE_FORMAT')} Audit" in text
    assert told not in text
    page = page_of(client, coordinator, "?on=2016-03-31")
    assert (page.assessment, page.earlier, page.is_of_two_kinds) == (own, interview, True)
    assert told in read(client, coordinator, "?on=2016-03-31")


def test_own_count_is_what_is_there_where_assessors_were_not(client, cluster, framework):
    own = score_all(cluster, framework, 1, on=FIRST_ROUND)
    score_all(cluster, framework, 1, on=SECOND_ROUND, kind="audit")
    page = page_of(client, person_with(Role.COORDINATOR))
    assert (page.earlier, page.is_of_two_kinds) == (own, True)


# What it says -----------------------------------------------------------------------------------


def test_benchmark_says_whose_it_is_and_what_it_is_not(client, cluster, framework):
    score_all(cluster, framework, 2)
    text = read(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert "Benchmark of Chairs" in text
    assert "Not an ESCA assessment." in text
    assert "Closed: the scores no longer change" in text


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ([0, 1, 1, 1], "10 points and 2 minimum requirements short of Gold"),
        ([1, 4, 4, 3], "1 point and 1 minimum requirement short of Gold"),
        ([2, 2, 2, 2], "5 points short of Gold"),
        ([1, 4, 4, 4], "1 minimum requirement short of Gold"),
        ([1, 4, 1, 4], "3 points and 2 minimum requirements short of Gold"),
        ([4, 3, 3, 3], "The scores reach Gold: points and minimum requirements are all there"),
        ([4, 4, 4, 4], "The scores reach Gold: points and minimum requirements are all there"),
        ([None, 2, 2, 2], "3 to 7 points and up to 1 minimum requirement short of Gold"),
        ([1, 2, None, 2], "4 to 8 points and 1 to 2 minimum requirements short of Gold"),
        ([None, 4, 4, 4], "up to 1 point and up to 1 minimum requirement short of Gold"),
        ([4, None, 4, 4], "up to 1 point short of Gold"),
        ([None, None, None, None], "up to 13 points and up to 2 minimum requirements short of Gold"),
    ],
)
def test_benchmark_puts_readiness_into_words(client, cluster, framework, scores, sentence):
    """Of 16 points Gold asks for 13 (12.8), and at least 2 on I-01 and I-03."""
    score_all(cluster, framework, scores)
    text = read(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert f"Readiness for Gold {sentence} " in text


def test_benchmark_says_when_gold_depends_on_what_is_missing(client, cluster, framework):
    score_all(cluster, framework, [4, None, 4, 4])
    text = read(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert "Gold is neither reached nor out of reach" in text
    assert "75 % – 100 %" in text.replace("%–", "% – ")


def test_benchmark_on_a_finer_scale_counts_parts_of_points(client, cluster):
    framework = make_framework(indicators=2, maximum=4)
    ScaleLevel.objects.create(framework=framework, value=Decimal("2.5"), label_it="x", label_en="x")
    score_all(cluster, framework, [Decimal("2.5"), Decimal("2.5")])
    manager = person_with(Role.CLUSTER_MANAGER, cluster)
    assert "1.5 points short of Gold" in read(client, manager)
    assert "5 / 8" in read(client, manager)


def test_benchmark_names_missed_minimums_and_missing_scores(client, cluster, framework):
    score_all(cluster, framework, [1, None, None, 4])
    text = read(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert "Missed I-01 Indicator 1 : 1, at least 2 is asked" in text
    assert "Not assessed I-03 Indicator 3 : at least 2 is asked" in text
    assert "2 indicators are not assessed" in text
    assert "I-02 Indicator 2 I-03 Indicator 3" in text


def test_benchmark_orders_gaps_by_weight_times_gap(client, cluster, framework):
    """I-04 weighs three times: its gap of one level comes before two levels on I-01."""
    score_all(cluster, framework, [1, 3, 2, 2])
    page = page_of(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert [(row.indicator.code, row.gap.gap_bp, row.misses_minimum) for row in page.gaps] == [
        ("I-04", 2500, False),
        ("I-01", 5000, True),
        ("I-03", 2500, False),
    ]
    assert page.reached == 1


def test_benchmark_without_a_gap_says_so(client, cluster, framework):
    score_all(cluster, framework, 3)
    text = read(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert "No gap: every assessed indicator with a reference reaches it." in text


def test_benchmark_of_a_descriptive_framework_has_no_readiness(client, cluster):
    score_all(cluster, make_framework(kind="profile", gold_share=None), 2)
    text = read(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert "has no rule for Gold" in text
    assert "short of Gold" not in text


def test_benchmark_escapes_the_words_of_a_framework(client, cluster):
    framework = make_framework()
    framework.indicators.update(name_en="<script>alert(1)</script>")
    framework.groups.update(name_en="<b>bold</b>")
    score_all(cluster, framework, [1, None, 1, 1])
    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster))
    html = client.get(address()).content.decode()
    assert "alert(1)" in html
    assert "<script>alert" not in html
    assert "<b>bold" not in html


def test_benchmark_of_another_framework_lives_beside(client, cluster):
    """34 indicators in seven groups on a scale from 1 to 7."""
    framework = make_framework(indicators=34, groups=7, maximum=7, threshold=5)
    framework.indicators.update(min_level=1)
    score_all(cluster, framework, 4)
    page = page_of(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert len(page.radar.axes) == 7
    assert len(page.gaps) == 34
    assert page.gaps[0].gap.gap_bp == 1667
    assert page.readiness.points_maximum == 238


def test_benchmark_of_two_groups_has_a_table_and_no_radar(client, cluster, framework):
    score_all(cluster, framework, 2)
    page = page_of(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert page.radar is None
    assert [row.share.share_bp for row in page.groups] == [5000, 5000]


def test_benchmark_charts_have_coordinates_with_points_in_italian(client, cluster):
    framework = make_framework(indicators=6, groups=3)
    score_all(cluster, framework, [1, 2, 3, 1, 2, 3])
    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster))
    html = client.get("/it/clusters/chairs/benchmark/").content.decode()
    drawings = re.findall(r"<svg class=\"chart .*?</svg>", html, flags=re.DOTALL)
    assert len(drawings) == 1 + 6  # the radar, and one for each indicator
    lengths = re.findall(r' (?:x|y|x1|x2|y1|y2|cx|cy|width|height)="([^"]*)"', " ".join(drawings))
    assert {value for value in lengths if not re.fullmatch(r"-?\d+(\.\d+)?%?", value)} == set()
    assert html.count('<span class="bar-label">') == 6


def test_benchmark_keeps_the_words_of_a_broken_label_apart_when_copied(client, cluster):
    framework = make_framework(indicators=6, groups=3)
    framework.groups.filter(code="B").update(name_en="Structure of the cluster")
    score_all(cluster, framework, 2)
    client.force_login(person_with(Role.CLUSTER_MANAGER, cluster))
    html = client.get(address()).content.decode()
    label = re.search(r'<text class="radar-label"[^>]*>((?:(?!</text>).)*Structure.*?)</text>', html, flags=re.DOTALL)[
        1
    ]
    assert "<tspan" in label
    assert re.sub(r"<[^>]+>", "", label) == "Structure of the cluster"


def test_benchmark_draws_both_rounds(client, cluster):
    framework = make_framework(indicators=6, groups=3)
    score_all(cluster, framework, 1, on=FIRST_ROUND)
    score_all(cluster, framework, 2)
    page = page_of(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert len(page.radar.series) == 2
    assert {(bar.score, bar.earlier) for group in page.bars for bar in group.bars.rows} == {("50%", "25%")}


def test_benchmark_shows_differences_that_add_up(client, cluster):
    """6.67 - 3.33 is 3.33 points, but who reads 66.7 % and 33.3 % expects 33.4."""
    framework = make_framework(indicators=6, groups=2)
    score_all(cluster, framework, [1, 1, 2, 4, 1, 0], on=FIRST_ROUND)
    score_all(cluster, framework, [2, 3, 3, 4, 1, 2])
    page = page_of(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert [(row.share.share_bp, row.earlier.share_bp, row.delta_bp) for row in page.groups] == [
        (6666, 3333, 3340),
        (5833, 4166, 1660),
    ]
    text = read(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert "66.7 % 33.3 % +33.4" in text
    assert "58.3 % 41.7 % +16.6" in text


def test_benchmark_never_shows_a_share_below_the_threshold_as_the_threshold(client, cluster):
    framework = make_framework(indicators=5, maximum=250, threshold=None)  # Gold from 1000 of 1250 points
    score_all(cluster, framework, [199, 200, 200, 200, 200])
    assert "79.9 %" in read(client, person_with(Role.CLUSTER_MANAGER, cluster))


# Rounds -----------------------------------------------------------------------------------------


def test_benchmark_shows_the_latest_round_beside_the_one_before(client, cluster, framework):
    score_all(cluster, framework, [1, 2, 3, None], on=FIRST_ROUND)
    score_all(cluster, framework, [2, 1, 2, 2])
    manager = person_with(Role.CLUSTER_MANAGER, cluster)
    page = page_of(client, manager)
    assert (page.assessment.assessed_on, page.earlier.assessed_on) == (SECOND_ROUND, FIRST_ROUND)
    text = read(client, manager)
    for words in ["▲ +1 from 1", "▼ −1 from 2", "▼ −1 from 3", "not assessed before"]:
        assert words in text
    assert "Earlier round: 1 / 2" in text  # minimum requirements


def test_benchmark_shows_the_round_that_is_asked_for(client, cluster, framework):
    score_all(cluster, framework, 1, on=FIRST_ROUND)
    score_all(cluster, framework, 2)
    page = page_of(client, person_with(Role.CLUSTER_MANAGER, cluster), "?on=2014-09-30")
    assert (page.assessment.assessed_on, page.earlier) == (FIRST_ROUND, None)
    assert [row.score for row in page.rows] == [1, 1, 1, 1]


def test_benchmark_with_two_rounds_on_one_day_offers_both_and_prefers_the_audit(client, cluster, framework):
    itself = score_all(cluster, framework, 4, kind="self")
    score_all(cluster, framework, 2, kind="audit")
    manager = person_with(Role.CLUSTER_MANAGER, cluster)
    assert page_of(client, manager).assessment.kind == "audit"
    assert list(page_of(client, manager).rounds) == ["2016-03-31", f"2016-03-31-{itself.pk}"]
    page = page_of(client, manager, f"?on=2016-03-31-{itself.pk}")
    assert (page.assessment, page.earlier) == (itself, None)


def test_benchmark_compares_versions_of_one_framework_by_code(client, cluster):
    old = make_framework(indicators=3, code="ECEI", version="2012")
    new = make_framework(indicators=4, code="ECEI", version="2020")
    new.indicators.filter(code="I-02").update(max_level=5)
    score_all(cluster, old, [1, 1, 1], on=FIRST_ROUND)
    score_all(cluster, new, [2, 2, 2, 2])
    page = page_of(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert [(row.change.status, row.earlier) for row in page.rows] == [
        ("up", 1), ("other_scale", None), ("up", 1), ("only_after", None)
    ]  # fmt: skip


def test_benchmark_does_not_compare_different_frameworks(client, cluster, framework):
    score_all(cluster, make_framework(), 1, on=FIRST_ROUND)
    score_all(cluster, framework, 2)
    assert page_of(client, person_with(Role.CLUSTER_MANAGER, cluster)).earlier is None


BAD = [
    "",
    "x",
    "2014-13-45",
    "9999999999999",
    "\x00",
    "2014-09-30\x00",
    "'; --",
    "è" * 5000,
    "[]",
    "None",
    "2014-09-30-1",
]


@pytest.mark.parametrize("name", ["on", "reference"])
@pytest.mark.parametrize("value", BAD, ids=range(len(BAD)))
def test_benchmark_answers_any_address_with_the_default(client, cluster, framework, name, value):
    score_all(cluster, framework, 1, on=FIRST_ROUND)
    score_all(cluster, framework, 2)
    page = page_of(client, person_with(Role.COORDINATOR), f"?{name}={quote(value)}")
    assert (page.assessment.assessed_on, page.comparison.chosen, page.obstacle) == (SECOND_ROUND, "excellence", None)


# References -------------------------------------------------------------------------------------


@pytest.fixture
def peers(framework):
    """Five other clusters, at the levels 0, 1, 2, 3 and 4 on everything."""
    return [score_all(ClusterFactory(), framework, level) for level in range(5)]


def test_peers_leave_the_own_cluster_out(client, cluster, framework, peers):
    score_all(cluster, framework, [4, 4, 4, 4])
    coordinator = person_with(Role.COORDINATOR)
    median = page_of(client, coordinator, "?reference=peer_median")
    top = page_of(client, coordinator, "?reference=peer_top")
    assert [row.reference for row in median.rows] == [2, 2, 2, 2]
    assert [row.reference for row in top.rows] == [3, 3, 3, 3]
    assert (median.peers, median.obstacle) == (5, None)


def test_peers_with_fewer_than_five_say_how_many(client, cluster, framework, peers):
    score_all(cluster, framework, 2, on=FIRST_ROUND)
    score_all(ClusterFactory(), framework, 2, on=FIRST_ROUND)
    coordinator = person_with(Role.COORDINATOR)
    page = page_of(client, coordinator, "?on=2014-09-30&reference=peer_top")
    assert (page.peers, page.obstacle, page.gaps) == (1, "too_few_peers", [])
    text = read(client, coordinator, "?on=2014-09-30&reference=peer_top")
    assert "1 other cluster was assessed by this day, and a comparison needs 5" in text


def test_peers_stand_with_their_latest_round_of_that_day(client, cluster, framework, peers):
    score_all(peers[0].cluster, framework, 4, on=FIRST_ROUND)  # older: it does not count
    score_all(peers[4].cluster, framework, 0, on=date(2016, 4, 1))  # later: neither
    score_all(cluster, framework, 2)
    page = page_of(client, person_with(Role.COORDINATOR), "?reference=peer_median&on=2016-03-31")
    assert (page.peers, {row.reference for row in page.rows}) == (5, {2})


def test_peers_for_a_manager_are_off_and_the_page_says_why(client, cluster, framework, peers):
    score_all(cluster, framework, 2)
    manager = person_with(Role.CLUSTER_MANAGER, cluster)
    page = page_of(client, manager, "?reference=peer_median")
    assert (page.comparison.chosen, page.obstacle) == ("excellence", "peers_not_open")
    assert page.comparison.offered == ("excellence", "target")
    assert {row.reference for row in page.rows} == {3}
    assert "is not open to cluster managers" in read(client, manager, "?reference=peer_median")
    assert "is not open to cluster managers" not in read(client, manager)


def test_peers_for_a_manager_work_when_the_rule_is_on(client, cluster, framework, peers):
    BenchmarkRules.objects.create(managers_see_peers=True)
    score_all(cluster, framework, 2)
    page = page_of(client, person_with(Role.CLUSTER_MANAGER, cluster), "?reference=peer_top")
    assert (page.comparison.chosen, {row.reference for row in page.rows}) == ("peer_top", {3})


def test_peers_for_a_tutor_stay_off_whatever_the_rule(client, cluster, framework, peers):
    BenchmarkRules.objects.create(managers_see_peers=True)
    score_all(cluster, framework, 2)
    page = page_of(client, person_with(Role.TUTOR, cluster), "?reference=peer_top")
    assert (page.comparison.chosen, page.obstacle) == ("excellence", "peers_not_open")


def test_targets_are_what_the_scores_are_held_against(client, cluster, framework):
    score_all(cluster, framework, 2)
    aim(cluster, framework, I_01=4)
    aim(ClusterFactory(), framework, I_02=4)
    page = page_of(client, person_with(Role.CLUSTER_MANAGER, cluster), "?reference=target")
    assert [(row.indicator.code, row.reference) for row in page.gaps] == [("I-01", 4)]
    assert [row.indicator.code for row in page.without_reference] == ["I-02", "I-03", "I-04"]


def test_targets_that_nobody_set_are_said_to_be_missing(client, cluster, framework):
    score_all(cluster, framework, 2)
    manager, tutor = person_with(Role.CLUSTER_MANAGER, cluster), person_with(Role.TUTOR, cluster)
    assert "No own target is set yet: set the levels" in read(client, manager, "?reference=target")
    assert "No own target is set yet" not in read(client, tutor, "?reference=target")
    assert page_of(client, tutor, "?reference=target").obstacle == "no_targets"


@pytest.mark.parametrize("reference", ["target", "peer_median"])
def test_without_anything_to_hold_against_the_page_counts_nothing(client, cluster, framework, reference):
    score_all(cluster, framework, 2)
    coordinator = person_with(Role.COORDINATOR)
    assert "below their reference" in read(client, coordinator)
    without = read(client, coordinator, f"?reference={reference}")
    for words in ["below their reference", "reach it", "have no reference", "No gap"]:
        assert words not in without


# Where it leads ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLUSTER_MANAGER, Role.ASSESSOR, Role.TUTOR])
@pytest.mark.parametrize("is_assessed", [True, False])
def test_every_link_of_the_page_leads_somewhere_for_its_reader(client, cluster, framework, role, is_assessed):
    if is_assessed:
        score_all(cluster, framework, [1, 2, None, 2])
    client.force_login(person_with(role, None if role == Role.COORDINATOR else cluster))
    html = client.get(address("?reference=target")).content.decode()
    links = set(re.findall(r'<a [^>]*href="([^"]+)"', html[html.index("breadcrumb-container") : html.index("</main>")]))
    inside = {link for link in links if link.startswith("#")}
    assert [link for link in links - inside - {"/en/"} if client.get(link).status_code not in (200, 302)] == []
    assert {link[1:] for link in inside} <= set(re.findall(r' id="([^"]+)"', html))
    assert bool(inside) is is_assessed


@pytest.mark.parametrize(
    ("role", "is_shown"),
    [(Role.COORDINATOR, True), (Role.CLUSTER_MANAGER, True), (Role.TUTOR, True), (Role.ASSESSOR, False)],
)
def test_plan_is_linked_for_those_who_may_open_it(client, cluster, framework, role, is_shown):
    score_all(cluster, framework, 2)
    text = read(client, person_with(role, None if role == Role.COORDINATOR else cluster))
    assert ("Training plan of the cluster" in text) is is_shown


def test_framework_without_thresholds_says_so(client, cluster):
    score_all(cluster, make_framework(threshold=None), 2)
    text = read(client, person_with(Role.CLUSTER_MANAGER, cluster))
    assert "This framework has no excellence threshold" in text


# Nothing there ----------------------------------------------------------------------------------


def test_benchmark_without_assessment_says_what_to_do(client, cluster):
    client.force_login(person_with(Role.COORDINATOR))
    assert (
        f'href="{reverse("benchmark_import:uploads")}">Import a workbook</a>' in client.get(address()).content.decode()
    )
    manager = read(client, person_with(Role.CLUSTER_MANAGER, cluster), "?on=2014-09-30&reference=peer_top")
    assert "No assessment yet" in manager
    assert "prepare the evidence" in manager
    assert "Import a workbook" not in manager


# Queries ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLUSTER_MANAGER])
@pytest.mark.parametrize("query", ["", "?reference=target", "?reference=peer_top"])
@pytest.mark.parametrize("many", [1, 30])
def test_benchmark_costs_the_same_with_1_and_30(client, django_assert_num_queries, cluster, many, query, role):
    framework = make_framework(indicators=many, groups=1 if many == 1 else 6)
    for year in range(many):
        score_all(cluster, framework, 2, on=date(1990 + year, 1, 1))
        score_all(ClusterFactory(), framework, 3, on=date(1990, 1, 1))
    aim(cluster, framework, I_01=4)
    BenchmarkRules.objects.create(managers_see_peers=True)
    client.force_login(person_with(role, None if role == Role.COORDINATOR else cluster))
    client.get(address(query))
    with django_assert_num_queries(QUERIES_WITH_PEERS if "peer" in query else QUERIES):
        assert client.get(address(query)).status_code == 200


QUERIES = 11
QUERIES_WITH_PEERS = 12
