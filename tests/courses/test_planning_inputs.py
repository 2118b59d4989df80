"""What a plan is computed from: weights, minimum requirements, lifts, audience, languages, completed modules."""

from datetime import date
from decimal import Decimal

import pytest

from courses.models import CompletedModule, Module, ModuleLift
from courses.plan_inputs import plan_inputs
from tests.factories import ClusterFactory, IndicatorFactory
from tests.factories_courses import CompetenceFactory, ModuleFactory, TrainingNeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster():
    return ClusterFactory()


def candidate(cluster, module, languages="any"):
    return {found.code: found for found in plan_inputs(cluster, languages).candidates}[module.code]


def only_need(cluster):
    (need,) = plan_inputs(cluster, "any").weighted
    return need


@pytest.mark.parametrize(("weight", "priority", "product"), [(1, 1, 1), (2, 2, 4), (3, 3, 9)])
def test_weight_is_the_indicators_weight_times_the_priority(cluster, weight, priority, product):
    TrainingNeedFactory(cluster=cluster, indicator=IndicatorFactory(code="A", weight=weight), priority=priority)

    need = only_need(cluster)

    assert (need.key, need.weight, need.gap, need.minimum_gap) == ("A", product, 2500, None)


@pytest.mark.parametrize(
    ("minimum", "score", "missing"),
    [(2, "1", 2500), (2, "2", None), (2, "3", None), (4, "0", 10_000), (1, "0.5", 1250), (None, "0", None)],
)
def test_minimum_requirement_counts_while_the_score_is_below_it(cluster, minimum, score, missing):
    indicator = IndicatorFactory(minimum_requirement=minimum)
    TrainingNeedFactory(cluster=cluster, indicator=indicator, score=Decimal(score))

    assert only_need(cluster).minimum_gap == missing


def test_minimum_requirement_is_a_share_of_the_range_not_of_the_maximum(cluster):
    indicator = IndicatorFactory(min_level=1, max_level=5, excellence_threshold=4, minimum_requirement=3)
    TrainingNeedFactory(cluster=cluster, indicator=indicator, score=Decimal(2))

    assert only_need(cluster).minimum_gap == 2500


def test_declared_needs_count_on_modules_with_their_competence(cluster):
    competence = CompetenceFactory(slug="finance")
    TrainingNeedFactory(cluster=cluster, declared=True, competence=competence, priority=3)
    module = ModuleFactory(competences=[competence, CompetenceFactory()])

    assert only_need(cluster).weight == 3
    assert candidate(cluster, module).lifts == {"competence:finance": 2500}


def test_lifts_count_on_the_needs_of_this_cluster_only(cluster):
    need = TrainingNeedFactory(cluster=cluster)
    other = TrainingNeedFactory()
    module = ModuleFactory(lifts={need.indicator: 1500, other.indicator: 2500})

    assert candidate(cluster, module).lifts == {need.indicator.code: 1500}


@pytest.mark.parametrize(("audience", "fits"), [("managers", True), ("both", True), ("officials", False)])
def test_plans_of_clusters_take_modules_for_managers(cluster, audience, fits):
    assert candidate(cluster, ModuleFactory(audience=audience)).audience_fits is fits


@pytest.mark.parametrize(
    ("languages", "fits"), [("any", [True, True, True]), ("it", [True, False, True]), ("en", [False, True, True])]
)
def test_language_fits_when_it_is_one_of_the_teams(cluster, languages, fits):
    modules = [ModuleFactory(in_italian=it, in_english=en) for it, en in ((True, False), (False, True), (True, True))]

    assert [candidate(cluster, module, languages).language_fits for module in modules] == fits


def test_completed_prerequisites_are_met_even_when_no_longer_offered(cluster):
    done, missing = ModuleFactory(is_offered=False), ModuleFactory()
    module = ModuleFactory(prerequisites=[done, missing])
    CompletedModule.objects.create(cluster=cluster, module=done, completed_on=date(2016, 1, 1))

    assert candidate(cluster, module).prerequisites == {missing.code}
    assert [found.code for found in plan_inputs(cluster, "any").candidates] == [missing.code, module.code]


def test_completed_modules_of_another_cluster_are_not_completed_here(cluster):
    module = ModuleFactory()
    CompletedModule.objects.create(cluster=ClusterFactory(), module=module, completed_on=date(2016, 1, 1))

    assert candidate(cluster, module).completed is False


def test_digest_stays_while_nothing_changes_and_not_otherwise(cluster):
    need = TrainingNeedFactory(cluster=cluster)
    module = ModuleFactory(lifts={need.indicator: 1500})
    digests = [plan_inputs(cluster, "any").digest, plan_inputs(cluster, "any").digest]
    changes = [
        lambda: ModuleLift.objects.update(share_bp=2000),
        lambda: Module.objects.update(duration_minutes=300),
        lambda: type(need).objects.update(priority=3),
        ModuleFactory,
        lambda: CompletedModule.objects.create(cluster=cluster, module=module, completed_on=date(2016, 1, 1)),
    ]
    for change in changes:
        change()
        digests.append(plan_inputs(cluster, "any").digest)

    assert digests[0] == digests[1]
    assert len(set(digests)) == 1 + len(changes)


def test_inputs_are_read_in_as_many_queries_for_thirty_modules(cluster, django_assert_num_queries):
    needs = TrainingNeedFactory.create_batch(1, cluster=cluster)
    ModuleFactory(lifts={needs[0].indicator: 1500}, competences=[CompetenceFactory()])
    with django_assert_num_queries(6):
        plan_inputs(cluster, "any")
    for _ in range(29):
        ModuleFactory(lifts={needs[0].indicator: 1500}, prerequisites=[ModuleFactory()])
    with django_assert_num_queries(6):
        plan_inputs(cluster, "any")
