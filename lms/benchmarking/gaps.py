"""Gaps: how far each score is below its reference, and in which order they matter. Computed, never stored.

The one door to the gap rules: what stands in the `gaps_*` modules is imported from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .gaps_changes import Change, ChangeStatus, GroupShare, Round, changes, group_shares
from .gaps_readiness import Minimum, Readiness, Verdict, readiness
from .gaps_references import (
    MEDIAN,
    PEERS_NEEDED,
    TOP_QUARTILE,
    NoReference,
    Reference,
    ReferenceKind,
    References,
    peer_references,
    quantile,
    target_references,
    threshold_references,
)
from .gaps_values import WHOLE, IndicatorFacts, Number, Scores, as_shown, in_order, rounded

__all__ = [
    "MEDIAN",
    "PEERS_NEEDED",
    "TOP_QUARTILE",
    "WHOLE",
    "Change",
    "ChangeStatus",
    "Gap",
    "GapStatus",
    "GroupShare",
    "IndicatorFacts",
    "Minimum",
    "NoReference",
    "Number",
    "Readiness",
    "Reference",
    "ReferenceKind",
    "References",
    "Round",
    "Scores",
    "Verdict",
    "as_shown",
    "changes",
    "find_gaps",
    "group_shares",
    "not_assessed",
    "peer_references",
    "quantile",
    "ranked",
    "readiness",
    "target_references",
    "threshold_references",
]


class GapStatus(StrEnum):
    """What can be said about one indicator; a missing score comes before a missing reference."""

    BELOW = "below"
    MET = "met"
    MISSING_SCORE = "missing_score"
    NO_REFERENCE = "no_reference"


@dataclass(frozen=True, slots=True)
class Gap:
    """One indicator held against its reference; `gap_bp` is none unless both score and reference exist."""

    indicator: str
    position: int
    status: GapStatus
    score: Number | None
    reference: Reference
    gap_bp: int | None
    weight: Number

    @property
    def weighted(self) -> Number:
        """Weight times gap in basis points, by which gaps are ordered; 0 where there is no gap to weigh."""
        return self.weight * (self.gap_bp or 0)


def find_gaps(indicators: Iterable[IndicatorFacts], scores: Scores, references: References) -> tuple[Gap, ...]:
    """Hold every indicator against its reference, in the order of the framework.

    The gap is max(0, reference - score) as a share of the indicator's range, in basis points (0..10000).
    `references` must have an entry for every indicator, as the functions that make them give; raises KeyError
    otherwise.
    """
    return tuple(
        _gap(indicator, scores.get(indicator.code), references[indicator.code]) for indicator in in_order(indicators)
    )


def ranked(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Keep what is below its reference, the most weighted gap first; ties in the order of the framework."""
    below = (gap for gap in gaps if gap.status == GapStatus.BELOW)
    return tuple(sorted(below, key=lambda gap: (-gap.weighted, gap.position, gap.indicator)))


def not_assessed(gaps: Iterable[Gap]) -> tuple[str, ...]:
    """Name the indicators without a score: they are neither a gap nor met."""
    return tuple(gap.indicator for gap in gaps if gap.status == GapStatus.MISSING_SCORE)


def _gap(indicator: IndicatorFacts, score: Number | None, reference: Reference) -> Gap:
    size = _size(indicator, score, reference.level)
    if score is None:
        status = GapStatus.MISSING_SCORE
    elif size is None:
        status = GapStatus.NO_REFERENCE
    else:
        status = GapStatus.BELOW if size else GapStatus.MET
    return Gap(indicator.code, indicator.position, status, score, reference, size, indicator.weight)


def _size(indicator: IndicatorFacts, score: Number | None, level: Fraction | None) -> int | None:
    """Round halves up, but never a real gap down to none nor beyond the range (a target may lie above it)."""
    if score is None or level is None:
        return None
    below = level - Fraction(score)
    if below <= 0:
        return 0
    return min(max(rounded(below / indicator.range), 1), WHOLE)
