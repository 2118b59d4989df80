"""Text as it flows over lines and pages, with the element that it belongs to."""

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from .canvas import Block, TaggedCanvas
from .fonts import cleaned, runs
from .lines import Line, broken, width_of
from .styles import Style
from .tags import Area, Element, content

SHIFTS = {"left": 0.0, "centre": 0.5, "right": 1.0}
# Of a text that is long enough, at least so many lines stand together on a page.
TOGETHER = 2


class Text(Block):
    """A paragraph of one element: plain words, nothing in them is markup. Without an element it is an artifact.

    `bullet` stands before the first line and belongs to the element `label`; `link` is the element of a link all
    through the text.
    """

    def __init__(self, words: str, style: Style, element: Element | None = None) -> None:
        super().__init__()
        self.words, self.style, self.element = words, style, element
        self.label: Element | None = None
        self.link: Element | None = None
        self.bullet = ""
        self.spaceBefore, self.spaceAfter = style.before, style.after
        self._lines: Sequence[Line] = ()
        self._is_half = False

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break it into lines; the halves of a text stay as they were broken."""
        self.width = width
        if not self._is_half:
            self._lines = broken(self.words, self.style, width - self.style.indent)
        self.height = len(self._lines) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part it between two lines."""
        count = int(height / self.style.leading + 1e-6)
        if 0 < len(self._lines) - count < TOGETHER < count:
            count -= 1
        if count < min(TOGETHER, len(self._lines)):
            return []
        return [self._half(self._lines[:count], first=True), self._half(self._lines[count:])]

    def draw(self) -> None:
        """Draw the bullet, then the lines."""
        if self.bullet:
            with content(self.canv, self.label):
                draw_words(self.canv, 0, self.height - self.style.size, self.bullet, self.style)
        if self._lines:
            with content(self.canv, self.link or self.element):
                self._draw_lines()
            if self.link:
                self.link.kids.append(self._area())

    def again(self) -> "Text":
        """Return the same words as an artifact, for a heading that comes again on the next page."""
        return Text(self.words, self.style)

    def _half(self, lines: Sequence[Line], *, first: bool = False) -> "Text":
        half = Text(self.words, self.style, self.element)
        half.link, half._lines, half._is_half = self.link, lines, True
        if first:
            half.label, half.bullet = self.label, self.bullet
        return half

    def _draw_lines(self) -> None:
        y = self.height - self.style.size
        shift = SHIFTS[self.style.align]
        for line in self._lines:
            room = self.width - self.style.indent - width_of(line.words.rstrip(), self.style)
            _draw_line(self.canv, self.style.indent + shift * room, y, line.words, self.style)
            y -= self.style.leading

    def _area(self) -> Area:
        left, bottom = self.canv.absolutePosition(self.style.indent, 0)
        right = left + max(line.width for line in self._lines)
        return Area(self.canv.page, (left, bottom, right, bottom + self.height))


def draw_words(canvas: TaggedCanvas, x: float, y: float, words: str, style: Style, *, align: str = "left") -> None:
    """Draw one line without any element; `align` says which end of it stands at `x`."""
    known = cleaned(words)
    _draw_line(canvas, x - SHIFTS[align] * width_of(known, style), y, known, style)


def _draw_line(canvas: TaggedCanvas, x: float, y: float, words: str, style: Style) -> None:
    canvas.setFillColor(style.colour)
    drawn = canvas.beginText(x, y)
    for face, piece in runs(words, style.face):
        drawn.setFont(face, style.size)
        drawn.textOut(piece)
    canvas.drawText(drawn)
