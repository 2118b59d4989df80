"""One's own certificates, and the document of one."""

import hashlib
import logging
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.access import person_of, signed_in
from lms.pages.trail import Step
from lms.pdf.responses import pdf_response
from lms.training.own_outcome import own_outcomes

from .certificate_words import own, title
from .models import Certificate
from .permissions import can_read_all

logger = logging.getLogger(__name__)


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the certificates of whoever is signed in."""
    found = Certificate.objects.visible_to(request.user, sees_all=False).for_lists()
    rows = [(one, own(one.facts["offering"]["title"])) for one in found]
    context = {"rows": rows, "outcomes": own_outcomes(person_of(request))}
    return render(request, "certificates/mine.html", context | {"crumbs": [Step(_("My certificates"))]})


@signed_in
@require_safe
def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send the document as it was issued to its owner, coordinators and auditors; nobody else finds anything."""
    visible = Certificate.objects.visible_to(request.user, sees_all=can_read_all(request.user))
    certificate = get_object_or_404(visible, key=key)
    if not certificate.pdf:
        raise Http404
    data = _bytes_of(certificate)
    if data is None or hashlib.sha256(data).hexdigest() != certificate.sha256:
        logger.error("The document of certificate %s is not the one that was issued", certificate.number)
        context = {"certificate": certificate, "crumbs": [Step(certificate.number)]}
        return render(request, "certificates/damaged.html", context, status=404)
    return pdf_response(data, f"{title()} {certificate.number}")


def _bytes_of(certificate: Certificate) -> bytes | None:
    try:
        with certificate.pdf.open("rb") as opened:
            return bytes(opened.read())
    except OSError:
        return None
