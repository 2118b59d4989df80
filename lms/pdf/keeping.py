"""Headings stay with what they head: how much room each needs before a page ends."""

from collections.abc import Iterator, Sequence

from reportlab.platypus.flowables import CondPageBreak, Flowable

from . import styles
from .table_rows import Table
from .text import Text

# More than this is not kept together: the page before would be left too empty.
MOST_KEPT = styles.HEIGHT * 2 / 3
ROWS_KEPT = 2


def with_room(story: Sequence[Flowable]) -> list[Flowable]:
    """Put before each heading the room that it needs; the title begins the document and has all of it."""
    kept: list[Flowable] = []
    for place, part in enumerate(story):
        if place and _level(part):
            kept.append(CondPageBreak(_room(story[place:])))
        kept.append(part)
    return kept


def _room(story: Sequence[Flowable]) -> float:
    """Return the height of a heading with the words below it and the beginning of what they introduce."""
    *words, last = _introduced(story)
    above = sum(_whole(part) for part in words)
    beginnings = (_whole(last, rows) for rows in range(ROWS_KEPT, 0, -1))
    fitting = (above + height for height in beginnings if above + height <= MOST_KEPT)
    return max(next(fitting, 0.0), styles.ROOM_BELOW_HEADING)


def _introduced(story: Sequence[Flowable]) -> Iterator[Flowable]:
    """Go from a heading through deeper ones and plain words to the first block of another sort, or to the end of it."""
    deepest = 0
    for part in story:
        level = _level(part)
        if level and level <= deepest:
            return
        deepest = max(deepest, level)
        yield part
        if not isinstance(part, Text) or part.bullet:
            return


def _whole(part: Flowable, rows: int = 0) -> float:
    """Return the height of a block with the distances around it; of a table, only that of so many `rows` if any."""
    height = part.wrap(styles.WIDTH, styles.HEIGHT)[1]
    if rows and isinstance(part, Table):
        height = part.beginning(rows)
    return float(part.getSpaceBefore() + height + part.getSpaceAfter())


def _level(part: Flowable) -> int:
    """Return 1 to 3 for a heading, 0 for anything else."""
    kind = part.element.kind if isinstance(part, Text) and part.element else ""
    return int(kind[1:]) if kind.startswith("H") else 0
