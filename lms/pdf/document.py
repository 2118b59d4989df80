"""A document: what it says, block by block, in; a PDF for archives that everybody can read, out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reportlab.platypus.flowables import Flowable

from . import styles
from .drawing import Drawing
from .figures import GAP, Beside, Figures, Notice, Picture, Stack
from .finishing import About, Heading, finish
from .frame import PageFrame
from .funding import Funding, funding_block
from .layout import draw_pages
from .qr import qr_code
from .tables import Cell, Column, table_of
from .tags import Element
from .text import Text

BULLET = "•"
Rows = Sequence[Sequence[str | Cell]]


class Document:
    """Each method adds a block in reading order; `to_bytes()` draws them. The same blocks give the same bytes.

    The words are those of the active language, which `language` names; `made_at` is the time that the file carries.
    `note` and `mark` (a draft, say) stand on every page, `funding` on the first.
    """

    def __init__(
        self,
        title: str,
        *,
        language: str,
        made_at: datetime,
        programme: str,
        note: str = "",
        mark: str = "",
        funding: Funding | None = None,
    ) -> None:
        self._about = About(title=title, language=language, made_at=made_at, programme=programme)
        self._frame = PageFrame(programme=programme, title=title, note=note, mark=mark)
        self._funding = funding
        self._root = Element("Document")
        self._story: list[Flowable] = []
        self._headings: list[Heading] = []

    def heading(self, level: int, words: str, *, language: str = "") -> None:
        """Add a heading of level 1 to 3; the first is of level 1, and none skips a level."""
        deepest = min(self._headings[-1].level + 1 if self._headings else 1, len(styles.HEADINGS))
        if not 1 <= level <= deepest:
            raise ValueError(f"A heading of level {level} cannot stand here: 1 to {deepest} can.")
        element = self._root.add(f"H{level}", language=language)
        self._headings.append(Heading(level, words, element))
        self._story.append(Text(words, styles.HEADINGS[level], element))

    def paragraph(self, words: str, *, quiet: bool = False, language: str = "") -> None:
        """Add a paragraph for each line that is not blank."""
        for line in filter(None, map(str.strip, words.splitlines())):
            self._add(line, styles.QUIET if quiet else styles.BODY, language=language)

    def lead(self, words: str) -> None:
        """Add a sentence in larger letters: what stands below a title, or sums a chapter up."""
        self._add(words, styles.LEAD)

    def notice(self, words: str, *, warns: bool = False) -> None:
        """Add a sentence in a box."""
        self._story.append(Notice(words, self._root.add("P"), warns=warns))

    def bullet_list(self, items: Sequence[str]) -> None:
        """Add a list, or nothing without items."""
        if items:
            holder = self._root.add("L")
            self._story += [_item(words, holder.add("LI")) for words in items]

    def key_values(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Add names with their values, as a table without headings above its columns."""
        self.table([Column("", 1), Column("", 2.6)], [(Cell(key, strong=True), value) for key, value in pairs])

    def figures(self, items: Sequence[tuple[str, str]]) -> None:
        """Add up to four figures, each with its words, large and side by side."""
        holder = self._root.add("L")
        owned = [(value, words, holder.add("LI").add("LBody")) for value, words in items]
        self._story.append(Figures(owned, styles.WIDTH))

    def table(self, columns: Sequence[Column], rows: Rows, *, caption: str = "", empty: str = "") -> None:
        """Add a table whose headings come again on each page; without rows, the sentence `empty` instead."""
        if rows:
            self._story.append(table_of(self._root.add("Table"), columns, rows, styles.WIDTH, caption))
        else:
            self.paragraph(empty)

    def figure(self, drawing: Drawing, alt: str) -> None:
        """Add a drawing with the words that stand for it."""
        self._story.append(Picture(drawing, self._root.add("Figure", alt=alt), align="centre"))

    def figure_and_table(
        self, drawing: Drawing, alt: str, columns: Sequence[Column], rows: Rows, *, caption: str = ""
    ) -> None:
        """Add a drawing with the same figures as a table beside it."""
        width = styles.WIDTH - drawing.width - GAP
        picture = Picture(drawing, self._root.add("Figure", alt=alt))
        table = table_of(self._root.add("Table"), columns, rows, width, caption)
        self._story.append(Beside(picture, table, (drawing.width, width)))

    def online(self, words: str, address: str, *, code: str) -> None:
        """Add an address as a link, and as a QR code (`code` says what it is) for those who read on paper."""
        drawing = qr_code(address)
        picture = Picture(drawing, self._root.add("Figure", alt=code))
        said = Text(words, styles.BODY, self._root.add("P"))
        link = Text(address, styles.LINK)
        link.link = self._root.add("P").add("Link", address=address, alt=words)
        width = styles.WIDTH - drawing.width - GAP
        self._story.append(Beside(picture, Stack([said, link]), (drawing.width, width)))

    def to_bytes(self) -> bytes:
        """Lay everything out and return the file; a document is drawn once."""
        foot = funding_block(self._funding, self._root) if self._funding else None
        drawn = draw_pages(self._story, self._frame, self._about.language, foot)
        return finish(drawn, self._root, self._about, self._headings)

    def _add(self, words: str, style: Any, **said: str) -> None:
        self._story.append(Text(words, style, self._root.add("P", **said)))


def _item(words: str, element: Element) -> Text:
    label = element.add("Lbl")
    made = Text(words, styles.ITEM, element.add("LBody"))
    made.label, made.bullet = label, BULLET
    return made
