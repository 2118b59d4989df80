"""How a PDF that was made for one person is sent."""

from urllib.parse import quote

from django.http import HttpResponse
from django.utils.text import slugify

from .fonts import cleaned

NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


def pdf_response(data: bytes, name: str) -> HttpResponse:
    """Open the file in the browser; whoever saves it gets its name in letters, or in ASCII where those are not known.

    No cache keeps it: what it says is for this person.
    """
    plain, full = slugify(name) or "document", cleaned(name).translate(NOT_IN_NAMES).strip(" .") or "document"
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{quote(full, safe='')}.pdf"
    response["Cache-Control"] = "private, no-store"
    # The site's own policy would leave the page blank: Chrome shows a PDF as an object with styles inside the page.
    response["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response
