"""reportlab's canvas, with marks counted page by page, and pages kept until their number is known."""

from collections.abc import Callable
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from . import fonts
from .tags import Element, Mark

# Streams as bytes: pikepdf would undo the letters that reportlab makes of them, which takes a quarter of the time.
rl_config.useA85 = 0

Foot = Callable[["TaggedCanvas", int, int], None]


class TaggedCanvas(Canvas):
    """`marked[page][number]` is the element that this mark of the page belongs to.

    `foot(canvas, page, pages)` draws on each page when all are there: only then is their number known.
    """

    def __init__(self, *args: Any, foot: Foot | None = None, **kwargs: Any) -> None:
        fonts.faces()
        # Without a face of ours at the start, each page would name Helvetica, which is not embedded.
        super().__init__(*args, **kwargs | {"initialFontName": fonts.REGULAR, "invariant": 1, "pageCompression": 1})
        self.marked: list[list[Element]] = [[]]
        self._foot = foot
        self._kept: list[dict[str, Any]] = []

    def next_mark(self, element: Element) -> Mark:
        """Count one more mark on this page."""
        self.marked[self.page].append(element)
        return Mark(self.page, len(self.marked[self.page]) - 1)

    @property
    def page(self) -> int:
        """The page being drawn, counted from 0."""
        return self.getPageNumber() - 1

    def showPage(self) -> None:  # noqa: N802  # reportlab's name
        """Keep the page and start the next."""
        self._kept.append(dict(self.__dict__))
        self.marked.append([])
        self._startPage()  # type: ignore[attr-defined]  # reportlab's own

    def save(self) -> None:
        """Draw the feet and write the file."""
        for number, kept in enumerate(self._kept, start=1):
            self.__dict__.update(kept)
            if self._foot:
                self._foot(self, number, len(self._kept))
            super().showPage()
        self.marked.pop()
        super().save()


class Block(Flowable):
    """What is laid out on such canvases."""

    canv: TaggedCanvas
