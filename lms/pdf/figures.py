"""Drawings with the words that stand for them, and what stands side by side."""

from collections.abc import Sequence

from reportlab.platypus.doctemplate import NullActionFlowable
from reportlab.platypus.flowables import Flowable

from . import styles
from .canvas import Block
from .drawing import Drawing
from .tags import Element, artifact, content
from .text import Text

GAP = 10.0


def apart(parts: Sequence[Flowable]) -> list[Flowable]:
    """Let parts flow one after the other; reportlab would insist that the first of them fits at once."""
    return [NullActionFlowable(), *parts]


class Picture(Block):
    """A vector drawing; without an element it is decoration."""

    def __init__(self, drawing: Drawing, element: Element | None = None, *, align: str = "left") -> None:
        super().__init__()
        self._drawing, self._element, self._align = drawing, element, align
        self.width, self.height = drawing.width, drawing.height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """A drawing has its own size; one that is too wide or too high for a page is made smaller."""
        scale = min(1.0, width / self._drawing.width, styles.HEIGHT / self._drawing.height)
        self._scale = scale
        self.width, self.height = self._drawing.width * scale, self._drawing.height * scale
        self._left = (width - self.width) / 2 if self._align == "centre" else 0.0
        return self.width, self.height

    def draw(self) -> None:
        """Draw it, and remember where."""
        canvas, element = self.canv, self._element
        with content(canvas, element):
            canvas.saveState()
            canvas.translate(self._left, 0)
            canvas.scale(self._scale, self._scale)
            self._drawing.draw(canvas)
            canvas.restoreState()
        if element:
            left, bottom = canvas.absolutePosition(self._left, 0)
            element.box = (left, bottom, left + self.width, bottom + self.height)


class Stack(Block):
    """Flowables one below the other, kept together; where no page can hold them they follow each other."""

    def __init__(self, parts: Sequence[Flowable]) -> None:
        super().__init__()
        self._parts = parts

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Be as high as all of them."""
        self.height = sum(part.wrap(width, height)[1] + part.getSpaceAfter() for part in self._parts)
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Wait for the next page, where one holds them."""
        return [] if self.height <= styles.HEIGHT else apart(self._parts)

    def draw(self) -> None:
        """Draw them from the top."""
        y = self.height
        for part in self._parts:
            y -= part.height
            part.drawOn(self.canv, 0, y)
            y -= part.getSpaceAfter()


class Beside(Block):
    """Two flowables side by side, their tops level; where they do not fit a page they follow each other."""

    def __init__(self, left: Flowable, right: Flowable, widths: tuple[float, float]) -> None:
        super().__init__()
        self._parts, self._widths = (left, right), widths
        self.spaceBefore, self.spaceAfter = 6, 8

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Be as high as the higher of the two."""
        both = zip(self._parts, self._widths, strict=True)
        self.height = max(part.wrap(width, height)[1] for part, width in both)
        return sum(self._widths) + GAP, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Wait for the next page, where one holds the two."""
        return [] if self.height <= styles.HEIGHT else apart(self._parts)

    def draw(self) -> None:
        """Draw both from the top."""
        left = 0.0
        for part, width in zip(self._parts, self._widths, strict=True):
            part.drawOn(self.canv, left, self.height - part.height)
            left += width + GAP


class Figures(Block):
    """The few figures that a reader looks for first, large and side by side."""

    def __init__(self, items: Sequence[tuple[str, str, Element]], width: float) -> None:
        super().__init__()
        self._width = width
        self._column = (width - GAP * (len(items) - 1)) / len(items)
        self._items = [
            (Text(value, styles.FIGURE_VALUE, element.add("P")), Text(words, styles.FIGURE_WORDS, element.add("P")))
            for value, words, element in items
        ]
        self.spaceAfter = 8

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Be as high as the highest of them."""
        inner = self._column - 2 * GAP
        heights = [sum(part.wrap(inner, height)[1] for part in item) for item in self._items]
        self.height = max(heights) + 1.6 * GAP
        return self._width, self.height

    def draw(self) -> None:
        """Draw each in its box."""
        for place, item in enumerate(self._items):
            left = place * (self._column + GAP)
            with artifact(self.canv):
                self._draw_box(left)
            y = self.height - 0.8 * GAP
            for part in item:
                y -= part.height
                part.drawOn(self.canv, left + GAP, y)

    def _draw_box(self, left: float) -> None:
        canvas = self.canv
        canvas.setFillColor(styles.MIST)
        canvas.setStrokeColor(styles.LINE)
        canvas.setLineWidth(0.7)
        canvas.roundRect(left, 0, self._column, self.height, 3, stroke=1, fill=1)


class Notice(Block):
    """A sentence in a box with a coloured edge, for what must not be overlooked."""

    def __init__(self, words: str, element: Element, *, warns: bool = False) -> None:
        super().__init__()
        self._warns = warns
        self._text = Text(words, styles.NOTICE, element)
        self.spaceAfter = 8

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Be as high as the text, with room around it."""
        self.width = width
        self.height = self._text.wrap(width - 2 * GAP, height)[1] + 1.2 * GAP
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Lose the box where one page cannot hold it."""
        return [] if self.height <= styles.HEIGHT else apart([self._text])

    def draw(self) -> None:
        """Draw box and text."""
        canvas = self.canv
        with artifact(canvas):
            canvas.setFillColor(styles.WARN_LIGHT if self._warns else styles.SKY)
            canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
            canvas.setFillColor(styles.WARN if self._warns else styles.BLUE)
            canvas.rect(0, 0, 3, self.height, stroke=0, fill=1)
        self._text.drawOn(canvas, GAP, 0.6 * GAP)
