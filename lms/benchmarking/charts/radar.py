"""The radar of the groups: one axis each, shares in basis points from the centre (0) to the rim (10000)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from .coordinates import coordinate, lines_of

WIDTH, HEIGHT, RADIUS = 600, 420, 160
CENTRE_X, CENTRE_Y = WIDTH / 2, HEIGHT / 2
WHOLE = 10_000
RINGS = (2_500, 5_000, 7_500, 10_000)
AXES_NEEDED = 3
LABEL_GAP, LABEL_WIDTH, LINE_HEIGHT = 18, 16, 18

Shares = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class RadarAxis:
    """One axis: the rim's end of its line, and its label, broken into lines."""

    code: str
    x: str
    y: str
    label_x: str
    anchor: str
    code_y: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Ring:
    """A line of equal share, with where its figure stands."""

    percent: int
    points: str
    label_x: str
    label_y: str


@dataclass(frozen=True, slots=True)
class RadarSeries:
    """One round: a path through the known shares, and a mark on each."""

    path: str
    marks: tuple[tuple[str, str], ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Radar:
    """Everything that is drawn, in a box of `width` by `height`."""

    width: int
    height: int
    centre_x: str
    centre_y: str
    axes: tuple[RadarAxis, ...]
    rings: tuple[Ring, ...]
    series: tuple[RadarSeries, ...]


def radar(axes: Sequence[tuple[str, str]], series: Sequence[Shares]) -> Radar | None:
    """Lay out axes (code, label) clockwise from the top, and one line for each series of shares.

    None with fewer than three axes, which make no area: the table beside the chart says it all. A missing share
    leaves its line open instead of dropping to the centre, where it would read as zero.
    """
    if len(axes) < AXES_NEEDED:
        return None
    count = len(axes)
    return Radar(
        width=WIDTH,
        height=HEIGHT,
        centre_x=coordinate(CENTRE_X),
        centre_y=coordinate(CENTRE_Y),
        axes=tuple(_axis(place, count, code, label) for place, (code, label) in enumerate(axes)),
        rings=tuple(_ring(share, count) for share in RINGS),
        series=tuple(_series(shares) for shares in series),
    )


def _point(place: int, count: int, length: float) -> tuple[float, float]:
    angle = 2 * pi * place / count - pi / 2
    return CENTRE_X + length * cos(angle), CENTRE_Y + length * sin(angle)


def _at(place: int, count: int, share: int) -> tuple[str, str]:
    x, y = _point(place, count, RADIUS * share / WHOLE)
    return coordinate(x), coordinate(y)


def _axis(place: int, count: int, code: str, label: str) -> RadarAxis:
    """Labels grow away from the chart: upwards above it, downwards below it, both ways at its sides."""
    x, y = _point(place, count, RADIUS + LABEL_GAP)
    lines = lines_of(label, LABEL_WIDTH)
    first = y + 5 - (len(lines) - 1) * LINE_HEIGHT * _share_above(y)
    placed = tuple((coordinate(first + number * LINE_HEIGHT), line) for number, line in enumerate(lines))
    rim_x, rim_y = _at(place, count, WHOLE)
    return RadarAxis(code, rim_x, rim_y, coordinate(x), _anchor(x), coordinate(y + 9), placed)


def _share_above(y: float) -> float:
    """Say which part of a label's lines stands above its point: all at the top, none at the bottom."""
    return (1 - (y - CENTRE_Y) / (RADIUS + LABEL_GAP)) / 2


def _anchor(x: float) -> str:
    if abs(x - CENTRE_X) < LABEL_GAP:
        return "middle"
    return "start" if x > CENTRE_X else "end"


def _ring(share: int, count: int) -> Ring:
    """The figure stands on the middle of the ring's last side, away from labels and from the line of the first axis."""
    corners = [_point(place, count, RADIUS * share / WHOLE) for place in range(count)]
    points = " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in corners)
    (first_x, first_y), (last_x, last_y) = corners[0], corners[-1]
    return Ring(share // 100, points, coordinate((first_x + last_x) / 2), coordinate((first_y + last_y) / 2 + 4))


def _series(shares: Shares) -> RadarSeries:
    count = len(shares)
    marks = [None if share is None else _at(place, count, share) for place, share in enumerate(shares)]
    is_whole = all(mark is not None for mark in marks)
    path = _closed(marks) if is_whole else _open(marks)
    return RadarSeries(path, tuple(mark for mark in marks if mark is not None), is_whole)


def _closed(marks: Sequence[tuple[str, str] | None]) -> str:
    return "M" + " L".join(f"{mark[0]} {mark[1]}" for mark in marks if mark is not None) + " Z"


def _open(marks: Sequence[tuple[str, str] | None]) -> str:
    """Draw the sides both of whose ends are known."""
    sides = zip(marks, [*marks[1:], *marks[:1]], strict=True)
    return " ".join(f"M{a[0]} {a[1]} L{b[0]} {b[1]}" for a, b in sides if a is not None and b is not None)
