"""The register as documents: as it was written, and blank to be signed by hand."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.access import signed_in
from lms.pdf.responses import pdf_response
from lms.pdf.words import said

from .models import Offering
from .permissions import can_read_all
from .register_blank_pdf import blank_pdf, blank_title
from .register_pdf import register_pdf, title_of
from .register_print import RegisterPrint, register_print
from .register_views import readable_offering


@signed_in
@require_safe
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """Print every line of every session: for coordinators and auditors."""
    offering = readable_offering(request, code)
    if not can_read_all(request.user):
        raise Http404
    made = register_pdf(_values(offering), made_at=timezone.now(), **_frame(request, offering))
    return pdf_response(made, f"{title_of(offering)} – {offering.code}")


@signed_in
@require_safe
def to_sign(request: HttpRequest, code: str) -> HttpResponse:
    """Print the participants of every session with cells for signatures, for rooms without network."""
    offering = readable_offering(request, code)
    made = blank_pdf(_values(offering), made_at=timezone.now(), **_frame(request, offering))
    return pdf_response(made, f"{blank_title(offering)} – {offering.code}")


def _values(offering: Offering) -> RegisterPrint:
    """Return what is printed; without a funding line there is no register to print."""
    try:
        return register_print(offering)
    except ValidationError as error:
        raise Http404 from error


def _frame(request: HttpRequest, offering: Offering) -> dict[str, str]:
    return {
        "address": request.build_absolute_uri(reverse("training:register", args=[offering.code])),
        "programme": settings.WAGTAIL_SITE_NAME,
        "warning": said("components/demonstration_words.html", request),
    }
