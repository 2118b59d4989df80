"""What the gap rules work on: frozen values, exact shares, no Django and no clock.

Levels and scores are `Decimal` or `int`. Shares are integers in basis points, where 10000 is the whole: of an
indicator's range (highest minus lowest level) for gaps and changes, of the maximum points for readiness and
groups.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

WHOLE = 10_000
TENTH, PERCENT = 10, 100  # of a per cent, and one, in basis points

Number = int | Decimal
Scores = Mapping[str, Number | None]
"""Indicator code -> level; none, like a code that is absent, means "not assessed" and is never zero."""


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """One indicator of a framework, as the rules need it; `max_level` must lie above `min_level`."""

    code: str
    position: int
    group: str
    min_level: Number
    max_level: Number
    weight: Number = 1
    threshold: Number | None = None
    minimum: Number | None = None

    @property
    def range(self) -> Fraction:
        """The levels between lowest and highest, in points."""
        return Fraction(self.max_level) - Fraction(self.min_level)


def rounded(share: Fraction) -> int:
    """Give a share in basis points, halves away from zero: a rise and the fall that undoes it cancel."""
    size = floor(abs(share) * WHOLE + Fraction(1, 2))
    return size if share >= 0 else -size


def floored(part: Number, maximum: Number) -> int | None:
    """Give a share of the maximum in basis points, rounded down: 79.996 % must never be read as 80 %.

    None where there is no maximum, so that "nothing assessed" never looks like nothing achieved.
    """
    return floor(Fraction(part) / Fraction(maximum) * WHOLE) if maximum else None


def as_shown(share_bp: int, asked: Fraction | None = None) -> int:
    """Round a share to the tenth of a per cent that a page shows, halves up, in basis points.

    The one exception: where that would show a whole percentage that is not reached, or the share `asked` for, it is
    rounded down. Thresholds are such figures: 79.96 % must not be read as 80 %. Differences are taken between shares
    as shown, so that a table adds up.
    """
    shown = (share_bp + TENTH // 2) // TENTH * TENTH
    mark = shown if shown % PERCENT == 0 else asked * WHOLE if asked else 0
    return shown - TENTH if share_bp < mark <= shown else shown


def in_order(indicators: Iterable[IndicatorFacts]) -> list[IndicatorFacts]:
    """Sort by position, then code, so that no result depends on the order in which rows were loaded."""
    return sorted(indicators, key=lambda indicator: (indicator.position, indicator.code))
