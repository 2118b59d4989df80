"""The charts of the benchmark's page drawn for paper: the same geometry, in points."""

import re
from collections.abc import Sequence

from reportlab.lib.colors import Color, HexColor

from lms.benchmarking.charts import Bar, Radar, RadarAxis
from lms.benchmarking.charts.radar import RadarSeries, Ring
from lms.pdf.drawing import Box, Dot, Drawing, Line, Point, Shape, Words
from lms.pdf.fonts import BOLD
from lms.pdf.styles import INK, SOFT, WHITE, Style

NOW, NOW_LIGHT, EARLIER = HexColor("#0059b3"), HexColor("#dbe8f5"), HexColor("#a34700")
GRID, TRACK, MINIMUM = HexColor("#b8c6d4"), HexColor("#e6edf4"), HexColor("#a3162e")
SCALE = 0.44
LABEL = Style(7.5, 9, face=BOLD)
FIGURE = Style(6.5, 8, colour=SOFT)
ALIGNED = {"start": "left", "middle": "centre", "end": "right"}
# A row's bar, the thin bar of the earlier round below it, and the marks across both.
BAR_TOP, BAR, THIN, BAR_HEIGHT = 4.0, 5.0, 2.4, 15.0


def radar_drawing(chart: Radar) -> Drawing:
    """Draw the radar: this round over the one before."""
    now, *before = chart.series
    shapes: list[Shape] = [_area(now)] if now.is_whole else []
    shapes += [Line(_points(ring), GRID, width=0.6, closed=True) for ring in chart.rings]
    centre = _at((chart.centre_x, chart.centre_y))
    shapes += [Line([centre, _at((axis.x, axis.y))], GRID, width=0.6) for axis in chart.axes]
    for series in before:
        shapes += [*_lines(series, EARLIER, dashes=(5, 3)), *(_square(_at(mark)) for mark in series.marks)]
    shapes += [*_lines(now, NOW), *(Dot(*_at(mark), 3, NOW, WHITE) for mark in now.marks)]
    shapes += [shape for ring in chart.rings for shape in _ring_figure(ring)]
    shapes += [word for axis in chart.axes for word in _label(axis)]
    return Drawing(chart.width * SCALE, chart.height * SCALE, shapes)


def level_bar(bar: Bar, width: float) -> Drawing:
    """Draw one indicator's level on its scale, with reference and minimum requirement."""
    known = bar.score is not None
    shapes: list[Shape] = [Box(0, BAR_TOP, width, BAR, fill=TRACK if known else None, stroke=None if known else GRID)]
    if bar.score is not None:
        shapes.append(Box(0, BAR_TOP, _along(bar.score, width), BAR, fill=NOW))
    if bar.earlier is not None:
        shapes.append(Box(0, BAR_TOP + BAR + 1, _along(bar.earlier, width), THIN, fill=EARLIER))
    shapes += [Line([(x, BAR_TOP), (x, BAR_TOP + BAR)], WHITE, width=0.7) for x in _places(bar.ticks, width)]
    if bar.minimum is not None:
        shapes += _minimum(_along(bar.minimum, width))
    if bar.reference is not None:
        shapes += _reference(_along(bar.reference, width))
    return Drawing(width + 4, BAR_HEIGHT, shapes)


def _reference(x: float) -> list[Shape]:
    head: list[Point] = [(x - 2.8, 0), (x + 2.8, 0), (x, 4.2)]
    return [Line([(x, 0), (x, BAR_TOP + BAR + THIN + 1)], INK), Line(head, None, fill=INK, closed=True)]


def _minimum(x: float) -> list[Shape]:
    foot = BAR_TOP + BAR + 2
    return [Line([(x, BAR_TOP), (x, foot)], MINIMUM, dashes=(1.5, 1)), Box(x - 2, foot, 4, 4, fill=MINIMUM)]


def _along(share: str, width: float) -> float:
    return width * float(share.rstrip("%")) / 100


def _places(shares: Sequence[str], width: float) -> list[float]:
    return [_along(share, width) for share in shares]


def _at(place: tuple[str, str]) -> Point:
    return float(place[0]) * SCALE, float(place[1]) * SCALE


def _points(ring: Ring) -> list[Point]:
    return [_at((x, y)) for x, y in (pair.split(",") for pair in ring.points.split())]


def _area(series: RadarSeries) -> Line:
    return Line([_at(mark) for mark in series.marks], None, fill=NOW_LIGHT, closed=True)


def _lines(series: RadarSeries, colour: Color, dashes: tuple[float, float] | None = None) -> list[Line]:
    """Draw a series' path: one way round, or the sides whose ends are both known."""
    look = {"stroke": colour, "width": 1.8, "dashes": dashes}
    if series.is_whole:
        return [Line([_at(mark) for mark in series.marks], closed=True, **look)]  # type: ignore[arg-type]  # keywords from a table
    sides = re.findall(r"M(\S+) (\S+) L(\S+) (\S+)", series.path)
    return [Line([_at((x1, y1)), _at((x2, y2))], **look) for x1, y1, x2, y2 in sides]  # type: ignore[arg-type]  # keywords from a table


def _square(place: Point) -> Box:
    return Box(place[0] - 2.5, place[1] - 2.5, 5, 5, fill=WHITE, stroke=EARLIER, line=1.5)


def _ring_figure(ring: Ring) -> list[Shape]:
    x, y = _at((ring.label_x, ring.label_y))
    return [Box(x - 8.5, y - 5.5, 17, 7, fill=WHITE), Words(x, y, f"{ring.percent} %", FIGURE, "centre")]


def _label(axis: RadarAxis) -> list[Shape]:
    x = float(axis.label_x) * SCALE
    return [Words(x, float(y) * SCALE, line, LABEL, ALIGNED[axis.anchor]) for y, line in axis.lines]
