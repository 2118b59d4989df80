"""Loads frameworks, scores and targets into the values that the gap rules work on, in one query each.

What sits above (needs, plans) reads benchmarks through these functions too, so that a gap is the same everywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise

from lms.clusters.models import Cluster

from .gaps import (
    IndicatorFacts,
    Number,
    Readiness,
    Reference,
    ReferenceKind,
    Scores,
    peer_references,
    readiness,
    target_references,
    threshold_references,
)
from .models import Assessment, ClusterTarget, Framework, Indicator, ScaleLevel, Score

PEER_KINDS = (ReferenceKind.PEER_MEDIAN, ReferenceKind.PEER_TOP_QUARTILE)


def indicators_by_framework(frameworks: Iterable[int]) -> dict[int, list[Indicator]]:
    """Return the indicators, with their groups, of each framework in its order."""
    found: dict[int, list[Indicator]] = defaultdict(list)
    rows = Indicator.objects.filter(framework__in=set(frameworks)).select_related("group")
    for indicator in rows.order_by("framework", "position", "code"):
        found[indicator.framework_id].append(indicator)
    return found


def scores_by_assessment(assessments: Iterable[int]) -> dict[int, dict[str, Number | None]]:
    """Return each assessment's scores by indicator code; none means "not assessed"."""
    found: dict[int, dict[str, Number | None]] = defaultdict(dict)
    rows = Score.objects.filter(assessment__in=set(assessments))
    for assessment, code, value in rows.values_list("assessment_id", "indicator__code", "value"):
        found[assessment][code] = value
    return found


def levels_of(framework: Framework) -> list[ScaleLevel]:
    """Return the levels that a score may take, the lowest first."""
    return list(ScaleLevel.objects.filter(framework=framework).order_by("value"))


def targets_of(cluster: Cluster, framework: Framework) -> dict[str, Decimal]:
    """Return the levels that the cluster aims at, by indicator code."""
    rows = ClusterTarget.objects.filter(cluster=cluster, indicator__framework=framework)
    return dict(rows.values_list("indicator__code", "level"))


def peer_rounds(assessment: Assessment) -> dict[str, int]:
    """Return the round of every other cluster as of that day, by cluster code: the latest on the same framework."""
    rounds = (
        Assessment.objects.filter(framework=assessment.framework_id, assessed_on__lte=assessment.assessed_on)
        .exclude(cluster=assessment.cluster_id)
        .counting()
        .with_framework()
        .values_list("cluster__code", "pk")
    )
    latest: dict[str, int] = {}
    for cluster, pk in rounds:
        latest.setdefault(cluster, pk)
    return latest


def facts_of(indicators: Iterable[Indicator]) -> tuple[IndicatorFacts, ...]:
    """Return what the gap rules need of each indicator."""
    return tuple(
        IndicatorFacts(
            code=indicator.code,
            position=indicator.position,
            group=indicator.group.code,
            min_level=indicator.min_level,
            max_level=indicator.max_level,
            weight=indicator.weight,
            threshold=indicator.excellence_threshold,
            minimum=indicator.minimum_requirement,
        )
        for indicator in indicators
    )


def references_for(
    kind: ReferenceKind, facts: Iterable[IndicatorFacts], *, cluster: str, peers: Mapping[str, Scores], targets: Scores
) -> Mapping[str, Reference]:
    """Return what each indicator is held against; `peers` and `targets` are read only by their own kinds."""
    if kind in PEER_KINDS:
        return peer_references(facts, peers, own_cluster=cluster, kind=kind)
    if kind == ReferenceKind.OWN_TARGET:
        return target_references(facts, targets)
    return threshold_references(facts)


def readiness_for(
    framework: Framework, facts: Iterable[IndicatorFacts], scores: Scores, levels: Iterable[ScaleLevel]
) -> Readiness | None:
    """Say how far from Gold the scores are; none for a framework that has no rule for Gold."""
    if framework.gold_share is None:
        return None
    return readiness(facts, scores, gold_share=framework.gold_share, point_step=point_step(levels))


def point_step(levels: Iterable[ScaleLevel]) -> Decimal:
    """Return the smallest distance between two levels of the scale, in points."""
    values = sorted(level.value for level in levels)
    return min((upper - lower for lower, upper in pairwise(values)), default=Decimal(1))
