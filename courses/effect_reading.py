"""Reads, for each cluster, the plan that a later round followed, with the round it was made from and that later one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils import timezone

from lms.benchmarking.gaps import Round
from lms.benchmarking.models import Assessment, Framework, Indicator
from lms.benchmarking.reading import facts_of, indicators_by_framework, scores_by_assessment
from lms.clusters.models import Cluster

from .completions import completions
from .effect import Observed, observe
from .models import PlanLine, PlanNeed, TrainingPlan

Status = TrainingPlan.Status


@dataclass(frozen=True)
class Followed:
    """A published plan, the round that it was made from, and the closed round after its publication."""

    plan: TrainingPlan
    before: Assessment
    after: Assessment
    aimed: frozenset[str]


@dataclass(frozen=True)
class Waiting:
    """The published plan of a cluster after which no round was closed yet; it may have been made without a round."""

    plan: TrainingPlan
    before: Assessment | None


@dataclass(frozen=True)
class ClusterEffect:
    """What became of one cluster's indicators, and how many of the plan's modules are recorded as completed by then."""

    followed: Followed
    observed: Observed
    modules: int
    completed: int
    indicators: dict[str, Indicator] = field(repr=False)

    @property
    def cluster(self) -> Cluster | None:
        """Whose plan it is."""
        return self.followed.plan.cluster


@dataclass(frozen=True)
class Effects:
    """All clusters, in the order of their names: those that a later round followed, and those that wait for one."""

    seen: list[ClusterEffect]
    waiting: list[Waiting]


def read_effects(cluster: Cluster | None = None) -> Effects:
    """Read all clusters, or one: seven queries, however many there are."""
    plans = TrainingPlan.objects.filter(published_at__isnull=False, cluster__isnull=False)
    if cluster is not None:
        plans = plans.filter(cluster=cluster)
    rows = list(plans.select_related("cluster").order_by("cluster__name", "cluster", "-published_at", "-version"))
    aims, bases = _aims(rows)
    rounds = _closed_rounds(rows)
    followed, waiting = [], []
    for _cluster, versions in groupby(rows, key=lambda plan: plan.cluster_id):
        found, waits = _sort_out(list(versions), rounds, aims, bases)
        followed += [found] if found else []
        waiting += [waits] if waits else []
    return Effects(_observed(followed), waiting)


def _aims(plans: Iterable[TrainingPlan]) -> tuple[dict[int, frozenset[str]], dict[int, int]]:
    """Return, by plan, the indicators of which it closes something, and the assessment that its needs are from."""
    aims, bases = defaultdict[int, set[str]](set), dict[int, int]()
    needs = PlanNeed.objects.filter(plan__in=[plan.pk for plan in plans], need__indicator__isnull=False)
    rows = needs.order_by("pk").values_list("plan", "need__assessment", "need__indicator__code", "closed_bp")
    for plan, assessment, code, closed in rows:
        bases[plan] = assessment
        if closed:
            aims[plan].add(code)
    return {plan: frozenset(codes) for plan, codes in aims.items()}, bases


def _closed_rounds(plans: Iterable[TrainingPlan]) -> dict[int, list[Assessment]]:
    """Return the closed evaluations of each cluster, the latest first."""
    found = defaultdict[int, list[Assessment]](list)
    rounds = Assessment.objects.filter(
        cluster__in={plan.cluster_id for plan in plans},
        status=Assessment.Status.CLOSED,
        framework__kind=Framework.Kind.EVALUATION,
    )
    for assessment in rounds.with_framework():
        found[assessment.cluster_id].append(assessment)
    return found


def _sort_out(
    plans: Sequence[TrainingPlan],
    rounds: dict[int, list[Assessment]],
    aims: dict[int, frozenset[str]],
    bases: dict[int, int],
) -> tuple[Followed | None, Waiting | None]:
    """Return the latest plan that a round followed, and the published one if none has followed it yet."""
    theirs = rounds.get(plans[0].cluster_id or 0, [])
    by_key = {assessment.pk: assessment for assessment in theirs}
    waits = None
    for plan in plans:
        before = by_key.get(bases.get(plan.pk, 0))
        after = _following(plan, before, theirs)
        if before and after:
            return Followed(plan, before, after, aims.get(plan.pk, frozenset())), waits
        if plan.status == Status.PUBLISHED:
            waits = Waiting(plan, before)
    return None, waits


def _following(plan: TrainingPlan, before: Assessment | None, rounds: Iterable[Assessment]) -> Assessment | None:
    """Return the round after the publication that says most, on any version of the same framework.

    That is one made by assessors rather than the cluster's own count, then one of the same kind, then the latest.
    """
    if before is None or plan.published_at is None:
        return None
    since: date = max(before.assessed_on, timezone.localdate(plan.published_at))
    later = (r for r in rounds if r.assessed_on > since and r.framework.code == before.framework.code)
    return max(later, key=lambda r: (not r.is_self_assessment, r.kind == before.kind, r.assessed_on), default=None)


def _observed(followed: Sequence[Followed]) -> list[ClusterEffect]:
    rounds = {assessment.pk: assessment for one in followed for assessment in (one.before, one.after)}
    scores = scores_by_assessment(rounds)
    indicators = indicators_by_framework(assessment.framework_id for assessment in rounds.values())
    facts = {framework: facts_of(found) for framework, found in indicators.items()}
    modules, lifted = _modules_of(followed)
    completed = _completed(followed)

    def as_round(assessment: Assessment) -> Round:
        return Round(facts.get(assessment.framework_id, ()), scores[assessment.pk])

    return [
        ClusterEffect(
            followed=one,
            observed=observe(as_round(one.before), as_round(one.after), aimed=one.aimed, along=lifted[one.plan.pk]),
            modules=len(modules[one.plan.pk]),
            completed=len(modules[one.plan.pk] & _by_then(completed[one.plan.cluster_id], one.after.assessed_on)),
            indicators={found.code: found for found in indicators[one.after.framework_id]},
        )
        for one in followed
    ]


def _modules_of(followed: Iterable[Followed]) -> tuple[dict[int, set[int]], dict[int, set[str]]]:
    """Return, by plan, its modules, and the indicators that they lift as they are today."""
    modules, lifted = defaultdict[int, set[int]](set), defaultdict[int, set[str]](set)
    lines = PlanLine.objects.filter(plan__in=[one.plan.pk for one in followed], is_chosen=True)
    for plan, module, code in lines.order_by().values_list("plan", "module", "module__lifts__indicator__code"):
        modules[plan].add(module)
        lifted[plan].add(code)
    return modules, lifted


def _completed(followed: Iterable[Followed]) -> dict[int | None, list[tuple[int, date]]]:
    found = defaultdict[int | None, list[tuple[int, date]]](list)
    for done in completions(clusters=[one.plan.cluster_id for one in followed]):
        found[done.cluster].append((done.module, done.day))
    return found


def _by_then(completed: Iterable[tuple[int, date]], day: date) -> set[int]:
    return {module for module, completed_on in completed if completed_on <= day}
