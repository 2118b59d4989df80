"""Who pays: a sentence and logos at the foot of the first page, as funding rules ask."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus.flowables import Flowable

from . import styles
from .canvas import Block
from .figures import GAP, Stack
from .tags import Element, artifact, content
from .text import Text

LOGO_HEIGHT, LOGO_WIDTH = 12 * mm, 48 * mm


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture (the bytes of a PNG or JPEG) and the words that stand for it."""

    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Funding:
    """The sentence that a funding line asks for, with its logos in their order."""

    sentence: str
    logos: tuple[Logo, ...] = ()


class Logos(Block):
    """Logos in a row, of one height; a wide one is made smaller."""

    def __init__(self, logos: tuple[Logo, ...], root: Element) -> None:
        super().__init__()
        self._drawn = [(_flat(logo.data), root.add("Figure", alt=logo.alt)) for logo in logos]
        self.height, self.spaceAfter = LOGO_HEIGHT, 5

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take one row."""
        return width, LOGO_HEIGHT

    def draw(self) -> None:
        """Draw each beside the one before."""
        canvas, left = self.canv, 0.0
        for picture, element in self._drawn:
            scale = min(LOGO_HEIGHT / picture.height, LOGO_WIDTH / picture.width)
            width, height = picture.width * scale, picture.height * scale
            with content(canvas, element):
                canvas.drawImage(ImageReader(picture), left, 0, width, height)
            x, y = canvas.absolutePosition(left, 0)
            element.box = (x, y, x + width, y + height)
            left += width + 1.5 * GAP


class Rule(Block):
    """A thin line above what follows."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the whole width."""
        self.width, self.height = width, 8.0
        return width, self.height

    def draw(self) -> None:
        """Draw the line."""
        with artifact(self.canv):
            self.canv.setStrokeColor(styles.LINE)
            self.canv.setLineWidth(0.7)
            self.canv.line(0, 7, self.width, 7)


def funding_block(funding: Funding, root: Element) -> Stack:
    """Lay it out, with its elements below `root`."""
    parts: list[Flowable] = [Rule()]
    if funding.logos:
        parts.append(Logos(funding.logos, root))
    return Stack([*parts, Text(funding.sentence, styles.FUNDING, root.add("P"))])


def _flat(data: bytes) -> Image.Image:
    """Return the picture in red, green and blue on white: archives want no other colours."""
    with Image.open(BytesIO(data)) as found:
        picture = found.convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")
