"""What stands on every page around the text: programme, title, page x of y; on the first one, who pays."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from reportlab.lib.units import mm

from . import styles
from .drawing import Dot, Drawing, Line, Point
from .fonts import BOLD
from .lines import width_of
from .styles import DEEP
from .tags import artifact
from .text import draw_words

if TYPE_CHECKING:
    from .canvas import TaggedCanvas

HEAD = styles.Style(9, 11, colour=styles.SOFT)
NAME = styles.Style(11, 13, face=BOLD, colour=styles.NIGHT)
MARK = styles.Style(8.5, 11, face=BOLD, colour=styles.WARN)
HEAD_Y = styles.PAGE_HEIGHT - 16 * mm
FOOT_Y = 11 * mm
NODES = [(24, 7), (39, 15.5), (39, 32.5), (24, 41), (9, 32.5), (9, 15.5)]
RIGHT = styles.PAGE_WIDTH - styles.SIDE


@dataclass(frozen=True, slots=True)
class PageFrame:
    """`title` is the document's, cut where it is too long; `mark` (a draft, say) stands on every page."""

    programme: str
    title: str
    note: str = ""
    mark: str = ""

    def draw_head(self, canvas: "TaggedCanvas") -> None:
        """Draw programme and title; a page's reader hears them once, with the document, not on every page."""
        with artifact(canvas, "Header"):
            self._draw_emblem(canvas)
            draw_words(canvas, styles.SIDE + 9.5 * mm, HEAD_Y, self.programme, NAME)
            right = self._draw_mark(canvas) if self.mark else RIGHT
            room = right - styles.SIDE - 9.5 * mm - width_of(self.programme, NAME) - 8 * mm
            draw_words(canvas, right, HEAD_Y, shortened(self.title, room), HEAD, align="right")
            canvas.setStrokeColor(styles.DEEP)
            canvas.setLineWidth(1)
            canvas.line(styles.SIDE, HEAD_Y - 4.5 * mm, RIGHT, HEAD_Y - 4.5 * mm)

    def draw_foot(self, canvas: "TaggedCanvas", page: int, pages: int) -> None:
        """Draw note and number of the page."""
        with artifact(canvas, "Footer"):
            counted = _("Page %(page)s of %(pages)s") % {"page": page, "pages": pages}
            draw_words(canvas, RIGHT, FOOT_Y, counted, HEAD, align="right")
            draw_words(canvas, styles.SIDE, FOOT_Y, shortened(self.note, styles.WIDTH - 40 * mm), HEAD)

    def _draw_emblem(self, canvas: "TaggedCanvas") -> None:
        canvas.saveState()
        canvas.translate(styles.SIDE, HEAD_Y - 2 * mm)
        EMBLEM.draw(canvas)
        canvas.restoreState()

    def _draw_mark(self, canvas: "TaggedCanvas") -> float:
        width = width_of(self.mark, MARK) + 4 * mm
        canvas.setFillColor(styles.WARN_LIGHT)
        canvas.setStrokeColor(styles.WARN)
        canvas.setLineWidth(0.7)
        canvas.roundRect(RIGHT - width, HEAD_Y - 1.5 * mm, width, 5.5 * mm, 2, stroke=1, fill=1)
        draw_words(canvas, RIGHT - 2 * mm, HEAD_Y, self.mark, MARK, align="right")
        return RIGHT - width - 3 * mm


def shortened(words: str, room: float) -> str:
    """Cut a line of the frame at a word, so that it ends within the room; its whole text stands in the document."""
    if width_of(words, HEAD) <= room:
        return words
    kept = words.split()
    while kept and width_of(" ".join(kept) + "…", HEAD) > room:
        kept.pop()
    return " ".join(kept) + "…" if kept else ""


def _emblem(size: float) -> Drawing:
    """The mark of the site: six nodes, joined, and a heart."""
    one = size / 48
    nodes: list[Point] = [(x * one, y * one) for x, y in NODES]
    across = [Line([first, second], DEEP, width=2 * one) for first, second in zip(nodes[:3], nodes[3:], strict=True)]
    dots = [Dot(x, y, 4.5 * one, DEEP) for x, y in nodes]
    rim = Line(nodes, DEEP, width=2 * one, closed=True)
    return Drawing(size, size, [rim, *across, *dots, Dot(24 * one, 24 * one, 5.5 * one, styles.SUN)])


EMBLEM = _emblem(7 * mm)
