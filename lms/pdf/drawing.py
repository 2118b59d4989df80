"""Vector drawings as values: shapes in a box, measured in points from its top left corner, as on the site."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from reportlab.lib.colors import Color

from .styles import INK, Style
from .text import draw_words

if TYPE_CHECKING:
    from .canvas import TaggedCanvas

Point = tuple[float, float]


class Shape(Protocol):
    """What a drawing is made of; `top` is where its upper edge lies on the canvas."""

    def draw(self, canvas: "TaggedCanvas", top: float) -> None:
        """Draw itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, closed or not, dashed where `dashes` says how long they are."""

    points: Sequence[Point]
    stroke: Color | None = INK
    fill: Color | None = None
    width: float = 1
    dashes: tuple[float, float] | None = None
    closed: bool = False

    def draw(self, canvas: "TaggedCanvas", top: float) -> None:
        """Draw it."""
        path = canvas.beginPath()
        for place, (x, y) in enumerate(self.points):
            (path.lineTo if place else path.moveTo)(x, top - y)
        if self.closed:
            path.close()
        _take(canvas, self.stroke, self.fill, self.width)
        canvas.setDash(*self.dashes) if self.dashes else canvas.setDash()
        canvas.drawPath(path, stroke=self.stroke is not None, fill=self.fill is not None)


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: Color | None = None
    stroke: Color | None = None
    line: float = 0.7

    def draw(self, canvas: "TaggedCanvas", top: float) -> None:
        """Draw it."""
        _take(canvas, self.stroke, self.fill, self.line)
        canvas.setDash()
        bottom = top - self.y - self.height
        canvas.rect(self.x, bottom, self.width, self.height, stroke=self.stroke is not None, fill=self.fill is not None)


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle, with a rim or not."""

    x: float
    y: float
    radius: float
    fill: Color
    stroke: Color | None = None
    line: float = 0.7

    def draw(self, canvas: "TaggedCanvas", top: float) -> None:
        """Draw it."""
        _take(canvas, self.stroke, self.fill, self.line)
        canvas.setDash()
        canvas.circle(self.x, top - self.y, self.radius, stroke=self.stroke is not None, fill=1)


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `align` (left, centre, right) says which part of it stands at `x`, its feet stand on `y`."""

    x: float
    y: float
    words: str
    style: Style
    align: str = "left"

    def draw(self, canvas: "TaggedCanvas", top: float) -> None:
        """Draw it."""
        draw_words(canvas, self.x, top - self.y, self.words, self.style, align=self.align)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes, the lowest first."""

    width: float
    height: float
    shapes: Sequence[Shape]

    def draw(self, canvas: "TaggedCanvas") -> None:
        """Draw all shapes with the box's lower left corner at the origin."""
        for shape in self.shapes:
            shape.draw(canvas, self.height)


def _take(canvas: "TaggedCanvas", stroke: Color | None, fill: Color | None, width: float) -> None:
    if stroke is not None:
        canvas.setStrokeColor(stroke)
        canvas.setLineWidth(width)
    if fill is not None:
        canvas.setFillColor(fill)
