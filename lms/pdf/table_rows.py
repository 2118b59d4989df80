"""Rows of a table as they flow over pages: headings come again, a row is broken only where no page could hold it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus.flowables import Flowable

from . import styles
from .canvas import Block
from .tags import artifact
from .text import Text

PAD_X, PAD_Y = 4.0, 3.5
Pieces = list[Block]


@dataclass(slots=True)
class Row:
    """The pieces of each cell, one below the other; `heads` are the table's own headings. Measured once."""

    cells: Sequence[Pieces]
    heads: bool = False
    height: float = 0.0

    def measure(self, widths: Sequence[float]) -> float:
        """Break every piece into lines and return the height of the highest cell."""
        if not self.height:
            found = [_height(cell, width - 2 * PAD_X) for cell, width in zip(self.cells, widths, strict=True)]
            self.height = max(found) + 2 * PAD_Y
        return self.height

    def again(self) -> "Row":
        """Return the row for the next page: its elements have been drawn, so there it is an artifact."""
        return Row([[piece.again() for piece in cell if isinstance(piece, Text)] for cell in self.cells], self.heads)

    def halves(self, widths: Sequence[float], height: float) -> tuple["Row", "Row"]:
        """Break the row inside: what of each cell fits the height, and what is left."""
        both = [
            _split_pieces(cell, width - 2 * PAD_X, height - 2 * PAD_Y)
            for cell, width in zip(self.cells, widths, strict=True)
        ]
        return Row([first for first, _ in both]), Row([rest for _, rest in both])


class Table(Block):
    """Rows under one caption; each piece of text has its own element, lines and colours are artifacts."""

    def __init__(self, widths: Sequence[float], rows: Sequence[Row], caption: Text | None = None) -> None:
        super().__init__()
        self._widths, self._rows, self._caption = widths, rows, caption
        self._heads = [row for row in rows if row.heads]
        self._caption_height = 0.0
        self.spaceBefore, self.spaceAfter = 4, 8

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Measure caption and rows."""
        if self._caption:
            self._caption_height = self._caption.wrap(sum(self._widths), height)[1] + styles.CAPTION.after
        self.height = self._caption_height + sum(row.measure(self._widths) for row in self._rows)
        return sum(self._widths), self.height

    def beginning(self, rows: int) -> float:
        """Return the height of caption, headings and the first rows, once it is measured."""
        return self._caption_height + sum(row.height for row in self._rows[: len(self._heads) + rows])

    def split(self, width: float, height: float) -> list[Flowable]:
        """Break between rows; only a row that no page could hold is broken inside. The headings come again."""
        heads, count = len(self._heads), self._rows_within(height)
        if count > heads:
            return self._broken(self._rows[:count], self._rows[count:])
        above = self._caption_height + sum(row.height for row in self._heads)
        following, room = self._rows[heads:], height - above
        if not following or above + following[0].height <= styles.HEIGHT or room < styles.HEIGHT / 3:
            return []
        first, rest = following[0].halves(self._widths, room)
        return self._broken([*self._heads, first], [rest, *following[1:]])

    def draw(self) -> None:
        """Draw caption, ground, rows and lines from top to bottom."""
        top = self.height - self._caption_height
        if self._caption:
            self._caption.drawOn(self.canv, 0, top + styles.CAPTION.after)
        for row in self._rows:
            with artifact(self.canv):
                self._draw_ground(row, top)
            self._draw_cells(row, top)
            top -= row.height

    def _rows_within(self, height: float) -> int:
        left, count = height - self._caption_height, 0
        for row in self._rows:
            left -= row.height
            if left < 0:
                return count
            count += 1
        return count

    def _broken(self, first: Sequence[Row], rest: Sequence[Row]) -> list[Flowable]:
        again = [row.again() for row in self._heads]
        return [Table(self._widths, first, self._caption), Table(self._widths, [*again, *rest])]

    def _draw_ground(self, row: Row, top: float) -> None:
        canvas, width, height = self.canv, sum(self._widths), row.height
        if row.heads:
            canvas.setFillColor(styles.SKY)
            canvas.rect(0, top - height, width, height, stroke=0, fill=1)
        canvas.setLineWidth(0.9 if row.heads else 0.5)
        canvas.setStrokeColor(styles.DEEP if row.heads else styles.LINE)
        canvas.line(0, top - height, width, top - height)

    def _draw_cells(self, row: Row, top: float) -> None:
        left = 0.0
        for cell, width in zip(row.cells, self._widths, strict=True):
            y = top - PAD_Y
            for piece in cell:
                y -= piece.height
                piece.drawOn(self.canv, left + PAD_X, y)
            left += width


def _height(cell: Pieces, width: float) -> float:
    return sum(piece.wrap(width, styles.HEIGHT)[1] for piece in cell)


def _split_pieces(cell: Pieces, width: float, height: float) -> tuple[Pieces, Pieces]:
    first: Pieces = []
    for place, piece in enumerate(cell):
        if piece.height > height:
            halves: list[Any] = piece.split(width, height) or [piece]
            kept = halves[:-1]
            return [*first, *kept], [*halves[-1:], *cell[place + 1 :]]
        first.append(piece)
        height -= piece.height
    return first, []
