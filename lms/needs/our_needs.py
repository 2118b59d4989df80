"""What a cluster's own people read of its needs: what counts in the plan, what waits, what was left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from lms.benchmarking.models import Assessment
from lms.clusters.models import Cluster

from .models import TrainingNeed
from .querysets import latest_assessments
from .waiting import counting, waiting

DROPPED = TrainingNeed.Status.DROPPED


@dataclass(frozen=True)
class OlderRound:
    """An earlier assessment, and the gaps of it that the coordinators have not renewed yet."""

    assessment: Assessment
    needs: list[TrainingNeed]


@dataclass(frozen=True)
class OurNeeds:
    """The needs of one cluster, as managers and tutors see them."""

    cluster: Cluster
    declared: list[TrainingNeed]
    from_gaps: list[TrainingNeed]
    older_rounds: list[OlderRound]
    left_out: list[TrainingNeed]


def our_needs(cluster: Cluster) -> OurNeeds:
    """Read them in two queries. Of what was left out only the declared ones are shown: they are the cluster's own."""
    needs = list(TrainingNeed.objects.for_page().filter(cluster=cluster))
    latest = latest_assessments(cluster).values_list("pk", flat=True).first()
    count = counting(needs, latest)
    return OurNeeds(
        cluster=cluster,
        declared=[need for need in count if _is_declared(need)],
        from_gaps=[need for need in count if not _is_declared(need)],
        older_rounds=_by_round(waiting(needs, latest)),
        left_out=_latest_first(need for need in needs if _is_declared(need) and need.status == DROPPED),
    )


def _is_declared(need: TrainingNeed) -> bool:
    return need.origin == TrainingNeed.Origin.DECLARED


def _by_round(needs: Iterable[TrainingNeed]) -> list[OlderRound]:
    """Group them by the assessment that found them, the latest first, each indicator once; their order inside stays."""
    ordered = sorted(needs, key=lambda need: (_assessed(need).assessed_on, _assessed(need).pk), reverse=True)
    first: dict[str, TrainingNeed] = {}
    for need in ordered:
        first.setdefault(need.indicator.code if need.indicator else "", need)
    return [OlderRound(assessment, list(found)) for assessment, found in groupby(first.values(), key=_assessed)]


def _assessed(need: TrainingNeed) -> Assessment:
    return cast("Assessment", need.assessment)  # a gap always has one


def _latest_first(needs: Iterable[TrainingNeed]) -> list[TrainingNeed]:
    return sorted(needs, key=lambda need: need.decided_at, reverse=True)
