"""What a score is held against: the excellence threshold, a group of peers, or the cluster's own target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

from .gaps_values import IndicatorFacts, Number, Scores

PEERS_NEEDED = 5
MEDIAN = Fraction(1, 2)
TOP_QUARTILE = Fraction(3, 4)


class ReferenceKind(StrEnum):
    """The four references that a coordinator may choose."""

    THRESHOLD = "threshold"
    PEER_MEDIAN = "peer_median"
    PEER_TOP_QUARTILE = "peer_top_quartile"
    OWN_TARGET = "own_target"


class NoReference(StrEnum):
    """Why an indicator has nothing to be held against."""

    NO_THRESHOLD = "no_threshold"
    TOO_FEW_PEERS = "too_few_peers"
    NO_TARGET = "no_target"


@dataclass(frozen=True, slots=True)
class Reference:
    """The level to reach on one indicator, exact; or none, with the reason and how many peers there were."""

    kind: ReferenceKind
    level: Fraction | None
    reason: NoReference | None = None
    peers: int | None = None
    peers_needed: int | None = None


References = Mapping[str, Reference]


def quantile(values: Iterable[Number], share: Fraction) -> Fraction:
    """Give the inclusive linear quantile, exactly: the method of Excel's QUARTILE.INC and of R's type 7.

    The sorted values stand at equal steps from 0 to 1; between two of them the quantile moves in a straight
    line. Raises ValueError without values.
    """
    ordered = sorted(Fraction(value) for value in values)
    if not ordered:
        raise ValueError("a quantile needs at least one value")
    place = (len(ordered) - 1) * share
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def threshold_references(indicators: Iterable[IndicatorFacts]) -> dict[str, Reference]:
    """Hold every indicator against the framework's excellence threshold."""
    return {
        indicator.code: _given(ReferenceKind.THRESHOLD, indicator.threshold, NoReference.NO_THRESHOLD)
        for indicator in indicators
    }


def target_references(indicators: Iterable[IndicatorFacts], targets: Scores) -> dict[str, Reference]:
    """Hold every indicator against the level that the cluster set itself."""
    return {
        indicator.code: _given(ReferenceKind.OWN_TARGET, targets.get(indicator.code), NoReference.NO_TARGET)
        for indicator in indicators
    }


def peer_references(
    indicators: Iterable[IndicatorFacts],
    scores_by_cluster: Mapping[str, Scores],
    *,
    own_cluster: str,
    kind: ReferenceKind,
    peers_needed: int = PEERS_NEEDED,
) -> dict[str, Reference]:
    """Hold every indicator against the median or top quartile of the *other* clusters.

    Only peers with a score on that very indicator count; below `peers_needed` of them there is no reference,
    since a figure made of a few clusters would show a single cluster's score.
    """
    shares = {ReferenceKind.PEER_MEDIAN: MEDIAN, ReferenceKind.PEER_TOP_QUARTILE: TOP_QUARTILE}
    peers = [scores for cluster, scores in scores_by_cluster.items() if cluster != own_cluster]
    found = {}
    for indicator in indicators:
        values = [value for scores in peers if (value := scores.get(indicator.code)) is not None]
        enough = len(values) >= max(peers_needed, 1)
        level = quantile(values, shares[kind]) if enough else None
        reason = None if enough else NoReference.TOO_FEW_PEERS
        found[indicator.code] = Reference(kind, level, reason, len(values), peers_needed)
    return found


def _given(kind: ReferenceKind, level: Number | None, otherwise: NoReference) -> Reference:
    return Reference(kind, None, otherwise) if level is None else Reference(kind, Fraction(level))
