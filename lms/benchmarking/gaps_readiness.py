"""Readiness for Gold: at least a share of the maximum score, unweighted, and every minimum requirement met.

Source of the rule: the label's published conditions (80 % of the maximum score and the minimum criteria); the
share and the minimums themselves are data of the framework.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from .gaps_values import IndicatorFacts, Number, Scores, floored, in_order


class Verdict(StrEnum):
    """Whether Gold is within reach whatever the missing scores turn out to be."""

    REACHED = "reached"
    OPEN = "open"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Minimum:
    """One minimum requirement that is missed (`short` levels below it) or unknown (no score, no `short`)."""

    indicator: str
    minimum: Number
    score: Number | None
    short: Number | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """Points and shares as a range, from all missing scores at their lowest level to all at their highest.

    `points_needed` is exact; `short_at_best` and `short_at_worst` are rounded up to whole steps of points.
    """

    points_lowest: Decimal
    points_highest: Decimal
    points_maximum: Decimal
    share_lowest_bp: int | None
    share_highest_bp: int | None
    points_needed: Fraction
    short_at_best: Number
    short_at_worst: Number
    missed: tuple[Minimum, ...]
    unknown: tuple[Minimum, ...]
    not_assessed: tuple[str, ...]
    verdict: Verdict

    @property
    def share_needed(self) -> Fraction | None:
        """The share of the maximum that Gold asks for; none where there is no maximum."""
        return self.points_needed / Fraction(self.points_maximum) if self.points_maximum else None


def readiness(
    indicators: Iterable[IndicatorFacts],
    scores: Scores,
    *,
    gold_share: Decimal | Fraction,
    point_step: Number = 1,
) -> Readiness:
    """Say how far from Gold one assessment is.

    The maximum is the sum of the highest levels, as "80 % of the maximum score" says: on a scale from 1 to
    5 a cluster at the lowest level everywhere has 20 %, not 0 %. `gold_share` is a share (0.80);
    `point_step` is the smallest difference between two levels, to which the points that are short are
    rounded up.
    """
    ordered = in_order(indicators)
    known = {code: score for code, score in scores.items() if score is not None}
    lowest = _points(known.get(indicator.code, indicator.min_level) for indicator in ordered)
    highest = _points(known.get(indicator.code, indicator.max_level) for indicator in ordered)
    maximum = _points(indicator.max_level for indicator in ordered)
    needed = Fraction(gold_share) * Fraction(maximum)
    at_best, at_worst = (_short(needed, points, point_step) for points in (highest, lowest))
    missed = tuple(found for indicator in ordered if (found := _missed(indicator, known)) is not None)
    unknown = tuple(found for indicator in ordered if (found := _unknown(indicator, known)) is not None)
    return Readiness(
        points_lowest=lowest,
        points_highest=highest,
        points_maximum=maximum,
        share_lowest_bp=floored(lowest, maximum),
        share_highest_bp=floored(highest, maximum),
        points_needed=needed,
        short_at_best=at_best,
        short_at_worst=at_worst,
        missed=missed,
        unknown=unknown,
        not_assessed=tuple(indicator.code for indicator in ordered if indicator.code not in known),
        verdict=_verdict(bool(at_best or missed), bool(at_worst or unknown)),
    )


def _points(levels: Iterable[Number]) -> Decimal:
    return sum((Decimal(level) for level in levels), Decimal(0))


def _short(needed: Fraction, points: Decimal, step: Number) -> Number:
    return max(ceil((needed - Fraction(points)) / Fraction(step)), 0) * step


def _missed(indicator: IndicatorFacts, known: dict[str, Number]) -> Minimum | None:
    score, minimum = known.get(indicator.code), indicator.minimum
    if score is None or minimum is None or score >= minimum:
        return None
    return Minimum(indicator.code, minimum, score, minimum - score)


def _unknown(indicator: IndicatorFacts, known: dict[str, Number]) -> Minimum | None:
    """A minimum at the lowest level is met whatever the score, so it is not unknown."""
    minimum = indicator.minimum
    if indicator.code in known or minimum is None or minimum <= indicator.min_level:
        return None
    return Minimum(indicator.code, minimum, None, None)


def _verdict(refused_at_best: bool, doubtful_at_worst: bool) -> Verdict:
    if refused_at_best:
        return Verdict.NOT_REACHED
    return Verdict.OPEN if doubtful_at_worst else Verdict.REACHED
