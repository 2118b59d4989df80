"""Hours of everybody in an offering, as a page and as files, and one's own."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.access import person_of, signed_in
from lms.pages.trail import Step
from lms.people.permissions import is_coordinator

from .hours_file import FILES
from .hours_page import HoursPage, hours_page, own_pages
from .models import Offering
from .permissions import can_read_all
from .register_views import readable_offering


@signed_in
@require_safe
def hours(request: HttpRequest, code: str) -> HttpResponse:
    """Show everybody's hours against the threshold, and what is still to come."""
    offering = readable_offering(request, code)
    above = [
        Step(_("Calendar"), reverse("training:calendar")),
        Step(str(offering.title), reverse("training:offering", args=[code])),
    ]
    context = {
        "page": _page(offering),
        "offering": offering,
        "runs": is_coordinator(request.user),
        "reads_all": can_read_all(request.user),
        "breadcrumb": [*above, Step(_("Hours"))],
    }
    return render(request, "training/hours.html", context)


@signed_in
@require_safe
def hours_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Give the same figures as XLSX or CSV."""
    page = _page(readable_offering(request, code))
    if kind not in FILES or page is None:
        raise Http404
    return FILES[kind](page, addresses=is_coordinator(request.user))


@signed_in
@require_safe
def my_hours(request: HttpRequest) -> HttpResponse:
    """Show the person's own hours, session by session."""
    pages = own_pages(person_of(request), timezone.now())
    context = {"pages": pages, "breadcrumb": [Step(_("My hours"))]}
    return render(request, "training/my_hours.html", context)


def _page(offering: Offering) -> HoursPage | None:
    """Return the values, or none while no funding line says what is asked."""
    try:
        return hours_page(offering, timezone.now())
    except ValidationError:
        return None
