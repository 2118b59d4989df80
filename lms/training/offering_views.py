"""The calendar of offerings, and the page of each: what everybody sees, and the reader's own state."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.access import anyone
from lms.pages.trail import Step

from .calendar_form import CalendarForm
from .calendar_page import PER_PAGE, WHEN, cards_of, chosen
from .models import Offering
from .offering_page import offering_page
from .permissions import can_read_all, can_read_register, can_run_offerings, visible_offerings


@anyone
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what is announced: running and to come first, what is over on a list of its own."""
    now, runs = timezone.now(), can_run_offerings(request.user)
    when = _when(request.GET.get("when", ""), runs)
    offerings = chosen(Offering.objects.all(), when, now)
    form = CalendarForm(request.GET, offerings.filter(starts_at__isnull=False).datetimes("starts_at", "month"))
    found = form.keep(offerings).for_calendar()
    if when == "past":
        found = found.order_by(F("starts_at").desc(nulls_last=True), "code")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "breadcrumb": [Step(_("Calendar"))],
        "when": when,
        "form": form,
        "page": page,
        "cards": cards_of(page.object_list, request.user, now),
        "query": "&".join(part for part in (f"when={when}", form.query) if part),
        "runs_offerings": runs,
    }
    return render(request, "training/calendar.html", context)


@anyone
@require_safe
def offering(request: HttpRequest, code: str) -> HttpResponse:
    """Show an offering with its dates and seats, and to whoever is signed in the own state and what comes next."""
    found = get_object_or_404(visible_offerings(request.user).select_related("funding_line"), code=code)
    context: dict[str, Any] = {
        "breadcrumb": trail(found),
        "page": offering_page(found, request.user, timezone.now()),
        "offering": found,
        "runs_offerings": can_run_offerings(request.user),
        "reads_people": can_read_all(request.user),
        "reads_register": can_read_register(request.user, found),
    }
    return render(request, "training/offering.html", context)


def trail(found: Offering, *below: Step) -> list[Step]:
    """Return the way from the calendar to an offering, and to a page below it."""
    here = reverse("training:offering", args=[found.code]) if below else ""
    return [Step(_("Calendar"), reverse("training:calendar")), Step(str(found.title), here), *below]


def _when(asked: str, runs: bool) -> str:
    """Return which list is asked for; drafts are for coordinators."""
    return asked if asked in WHEN and (runs or asked != "drafts") else WHEN[0]
