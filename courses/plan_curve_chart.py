"""Geometry of the curve: places across in per cent, so that it fits any column, and heights in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lms.benchmarking.charts.coordinates import coordinate, percentage

from .plan_curve import CurvePoint

TOP, BOTTOM = 28, 268
HEIGHT = BOTTOM + 34
# The highest share that the drawing has room for, in per cent: the smallest that the curve stays below.
CEILINGS = (20, 40, 60, 80, 100)
# Hours between two marks of the axis: the smallest that leaves room for their figures on a phone.
AXIS_STEPS = (1, 2, 5, 10, 20, 50, 100)
MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: its figure, where it is, and which end of the figure is there."""

    figure: int
    at: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight piece of the line; a `guess` joins two points between which there may be others."""

    x1: str
    y1: str
    x2: str
    y2: str
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the line."""

    x: str
    y: str


@dataclass(frozen=True, slots=True)
class CurveChart:
    """Everything that is drawn, in a box of `height`."""

    strokes: tuple[Stroke, ...]
    minimums: tuple[Spot, ...]
    knee: Spot | None
    budget: Tick
    hours: tuple[Tick, ...]
    shares: tuple[Tick, ...]

    top = TOP
    bottom = BOTTOM
    height = HEIGHT
    figures_y = BOTTOM + 20


def draw_curve(points: Sequence[CurvePoint], *, whole: int, budget: int, knee: CurvePoint | None) -> CurveChart:
    """Lay out the curve of at least one point; `whole` is the weighted gap, `budget` the minutes of the plan shown."""
    widest = max(points[-1].minutes, budget, 60) * 26 // 25
    most = max(point.closed for point in points)
    ceiling = next(share for share in CEILINGS if most * 100 <= whole * share or share == CEILINGS[-1])

    def spot(point: CurvePoint) -> Spot:
        return Spot(percentage(point.minutes, widest), _height(point.closed * 100, whole * ceiling))

    risen = [after for before, after in pairwise(points) if after.minimums > before.minimums]
    return CurveChart(
        strokes=tuple(_strokes(points, [spot(point) for point in points])),
        minimums=tuple(spot(point) for point in risen),
        knee=spot(knee) if knee else None,
        budget=Tick(0, percentage(budget, widest), "end" if budget * 2 > widest else "start"),
        hours=_hours(widest),
        shares=tuple(Tick(quarter * ceiling // 4, _height(quarter, 4)) for quarter in range(5)),
    )


def _strokes(points: Sequence[CurvePoint], spots: Sequence[Spot]) -> list[Stroke]:
    """Draw level until the next answer, then up or down to it; the last answer holds for all hours beyond."""
    strokes: list[Stroke] = []
    for (here, there), after in zip(pairwise(spots), points[1:], strict=True):
        if after.follows:
            strokes += [
                Stroke(here.x, here.y, there.x, here.y),
                Stroke(there.x, here.y, there.x, there.y),
            ]
        else:
            strokes.append(Stroke(here.x, here.y, there.x, there.y, guess=True))
    last = spots[-1]
    return [*strokes, Stroke(last.x, last.y, "100%", last.y)]


def _height(part: int, whole: int) -> str:
    return coordinate(BOTTOM - (BOTTOM - TOP) * (part / whole if whole else 0))


def _hours(widest: int) -> tuple[Tick, ...]:
    step = next((step for step in AXIS_STEPS if widest <= step * 60 * MOST_TICKS), AXIS_STEPS[-1])
    last = widest // 60
    return tuple(
        Tick(hour, percentage(hour * 60, widest), _anchor(hour * 60, widest)) for hour in range(0, last + 1, step)
    )


def _anchor(minutes: int, widest: int) -> str:
    """Keep the first and the last figure inside the box."""
    if not minutes:
        return "start"
    return "end" if minutes * 20 > widest * 19 else "middle"
