"""The certificate as a PDF: values in, bytes out; the same values give the same bytes."""

from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4

from lms.pdf.canvas import TaggedCanvas
from lms.pdf.finishing import About, Heading, finish
from lms.pdf.layout import Pages
from lms.pdf.tags import Element

from .certificate_page import draw_page
from .certificate_words import title
from .printed import Printed


def certificate_pdf(printed: Printed) -> bytes:
    """Print it: one page for each language, unless there are more modules than a page holds."""
    root, headings, buffer = Element("Document"), list[Heading](), BytesIO()
    canvas = TaggedCanvas(buffer, pagesize=A4)
    main = printed.languages[0]
    for language in printed.languages:
        with translation.override(language):
            sheet = root.add("Sect", language="" if language == main else language)
            draw_page(canvas, printed, sheet, headings)
    canvas.save()
    return finish(Pages(buffer.getvalue(), canvas.marked), root, _about(printed, main), headings)


def title_of(printed: Printed) -> str:
    """Name the file: what it is, its number, and whose."""
    return _("%(title)s %(number)s – %(name)s") % {
        "title": title(),
        "number": printed.number,
        "name": printed.facts["name"],
    }


def _about(printed: Printed, language: str) -> About:
    with translation.override(language):
        named = title_of(printed)
    issuer = printed.facts["issuer"]
    return About(title=named, language=language, made_at=printed.issued_at, programme=issuer)
