"""How a certificate looks: sizes, colours, and what is drawn around its words."""

from functools import lru_cache
from io import BytesIO

from PIL import Image
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from lms.pdf import styles
from lms.pdf.canvas import TaggedCanvas
from lms.pdf.drawing import Drawing
from lms.pdf.fonts import BOLD
from lms.pdf.frame import NODES
from lms.pdf.lines import width_of
from lms.pdf.paths import Path
from lms.pdf.styles import PAGE_HEIGHT, PAGE_WIDTH, Style
from lms.pdf.tags import Element, artifact, content
from lms.pdf.text import draw_words

from .printed import PrintedLogo

SIDE = 24 * mm
WIDTH = PAGE_WIDTH - 2 * SIDE
EDGE = 9 * mm
FOOT = 17 * mm
LOGO_HEIGHT, LOGO_WIDTH = 13 * mm, 45 * mm
DOTS_PER_POINT = 300 / 72

PROGRAMME = Style(15, 18, face=BOLD, colour=styles.NIGHT)
NUMBER = Style(9.5, 12, colour=styles.SOFT)
TITLE = Style(27, 32, face=BOLD, colour=styles.NIGHT, align="centre")
SMALL = Style(11.5, 15, colour=styles.SOFT, align="centre")
NAME = Style(28, 34, face=BOLD, colour=styles.DEEP, align="centre")
COURSE = Style(16, 20, face=BOLD, colour=styles.NIGHT, align="centre")
HOURS = Style(14, 18, face=BOLD, colour=styles.INK, align="centre")
PLAIN = Style(9.5, 13)
LABEL = Style(9.5, 13, face=BOLD)
ADDRESS = Style(8.5, 11.5, colour=styles.DEEP)
WATER = HexColor("#f3f7fc")
SMALLEST_NAME = 17


def emblem(size: float, nodes: Color, heart: Color) -> Drawing:
    """Draw the mark of the programme in these colours: joined nodes and a heart; a dot is a line without length."""
    rim = " l ".join(f"{x:g} {-y:g}{'' if place else ' m'}" for place, (x, y) in enumerate(NODES))
    across = " ".join(f"{a:g} {-b:g} m {c:g} {-d:g} l" for (a, b), (c, d) in zip(NODES[:3], NODES[3:], strict=True))
    dots = " ".join(f"{x:g} {-y:g} m {x:g} {-y:g} l" for x, y in NODES)
    lines = f"{_rgb(nodes)} RG 1 J 1 j 2 w {rim.replace(' m l ', ' m ')} l s {across} S 9 w {dots} S"
    return Drawing(size, size, [Path(f"{lines} {_rgb(heart)} RG 11 w 24 -24 m 24 -24 l S", size / 48)])


def _rgb(colour: Color) -> str:
    return " ".join(f"{share:.4g}" for share in colour.rgb())


MARK, WATERMARK = emblem(13 * mm, styles.DEEP, styles.SUN), emblem(125 * mm, WATER, WATER)


def draw_ground(canvas: TaggedCanvas, *, is_first: bool) -> None:
    """Draw the edge of the page and, on the first one, the mark of the programme faintly behind the words."""
    with artifact(canvas):
        if is_first:
            _draw_at(canvas, WATERMARK, (PAGE_WIDTH - WATERMARK.width) / 2, (PAGE_HEIGHT - WATERMARK.height) / 2)
        for inset, width, colour in ((EDGE, 1.6, styles.DEEP), (EDGE + 1.6 * mm, 0.5, styles.SUN)):
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(width)
            canvas.rect(inset, inset, PAGE_WIDTH - 2 * inset, PAGE_HEIGHT - 2 * inset, stroke=1, fill=0)


def draw_head(canvas: TaggedCanvas, programme: str, number: str, mark: str) -> None:
    """Draw programme and number at the top; they are said in the text as well."""
    y = PAGE_HEIGHT - 29 * mm
    with artifact(canvas, "Header"):
        _draw_at(canvas, MARK, SIDE, y - 4 * mm)
        draw_words(canvas, SIDE + 17 * mm, y, programme, PROGRAMME)
        draw_words(canvas, PAGE_WIDTH - SIDE, y + (3 * mm if mark else 0), number, NUMBER, align="right")
        if mark:
            warning = Style(9.5, 12, face=BOLD, colour=styles.WARN)
            draw_words(canvas, PAGE_WIDTH - SIDE, y - 2 * mm, mark, warning, align="right")


def draw_rule(canvas: TaggedCanvas, y: float, width: float, colour: Color) -> None:
    """Draw a line in the middle of the page."""
    with artifact(canvas):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(1.4)
        canvas.line((PAGE_WIDTH - width) / 2, y, (PAGE_WIDTH + width) / 2, y)


def draw_figure(canvas: TaggedCanvas, drawing: Drawing, element: Element, x: float, y: float) -> None:
    """Draw what an element stands for, and remember where."""
    with content(canvas, element):
        _draw_at(canvas, drawing, x, y)
    element.box = (x, y, x + drawing.width, y + drawing.height)


def draw_logos(canvas: TaggedCanvas, logos: list[tuple[PrintedLogo, Element]], y: float) -> None:
    """Draw the logos of who pays in a row, of one height; where they are too many, all of them smaller."""
    sizes = [_size(logo.data) for logo, _element in logos]
    gap = 7 * mm
    whole = sum(width for width, _height in sizes) + gap * (len(sizes) - 1)
    scale = min(1.0, WIDTH / whole)
    left = (PAGE_WIDTH - whole * scale) / 2
    for (logo, element), (width, height) in zip(logos, sizes, strict=True):
        with content(canvas, element):
            canvas.drawImage(picture_of(logo.data), left, y, width * scale, height * scale)
        element.box = (left, y, left + width * scale, y + height * scale)
        left += (width + gap) * scale


def fitting(name: str) -> Style:
    """Return the style in which a name stands on one line, where it can."""
    size = NAME.size
    while size > SMALLEST_NAME and width_of(name, Style(size, size, face=BOLD)) > WIDTH:
        size -= 1
    return Style(size, size * 1.22, face=BOLD, colour=NAME.colour, align="centre")


@lru_cache(maxsize=32)
def picture_of(data: bytes) -> ImageReader:
    """Return a logo on white, in red, green and blue as archives want it, no finer than paper shows it."""
    with Image.open(BytesIO(data)) as found:
        picture = found.convert("RGBA")
    picture.thumbnail((int(LOGO_WIDTH * DOTS_PER_POINT), int(LOGO_HEIGHT * DOTS_PER_POINT)))
    ground = Image.new("RGBA", picture.size, "white")
    kept = BytesIO()
    # As a JPEG, which each document takes as it is; pixels would be compressed again for every one.
    Image.alpha_composite(ground, picture).convert("RGB").save(kept, "JPEG", quality=95, subsampling=0)
    return ImageReader(kept)


def _size(data: bytes) -> tuple[float, float]:
    width, height = picture_of(data).getSize()
    scale = min(LOGO_HEIGHT / height, LOGO_WIDTH / width)
    return width * scale, height * scale


def _draw_at(canvas: TaggedCanvas, drawing: Drawing, x: float, y: float) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    drawing.draw(canvas)
    canvas.restoreState()
