"""Who takes part in an offering: coordinators decide, auditors read."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lms.access import allowed, person_of
from lms.pages.trail import Step
from lms.people.models import User

from .enrolment_actions import accept_offer, approve, decline, withdraw
from .models import Enrolment, Offering
from .offering_views import trail
from .people_forms import ReasonForm, keys_in
from .people_page import in_order_of_queue, people_page
from .permissions import can_read_all, can_run_offerings
from .queue_actions import offer_free_seats
from .seat_taking import ranks_of

Act = Callable[[Enrolment, User, datetime, str], Enrolment]
STEPS: dict[str, Act] = {
    "approve": lambda one, by, now, _reason: approve(enrolment=one, by=by, now=now),
    "accept": lambda one, by, now, _reason: accept_offer(enrolment=one, by=by, now=now),
    "decline": lambda one, by, now, reason: decline(enrolment=one, by=by, now=now, reason=reason),
    "remove": lambda one, by, now, reason: withdraw(enrolment=one, by=by, now=now, reason=reason),
}
WITH_REASON = ("decline", "remove")


@allowed(can_read_all)
@require_safe
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Show everybody who is or was on the list, by state."""
    offering = get_object_or_404(Offering, code=code)
    page = people_page(offering, timezone.now())
    runs = can_run_offerings(request.user)
    context = {"offering": offering, "page": page, "runs_offerings": runs, "breadcrumb": people_trail(offering)}
    return render(request, "training/people.html", context)


@allowed(can_read_all)
@require_safe
def enrolment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show the way of one person, step by step, and what can be done about it."""
    return _enrolment_page(request, _enrolment(code, pk), ReasonForm())


@allowed(can_run_offerings)
@require_POST
def take_step(request: HttpRequest, code: str, pk: int, step: str) -> HttpResponse:
    """Approve, decline, accept on behalf of the person, or take the person off the list."""
    if step not in STEPS:
        raise Http404
    one = _enrolment(code, pk)
    form = ReasonForm(request.POST)
    if step in WITH_REASON and not form.is_valid():
        return _enrolment_page(request, one, form)
    reason = form.cleaned_data["reason"] if step in WITH_REASON else ""
    try:
        moved = STEPS[step](one, person_of(request), timezone.now(), reason)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("training:enrolment", code=code, pk=pk)
    messages.success(request, said(moved))
    return redirect("training:people", code=code)


@allowed(can_run_offerings)
@require_POST
def approve_ticked(request: HttpRequest, code: str) -> HttpResponse:
    """Approve the applications that were ticked, in the order of the queue: the first gets the first seat."""
    offering = get_object_or_404(Offering, code=code)
    rows = Enrolment.objects.filter(offering=offering, status=Enrolment.Status.APPLIED)
    ticked = rows.filter(pk__in=keys_in(request.POST.getlist("enrolment"))).select_related("offering", "person")
    chosen = in_order_of_queue(list(ticked), offering, ranks_of(offering))
    if not chosen:
        messages.warning(request, _("Tick the applications that you approve."))
        return redirect("training:people", code=code)
    done = 0
    for one in chosen:
        try:
            approve(enrolment=one, by=person_of(request), now=timezone.now())
        except ValidationError as error:
            messages.error(request, f"{one.person}: {' '.join(error.messages)}")
        else:
            done += 1
    if done:
        text = ngettext("%(count)s application was approved.", "%(count)s applications were approved.", done)
        messages.success(request, text % {"count": done})
    return redirect("training:people", code=code)


@allowed(can_run_offerings)
@require_POST
def offer_seats(request: HttpRequest, code: str) -> HttpResponse:
    """Offer the free seats to the first in the queue now; an offering that takes nobody says so."""
    get_object_or_404(Offering, code=code)
    try:
        offered = offer_free_seats(offering=code, by=person_of(request), now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("training:people", code=code)
    if offered:
        text = ngettext("%(count)s seat was offered.", "%(count)s seats were offered.", offered)
        messages.success(request, text % {"count": offered})
    else:
        messages.info(request, _("No seat is free for anybody in the queue."))
    return redirect("training:people", code=code)


def people_trail(offering: Offering, page: str = "") -> list[Step]:
    """Return the way to the people of an offering, and to a page below."""
    here = reverse("training:people", args=[offering.code]) if page else ""
    below = [Step(_("People and seats"), here), *([Step(page)] if page else [])]
    return trail(offering, *below)


def said(one: Enrolment) -> str:
    """Say how a person stands now."""
    return f"{one.person}: {one.get_status_display()}"


def _enrolment(code: str, pk: int) -> Enrolment:
    rows = Enrolment.objects.select_related("offering", "person", "cluster")
    return get_object_or_404(rows, offering__code=code, pk=pk)


def _enrolment_page(request: HttpRequest, one: Enrolment, form: ReasonForm) -> HttpResponse:
    context: dict[str, Any] = {
        "enrolment": one,
        "offering": one.offering,
        "events": one.events.select_related("by").order_by("pk"),
        "form": form,
        "runs_offerings": can_run_offerings(request.user),
        "breadcrumb": people_trail(one.offering, str(one.person)),
    }
    return render(request, "training/enrolment.html", context)
