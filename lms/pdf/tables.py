"""Tables: values in, rows with their elements out."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import styles
from .drawing import Drawing
from .figures import Picture
from .fonts import BOLD, REGULAR
from .table_rows import Pieces, Row, Table
from .tags import Element
from .text import Text


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the column's share of the width against the other columns', and left, centre or right."""

    heading: str
    share: float = 1
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """More than plain words: a smaller `note` below them, a `tone` (good, warn, bad, soft) of one of the two.

    `picture` repeats as a small drawing what the words say; nobody needs it to understand the row.
    """

    words: str
    note: str = ""
    strong: bool = False
    tone: str = ""
    picture: Drawing | None = None


def table_of(
    element: Element, columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]], width: float, caption: str = ""
) -> Table:
    """Lay a table out below its element.

    The first cell of each row heads the row, where that leaves more values than headings: a table that is nothing but
    headings is heard as a broken one.
    """
    heading = Text(caption, styles.CAPTION, element.add("Caption")) if caption else None
    made = [_heads(element.add("THead").add("TR"), columns)] if any(column.heading for column in columns) else []
    values = len(rows) * (len(columns) - 1)
    first = "TH" if not made or values >= len(columns) + len(rows) else "TD"
    body = element.add("TBody")
    made += [_row(body.add("TR"), columns, row, first) for row in rows]
    return Table(widths_of(columns, width), made, heading)


def widths_of(columns: Sequence[Column], width: float) -> list[float]:
    """Share the width out."""
    whole = sum(column.share for column in columns)
    return [width * column.share / whole for column in columns]


def _heads(element: Element, columns: Sequence[Column]) -> Row:
    return Row([_heading(element, column) for column in columns], heads=True)


def _heading(element: Element, column: Column) -> Pieces:
    return [Text(column.heading, styles.cell(face=BOLD, align=column.align), element.add("TH", scope="Column"))]


def _row(element: Element, columns: Sequence[Column], row: Sequence[str | Cell], first: str) -> Row:
    cells = []
    for place, (column, value) in enumerate(zip(columns, row, strict=True)):
        owner = element.add("TH", scope="Row") if first == "TH" and not place else element.add("TD")
        cells.append(_pieces(owner, column, value if isinstance(value, Cell) else Cell(value)))
    return Row(cells)


def _pieces(owner: Element, column: Column, cell: Cell) -> Pieces:
    look = styles.cell(face=BOLD if cell.strong else REGULAR, align=column.align, tone="" if cell.note else cell.tone)
    made: Pieces = [Text(cell.words, look, owner.add("P") if cell.note else owner)]
    if cell.note:
        small = styles.cell(align=column.align, tone=cell.tone or "soft", small=True)
        made.append(Text(cell.note, small, owner.add("P")))
    if cell.picture is not None:
        made.append(Picture(cell.picture))
    return made
