"""Sizes, distances and colours of all documents; the colours are those of the site."""

from dataclasses import dataclass
from functools import cache

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from .fonts import BOLD, REGULAR

NIGHT, DEEP, BLUE = HexColor("#00264d"), HexColor("#004d99"), HexColor("#0066cc")
INK, SOFT, LINE = HexColor("#17243a"), HexColor("#475a70"), HexColor("#d3dce6")
MIST, SKY, SUN, WHITE = HexColor("#f5f8fc"), HexColor("#e8f1fb"), HexColor("#ffc247"), HexColor("#ffffff")
GOOD, WARN, BAD = HexColor("#00694a"), HexColor("#7a4d00"), HexColor("#a3162e")
WARN_LIGHT = HexColor("#fff5dd")
TONES = {"": INK, "good": GOOD, "warn": WARN, "bad": BAD, "soft": SOFT}

PAGE_WIDTH, PAGE_HEIGHT = A4
SIDE, TOP, BOTTOM = 18 * mm, 27 * mm, 19 * mm
WIDTH, HEIGHT = PAGE_WIDTH - 2 * SIDE, PAGE_HEIGHT - TOP - BOTTOM
# A heading moves to the next page when less than this is left for it and what follows, whatever that is.
ROOM_BELOW_HEADING = 42 * mm


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks: sizes and distances in points, `align` left, centre or right."""

    size: float
    leading: float
    face: str = REGULAR
    colour: Color = INK
    before: float = 0
    after: float = 0
    indent: float = 0
    align: str = "left"


BODY = Style(10, 14, after=5)
QUIET = Style(9, 12.5, after=5, colour=SOFT)
LEAD = Style(12, 16, after=8, colour=SOFT)
HEADINGS = {
    1: Style(21, 25, face=BOLD, after=7, colour=NIGHT),
    2: Style(14, 18, face=BOLD, before=13, after=5, colour=NIGHT),
    3: Style(11.5, 15, face=BOLD, before=9, after=3, colour=NIGHT),
}
ITEM = Style(10, 14, after=2.5, indent=12)
CAPTION = Style(8.5, 11.5, after=3, colour=SOFT)
LINK = Style(9, 12.5, colour=DEEP)
FUNDING = Style(8, 10.5, colour=SOFT)
NOTICE = Style(9.5, 13)
FIGURE_VALUE = Style(17, 20, face=BOLD, colour=NIGHT)
FIGURE_WORDS = Style(8.5, 11, colour=SOFT)


@cache
def cell(*, face: str = REGULAR, align: str = "left", tone: str = "", small: bool = False) -> Style:
    """Return the style of one text in a table."""
    size, leading = (7.5, 9.5) if small else (8.5, 11.5)
    return Style(size, leading, face=face, align=align, colour=TONES[tone])
