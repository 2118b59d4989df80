"""Makes what reportlab has written a tagged PDF for archives: PDF/A-3a and PDF/UA-1 in one file.

reportlab has no interface for tags, output intents or metadata of archives; pikepdf puts them in, and mends what
reportlab's writer leaves behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf, String

from .fonts import cleaned
from .layout import Pages
from .structure import add_structure
from .tags import Element
from .xmp import xmp

PRODUCER = "reportlab, pikepdf"


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    language: str
    made_at: datetime
    programme: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, for the outline beside the pages."""

    level: int
    words: str
    element: Element


def finish(pages: Pages, root: Element, about: About, headings: Sequence[Heading]) -> bytes:
    """Return the finished file: the same for the same input, to the last byte."""
    finished = BytesIO()
    with Pdf.open(BytesIO(pages.data)) as pdf:
        _mend_pages(pdf)
        add_structure(pdf, root, pages.marked)
        _describe(pdf, about)
        _add_outline(pdf, headings)
        _add_colours(pdf)
        pdf.save(finished, min_version="1.7", deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return finished.getvalue()


def _mend_pages(pdf: Pdf) -> None:
    for page in pdf.pages:
        for key in ("/Trans", "/Rotate"):
            if key in page:
                del page[key]


def _describe(pdf: Pdf, about: About) -> None:
    title, author = cleaned(about.title), cleaned(about.programme)
    packet = xmp(title=title, author=author, language=about.language, producer=PRODUCER, made_at=about.made_at)
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String(about.language)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    made = _pdf_date(about.made_at)
    said = {"Title": title, "Author": author, "Creator": author, "Producer": PRODUCER}
    said |= {"CreationDate": made, "ModDate": made}
    pdf.trailer.Info = pdf.make_indirect(Dictionary({f"/{key}": String(value) for key, value in said.items()}))


def _add_outline(pdf: Pdf, headings: Sequence[Heading]) -> None:
    """Chapters, and what is below them; the title is the document's own."""
    with pdf.open_outline() as outline:
        for heading in headings:
            mark = heading.element.first_mark
            if heading.level > 1 and mark:
                item = OutlineItem(cleaned(heading.words), mark.page)
                chapters = outline.root if heading.level == 2 else outline.root[-1].children
                chapters.append(item)


def _add_colours(pdf: Pdf) -> None:
    profile = pdf.make_stream(_srgb(), N=3)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=profile,
            )
        ]
    )


@cache
def _srgb() -> bytes:
    """Return the colour profile that pikepdf brings."""
    return files("pikepdf").joinpath("pdfa/data/sRGB.icc").read_bytes()


def _pdf_date(moment: datetime) -> str:
    offset = moment.strftime("%z")
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'" if offset else f"D:{moment:%Y%m%d%H%M%S}"
