"""One page of a certificate, from the top: who, what, how many hours; at the foot how to verify it and who paid."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

from lms.needs.templatetags.amounts import hours
from lms.pdf import Cell, Column, styles
from lms.pdf.canvas import TaggedCanvas
from lms.pdf.finishing import Heading
from lms.pdf.quick_qr import quick_qr
from lms.pdf.styles import FUNDING, PAGE_HEIGHT, PAGE_WIDTH, Style
from lms.pdf.tables import table_of
from lms.pdf.tags import Element
from lms.pdf.text import Text

from . import certificate_look as look
from .certificate_words import (
    attended_what,
    edition_line,
    hours_line,
    issued_line,
    own,
    part_title,
    project_line,
    title,
)
from .printed import Printed

TOP = PAGE_HEIGHT - 38 * mm
QR_SIZE = 30 * mm
PROOF = QR_SIZE + 4 * mm


def draw_page(canvas: TaggedCanvas, printed: Printed, sheet: Element, headings: list[Heading]) -> None:
    """Draw it in the active language, with its elements below `sheet`; modules that do not fit follow on more pages."""
    page = _Page(canvas, printed, sheet)
    page.begin()
    page.say_who(headings)
    table = page.table()
    foot = page.foot()
    page.draw_table(table, foot.top)
    foot.draw()


class _Page:
    """Where the next text begins, from the top down."""

    def __init__(self, canvas: TaggedCanvas, printed: Printed, sheet: Element) -> None:
        self.canvas, self.printed, self.sheet = canvas, printed, sheet
        self.facts = printed.facts
        self.y = TOP

    def begin(self, *, is_first: bool = True) -> None:
        """Draw what stands around the words."""
        mark = _("Demonstration") if self.facts.get("is_demonstration") else ""
        look.draw_ground(self.canvas, is_first=is_first)
        number = _("No. %(number)s") % {"number": self.printed.number}
        look.draw_head(self.canvas, self.facts["issuer"], number, mark)
        self.y = TOP

    def say_who(self, headings: list[Heading]) -> None:
        """Say whose certificate it is, and of what."""
        facts, name = self.facts, self.facts["name"]
        self._space(9 * mm)
        element = self._say(title(), look.TITLE, kind="H1")
        headings.append(Heading(1, title(), element))
        self._space(6 * mm)
        self._say(_("This is to certify that"), look.SMALL)
        self._space(2 * mm)
        self._say(name, look.fitting(name))
        self._space(3 * mm)
        look.draw_rule(self.canvas, self.y, 26 * mm, styles.SUN)
        self._space(5 * mm)
        self._say(attended_what(facts), look.SMALL)
        self._space(1.5 * mm)
        self._say(own(facts["offering"]["title"]), look.COURSE)
        self._space(1.5 * mm)
        self._say(edition_line(facts), look.SMALL)
        self._space(3.5 * mm)
        self._say(hours_line(facts), look.HOURS)
        self._space(6 * mm)

    def table(self) -> Flowable:
        """Lay out the modules with their hours, and the sum of them."""
        parts = [(part_title(part), hours(part["attended"]), hours(part["planned"])) for part in self.facts["parts"]]
        whole = [_("In all"), hours(self.facts["attended"]), hours(self.facts["planned"])]
        columns = [
            Column(_("Module"), 5),
            Column(_("Hours attended"), 1.5, "right"),
            Column(_("Planned"), 1.2, "right"),
        ]
        rows: list[Sequence[str | Cell]] = [*parts, [Cell(words, strong=True) for words in whole]]
        return table_of(self.sheet.add("Table"), columns, rows, look.WIDTH)

    def draw_table(self, table: Flowable, floor: float) -> None:
        """Draw the modules above the foot; those that do not fit go on, on pages of their own."""
        rest: Flowable | None = table
        while rest is not None:
            room = self.y - floor
            if rest.wrap(look.WIDTH, room)[1] <= room:
                return self._put(rest)
            pieces = rest.split(look.WIDTH, room)
            first, rest = (pieces[0], pieces[1]) if len(pieces) > 1 else (None, rest)
            if first is not None:
                first.wrap(look.WIDTH, room)
                self._put(first)
            self.canvas.showPage()
            self.begin(is_first=False)
        return None

    def foot(self) -> "_Foot":
        """Return what stands at the foot of the last page."""
        return _Foot(self)

    def _say(self, words: str, style: Style, kind: str = "P") -> Element:
        element = self.sheet.add(kind)
        text = Text(words, style, element)
        text.wrap(look.WIDTH, PAGE_HEIGHT)
        self._put(text)
        return element

    def _put(self, part: Flowable) -> None:
        self.y -= part.height
        part.drawOn(self.canvas, look.SIDE, self.y)

    def _space(self, height: float) -> None:
        self.y -= height


class _Foot:
    """How to verify it beside the QR code, then logos and sentence of who pays; measured before it is drawn."""

    def __init__(self, page: _Page) -> None:
        self._page, self._printed, self._sheet = page, page.printed, page.sheet
        self._proof = self._proof_texts()
        self._qr = self._sheet.add("Figure", alt=_("QR code of the address beside it"))
        self._logos = [(logo, self._sheet.add("Figure", alt=logo.alt(_language()))) for logo in self._printed.logos]
        self._funding = self._funding_texts()
        self._funding_height = sum(text.height for text in self._funding)
        logos = look.LOGO_HEIGHT + 3 * mm if self._logos else 0.0
        self.top = look.FOOT + self._funding_height + logos + 4 * mm + PROOF

    def draw(self) -> None:
        """Draw it from the bottom up."""
        canvas, y = self._page.canvas, look.FOOT
        _column(canvas, self._funding, look.SIDE, y + self._funding_height)
        y += self._funding_height + 2 * mm
        if self._logos:
            look.draw_logos(canvas, self._logos, y)
            y += look.LOGO_HEIGHT + 2 * mm
        look.draw_rule(canvas, y, look.WIDTH, styles.LINE)
        y += 3 * mm
        look.draw_figure(
            canvas, quick_qr(self._printed.address, QR_SIZE), self._qr, PAGE_WIDTH - look.SIDE - QR_SIZE, y
        )
        _column(canvas, self._proof, look.SIDE, y + QR_SIZE - 2 * mm)
        canvas.showPage()

    def _proof_texts(self) -> list[Text]:
        printed, sheet = self._printed, self._sheet
        verify = _("Anybody can verify this certificate with its number and code at this address:")
        link = Text(printed.address, look.ADDRESS)
        said = [
            Text(issued_line(printed.facts), look.LABEL, sheet.add("P")),
            Text(_("Number: %(number)s") % {"number": printed.number}, look.PLAIN, sheet.add("P")),
            Text(_("Verification code: %(code)s") % {"code": printed.code}, look.PLAIN, sheet.add("P")),
            Text(verify, look.PLAIN, sheet.add("P")),
        ]
        link.link = sheet.add("P").add("Link", address=printed.address, alt=verify)
        return _measured([*said, link], look.WIDTH - QR_SIZE - 6 * mm)

    def _funding_texts(self) -> list[Text]:
        facts = self._printed.facts
        lines = [own(facts["funding"]["sentence"]), project_line(facts)]
        style = Style(FUNDING.size, FUNDING.leading, colour=FUNDING.colour, align="centre")
        return _measured([Text(line, style, self._sheet.add("P")) for line in lines if line], look.WIDTH)


def _measured(texts: list[Text], width: float) -> list[Text]:
    for text in texts:
        text.wrap(width, PAGE_HEIGHT)
    return texts


def _column(canvas: TaggedCanvas, texts: list[Text], x: float, y: float) -> None:
    for text in texts:
        y -= text.height
        text.drawOn(canvas, x, y)


def _language() -> str:
    return (get_language() or "it")[:2]
