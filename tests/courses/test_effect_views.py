"""The pages of the effect: which plan and rounds count, who sees them, how many queries, the files."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from courses.effect_page import EffectPage
from courses.effect_reading import read_effects
from courses.models import CompletedModule, PlanLine, PlanNeed, TrainingPlan
from lms.benchmarking.models import Assessment
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_benchmarks import FIRST_ROUND, SECOND_ROUND, make_framework, score_all
from tests.factories_courses import ModuleFactory, TrainingNeedFactory, TrainingPlanFactory

pytestmark = pytest.mark.django_db
QUERIES = 12
BETWEEN = datetime(2015, 1, 15, 10, tzinfo=UTC)
TODAY = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def framework():
    return make_framework(indicators=8)


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


def publish(cluster, base, codes, *, at=BETWEEN, status="published", version=1, modules=()):
    """Give a cluster a version that closes something of these indicators, made from the base round."""
    plan = TrainingPlanFactory(cluster=cluster, version=version)
    for indicator in base.framework.indicators.all():
        need = TrainingNeedFactory(cluster=cluster, assessment=base, indicator=indicator)
        closed = 1000 if indicator.code in codes else 0
        PlanNeed.objects.create(plan=plan, need=need, weight=1, gap_bp=2500, closed_bp=closed)
    for position, module in enumerate(modules):
        PlanLine.objects.create(plan=plan, module=module, position=position, is_chosen=True, minutes=60, reason="x")
    TrainingPlan.objects.filter(pk=plan.pk).update(status=status, published_at=at)
    plan.refresh_from_db()
    return plan


def two_rounds(framework, before, after, cluster=None, **later):
    cluster = cluster or ClusterFactory()
    first = score_all(cluster, framework, before, on=FIRST_ROUND)
    return cluster, first, score_all(cluster, later.pop("on_framework", framework), after, on=SECOND_ROUND, **later)


def page():
    return EffectPage(read_effects())


def test_effect_is_between_the_round_of_the_plan_and_the_latest_closed_one_after_it(framework):
    cluster, first, _second = two_rounds(framework, [1] * 8, [2, 2, 1, 1, 2, 1, 1, 0])
    last = score_all(cluster, framework, [3, 3, 1, 1, 2, 1, 1, 0], on=date(2018, 3, 31))
    score_all(cluster, framework, 4, on=date(2019, 3, 31), closed=False)
    publish(cluster, first, {"I-01", "I-02", "I-03"})

    (row,) = page().rows
    assert (row.followed.before, row.followed.after) == (first, last)
    assert [(found.seen.code, found.move) for found in row.aimed] == [("I-01", "up"), ("I-02", "up"), ("I-03", "same")]
    assert (row.pair.aimed.up, row.pair.others.up, row.pair.others.down) == (2, 1, 1)
    assert (row.matched.aimed.count, row.matched.others.count) == (3, 5)
    assert page().agreement == "agrees"


def test_the_latest_version_that_a_round_followed_counts_and_the_one_in_force_waits(framework):
    cluster, first, _second = two_rounds(framework, [1] * 8, [2] * 8)
    publish(cluster, first, {"I-01"}, at=datetime(2014, 11, 1, tzinfo=UTC), status="superseded")
    counted = publish_again(cluster, first, 2, at=BETWEEN, status="superseded")
    current = publish_again(cluster, first, 3, at=TODAY, status="published")
    TrainingPlanFactory(cluster=cluster, version=4)

    effects = read_effects()
    assert [one.followed.plan for one in effects.seen] == [counted]
    assert [waiting.plan for waiting in effects.waiting] == [current]


def publish_again(cluster, base, version, **fields):
    """Publish a version on the needs that are there."""
    plan = TrainingPlanFactory(cluster=cluster, version=version)
    for need in cluster.needs.all():
        PlanNeed.objects.create(plan=plan, need=need, weight=1, gap_bp=2500, closed_bp=500)
    TrainingPlan.objects.filter(pk=plan.pk).update(status=fields["status"], published_at=fields["at"])
    plan.refresh_from_db()
    return plan


@pytest.mark.parametrize("published_on", [SECOND_ROUND, date(2016, 5, 1)])
def test_a_plan_published_on_the_day_of_the_round_or_later_waits(framework, published_on):
    cluster, first, _second = two_rounds(framework, [1] * 8, [2] * 8)
    publish(cluster, first, {"I-01"}, at=datetime.combine(published_on, datetime.min.time(), UTC))
    effects = read_effects()
    assert (effects.seen, len(effects.waiting)) == ([], 1)


@pytest.mark.parametrize("other", ["open", "other framework", "earlier"])
def test_no_other_round_counts(framework, other):
    cluster = ClusterFactory()
    first = score_all(cluster, framework, 1, on=FIRST_ROUND)
    if other == "open":
        score_all(cluster, framework, 2, closed=False)
    elif other == "other framework":
        score_all(cluster, make_framework(), 2)
    else:
        score_all(cluster, framework, 2, on=date(2013, 1, 1))
    publish(cluster, first, {"I-01"})
    assert read_effects().seen == []


def test_another_version_of_the_framework_is_joined_by_codes():
    old = make_framework(indicators=4, code="FW", version="1")
    new = make_framework(indicators=5, code="FW", version="2")
    cluster, first, _second = two_rounds(old, [1, 1, 1, None], [2, 1, 1, 1, 1], on_framework=new)
    publish(cluster, first, {"I-01"})

    (row,) = page().rows
    assert (row.pair.aimed.up, row.pair.others.count) == (1, 2)
    assert row.left_out == {"not_assessed": 1, "other_version": 1}
    assert (row.is_of_two_versions, row.is_of_two_kinds) == (True, False)


def test_rounds_of_two_kinds_are_told(framework, client, coordinator):
    cluster, first, _second = two_rounds(framework, [1] * 8, [2] * 8, kind=Assessment.Kind.AUDIT)
    publish(cluster, first, {"I-01"})
    assert page().is_of_two_kinds


def test_modules_that_lift_others_too_and_completed_ones_are_counted(framework):
    indicators = {found.code: found for found in framework.indicators.all()}
    both = ModuleFactory(lifts={indicators["I-01"]: 2500, indicators["I-05"]: 2500})
    late, early = ModuleFactory(), ModuleFactory()
    cluster, first, _second = two_rounds(framework, [1] * 8, [2] * 8)
    publish(cluster, first, {"I-01"}, modules=[both, late, early])
    CompletedModule.objects.create(cluster=cluster, module=early, completed_on=SECOND_ROUND)
    CompletedModule.objects.create(cluster=cluster, module=late, completed_on=date(2016, 4, 1))
    CompletedModule.objects.create(cluster=cluster, module=ModuleFactory(), completed_on=date(2015, 4, 1))
    CompletedModule.objects.create(cluster=ClusterFactory(), module=both, completed_on=date(2015, 4, 1))

    (row,) = page().rows
    assert row.along == 1
    assert [found.seen.code for found in row.others if found.seen.along] == ["I-05"]
    assert (row.effect.modules, row.effect.completed) == (3, 1)


def test_too_few_equally_low_are_not_compared(framework):
    cluster, first, _second = two_rounds(framework, [1, 1, 1, 1, 1, 4, 4, 4], [2] * 8)
    publish(cluster, first, {"I-01", "I-02", "I-03"})
    assert page().rows[0].matched is None
    assert page().agreement == "unknown"


def test_sums_over_clusters_may_contradict_what_started_equally_low(framework):
    for _ in range(2):
        cluster, first, _second = two_rounds(framework, [1, 1, 1, 1, 1, 1, 4, 4], [2, 1, 1, 2, 1, 2, 3, 3])
        publish(cluster, first, {"I-01", "I-02", "I-03", "I-04"})
    found = page()
    assert (found.pair.aimed.up, found.pair.aimed.count, found.pair.others.up, found.pair.others.count) == (4, 8, 2, 8)
    assert (found.matched.aimed.up_bp, found.matched.others.up_bp) == (5000, 5000)
    assert (found.agreement, found.directions, found.indicators) == ("contradicts", {"more": 2}, 16)


@pytest.mark.parametrize("clusters", [1, 30])
def test_page_takes_as_many_queries_for_thirty_clusters(
    client, coordinator, framework, django_assert_num_queries, clusters
):
    module = ModuleFactory(lifts={framework.indicators.first(): 2500})
    for _ in range(clusters):
        cluster, first, _second = two_rounds(framework, [1] * 8, [2] * 8)
        publish(cluster, first, {"I-01"}, modules=[module])
        CompletedModule.objects.create(cluster=cluster, module=module, completed_on=FIRST_ROUND)
    with django_assert_num_queries(QUERIES):
        answer = client.get(reverse("courses:effect"))
    assert len(answer.context["page"].rows) == clusters


def test_pages_are_for_coordinators(client, coordinator, framework):
    cluster, first, _second = two_rounds(framework, [1] * 8, [2] * 8)
    publish(cluster, first, {"I-01"})
    one = reverse("courses:cluster_effect", args=[cluster.slug])
    everything = [reverse("courses:effect"), reverse("courses:effect_file", args=["csv"]), one]
    assert [client.get(path).status_code for path in everything] == [200, 200, 200]
    for person in (person_with(Role.CLUSTER_MANAGER, cluster=cluster), person_with(Role.AUDITOR), UserFactory()):
        client.force_login(person)
        assert [client.get(path).status_code for path in everything] == [403, 403, 404]
    client.logout()
    assert [client.get(path).status_code for path in everything] == [302, 302, 302]


def test_one_cluster_is_shown_alone_and_an_unknown_one_is_not_found(client, coordinator, framework):
    for slug in ("one", "two"):
        cluster, first, _second = two_rounds(framework, [1] * 8, [2] * 8, cluster=ClusterFactory(slug=slug))
        publish(cluster, first, {"I-01"})
    answer = client.get(reverse("courses:cluster_effect", args=["one"]))
    assert [row.cluster.slug for row in answer.context["page"].rows] == ["one"]
    assert len(answer.context["row"].aimed) == 1
    assert client.get(reverse("courses:cluster_effect", args=["three"])).status_code == 404
    ClusterFactory(slug="three")
    assert client.get(reverse("courses:cluster_effect", args=["three"])).context["row"] is None


def test_empty_pages_say_what_to_do_next(client, coordinator, framework):
    address = reverse("courses:effect")
    assert reverse("courses:plans") in client.get(address).content.decode().split("<main")[1]
    cluster = ClusterFactory(name="Sedia")
    publish(cluster, score_all(cluster, framework, 1, on=FIRST_ROUND), {"I-01"})
    declared = TrainingPlanFactory(published=True)
    waiting = client.get(address)
    assert reverse("benchmarking:overview") in waiting.content.decode().split("<main")[1]
    assert [(found.plan.cluster, bool(found.before)) for found in waiting.context["page"].effects.waiting] == [
        (declared.cluster, False),
        (cluster, True),
    ]


def test_scores_without_a_framework_of_evaluation_do_not_count():
    profile = make_framework(code="PRF", kind="profile")
    cluster, first, _second = two_rounds(profile, 1, 2)
    publish(cluster, first, {"I-01"})
    assert read_effects().seen == []


def test_files_hold_every_cluster_and_every_indicator(client, coordinator, framework):
    cluster, first, _second = two_rounds(
        framework, [1] * 8, [2, 1, 1, 1, 1, 1, 1, 0], cluster=ClusterFactory(name="=Sedia")
    )
    publish(cluster, first, {"I-01", "I-02", "I-03", "I-04"})

    text = client.get(reverse("courses:effect_file", args=["csv"]))
    heading, line = csv.reader(StringIO(text.content.decode("utf-8-sig")), delimiter=";")
    assert len(heading) == len(line) == 33
    assert (line[0], line[5:11]) == ("'=Sedia", ["4", "1", "3", "0", "0,00", "6,25"])

    book = load_workbook(BytesIO(client.get(reverse("courses:effect_file", args=["xlsx"])).content))
    clusters, indicators = book.worksheets
    assert [cell.value for cell in clusters[2]][:5][1] == 1
    rows = list(indicators.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 8
    assert [(row[1], row[4], row[5], row[6]) for row in rows if row[4] != row[5]] == [
        ("I-01", 1, 2, 25),
        ("I-08", 1, 0, -25),
    ]
    assert client.get(reverse("courses:effect_file", args=["pdf"])).status_code == 404


@pytest.mark.parametrize(
    ("base", "later", "expected"),
    [
        ("interview", [("audit", 2016), ("self", 2018)], ("audit", 2016)),
        ("self", [("interview", 2016), ("self", 2018)], ("interview", 2016)),
        ("interview", [("interview", 2016), ("audit", 2018)], ("interview", 2016)),
        ("interview", [("audit", 2016), ("audit", 2018)], ("audit", 2018)),
        ("interview", [("self", 2016), ("self", 2018)], ("self", 2018)),
    ],
)
def test_later_round_is_one_of_assessors_then_of_the_same_kind_then_the_latest(framework, base, later, expected):
    cluster = ClusterFactory()
    first = score_all(cluster, framework, 1, on=FIRST_ROUND, kind=base)
    for kind, year in later:
        score_all(cluster, framework, 2, on=date(year, 3, 31), kind=kind)
    publish(cluster, first, {"I-01"})
    (row,) = page().rows
    assert (row.followed.after.kind, row.followed.after.assessed_on.year) == expected


@pytest.mark.parametrize(("year", "said"), [(2016, False), (2018, True)])
def test_rounds_far_apart_are_told(framework, client, coordinator, year, said):
    cluster = ClusterFactory(slug="sedia")
    first = score_all(cluster, framework, 1, on=FIRST_ROUND)
    score_all(cluster, framework, 2, on=date(year, 3, 31), kind="audit")
    publish(cluster, first, {"I-01"})
    text = client.get("/en/programme/effect/sedia/").content
    assert (b"Up to 3 years lie between two rounds" in text) == said
    assert b"(Audit)" in text


def test_headings_of_the_file_are_whole_sentences_that_differ(framework, client, coordinator):
    cluster, first, _second = two_rounds(framework, 1, 2)
    publish(cluster, first, {"I-01"})
    heading = next(csv.reader(StringIO(client.get("/en/programme/effect/effect.csv").content.decode("utf-8-sig"))))
    assert len(set(heading)) == len(heading) == 33
    assert "Equally low, aimed at: median change, %" in heading
    assert "left out" in heading
