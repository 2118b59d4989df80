"""Where more hours begin to bring less, and what an extra hour brings.

The knee is the point that lies furthest above the straight line from the first point to the last (V. Satopää,
J. Albrecht, D. Irwin, B. Raghavan: Finding a "Kneedle" in a Haystack: Detecting Knee Points in System Behavior, 2011).
Their smoothing is left out, since these points are exact, and so is their threshold for data that keep coming.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from .plan_curve import CurvePoint

POINTS_NEEDED = 3
# A bend of less than this part of the height is a straight line to the eye, and no reason to stop there.
LEAST_BEND = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Knee:
    """The point, and how much of the weighted gap an hour closes on average before it and after it."""

    point: CurvePoint
    before: Fraction
    after: Fraction


def find_knee(points: Sequence[CurvePoint]) -> Knee | None:
    """Return the knee, of equals the one with the fewest hours; none of fewer than three points or a straight line."""
    if len(points) < POINTS_NEEDED:
        return None
    first, last = points[0], points[-1]
    width, height = last.minutes - first.minutes, last.closed - first.closed
    if height <= 0:
        return None

    def above(point: CurvePoint) -> Fraction:
        """Return how far a point lies above the line, as a part of the height."""
        return Fraction(point.closed - first.closed, height) - Fraction(point.minutes - first.minutes, width)

    furthest = max(points, key=lambda point: (above(point), -point.minutes))
    if above(furthest) < LEAST_BEND:
        return None
    return Knee(furthest, gain_per_hour(first, furthest), gain_per_hour(furthest, last))


def gain_per_hour(before: CurvePoint, after: CurvePoint) -> Fraction:
    """Return the weighted gap that an hour between two points closes; negative where a minimum takes the hours."""
    return Fraction(60 * (after.closed - before.closed), after.minutes - before.minutes)


def gains(points: Sequence[CurvePoint]) -> list[Fraction | None]:
    """Return, for each point, what each hour since the point before closes; nothing for the first one."""
    return [None, *(gain_per_hour(before, after) for before, after in pairwise(points))][: len(points)]
