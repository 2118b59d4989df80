"""What a person does about the own seat: ask for it, accept it, give it back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.access import person_of, signed_in
from lms.pages.trail import Step

from .apply_form import ApplyForm, WithdrawForm
from .enrolment_actions import accept_offer, must_say_why, withdraw
from .enrolment_actions import apply as ask_for_seat
from .models import Enrolment
from .offering_dates import moment
from .offering_views import trail
from .permissions import visible_offerings

Status = Enrolment.Status


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a seat; whoever only follows the address comes to the page of the offering, where the button is.

    The offering is not fetched here: the action locks it by its code.
    """
    if request.method != "POST":
        return redirect("training:offering", code=code)
    person = person_of(request)
    form = ApplyForm(request.POST, person=person)
    if not form.is_valid():
        return _refused(request, code, [str(text) for texts in form.errors.values() for text in texts])
    note = form.cleaned_data["note"]
    try:
        own = ask_for_seat(offering=code, by=person, cluster=form.cluster, note=note, now=timezone.now())
    except ValidationError as error:
        return _refused(request, code, error.messages)
    messages.success(request, _said(own))
    return redirect("training:offering", code=code)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Accept the seat that is kept."""
    if request.method != "POST":
        return redirect("training:offering", code=code)
    own = own_enrolment(request, code)
    try:
        own = accept_offer(enrolment=own, by=person_of(request), now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _said(own))
    return redirect("training:offering", code=code)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether the person means it, and why where that has to be said; then give back what there is."""
    own, now = own_enrolment(request, code), timezone.now()
    if own.status not in (Status.APPLIED, Status.WAITING, Status.OFFERED, Status.CONFIRMED):
        return redirect("training:offering", code=code)
    sent = request.POST if request.method == "POST" else None
    form = WithdrawForm(sent, says_why=must_say_why(own.offering, own, now))
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(enrolment=own, by=person_of(request), now=now, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Done: you are no longer on the list."))
            return redirect("training:offering", code=code)
    context = {"own": own, "offering": own.offering, "form": form}
    return render(request, "training/withdraw.html", context | _leaving(own, now))


def _leaving(own: Enrolment, now: datetime) -> dict[str, Any]:
    """Return what the page of leaving says: what one does, and what becomes of the place."""
    starts_at = own.offering.starts_at
    has_begun = starts_at is not None and starts_at <= now
    waits = own.holds_seat and own.offering.enrolments.filter(status=Status.WAITING).exists()
    step = LEAVING.get(own.status, lambda: _("Give my seat back"))()
    return {"step": step, "breadcrumb": trail(own.offering, Step(step)), "has_begun": has_begun, "waits": waits}


def own_enrolment(request: HttpRequest, code: str) -> Enrolment:
    """Return the reader's own enrolment in the offering, or answer 404."""
    rows = Enrolment.objects.select_related("offering")
    return get_object_or_404(rows, offering__code=code, person=request.user)


def _refused(request: HttpRequest, code: str, sentences: list[str]) -> HttpResponse:
    """Go back with what stands in the way; an offering of which the person may not know is not there."""
    if not visible_offerings(request.user).filter(code=code).exists():
        raise Http404
    messages.error(request, " ".join(sentences))
    return redirect("training:offering", code=code)


def _said(own: Enrolment) -> str:
    """Say where the person stands now."""
    if own.status == Status.OFFERED and own.offer_expires_at:
        return _("A seat is kept for you until %(moment)s: accept it below.") % {"moment": moment(own.offer_expires_at)}
    return SAID[own.status]() if own.status in SAID else own.get_status_display()


LEAVING: dict[str, Callable[[], str]] = {
    Status.APPLIED: lambda: _("Take my application back"),
    Status.WAITING: lambda: _("Leave the queue"),
}
SAID: dict[str, Callable[[], str]] = {
    Status.APPLIED: lambda: _("You have asked for a seat: a coordinator decides, and you will be told by e-mail."),
    Status.WAITING: lambda: _("All seats are taken: you are in the queue, and will be told as soon as one is free."),
    Status.CONFIRMED: lambda: _("Your seat is confirmed."),
}
