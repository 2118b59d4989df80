"""What applicants do: fill in, hand in, read what came of it, answer an offer, withdraw."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.access import person_of, signed_in
from lms.pages.trail import Step
from lms.pages.uploads import private_file_response
from lms.people.models import User

from .apply_actions import Typed, save_application, submit_application, withdraw_application
from .apply_form import ApplyForm
from .asking import asked_of, asking_of
from .eligibility import obstacles
from .models import Answer, Application, Call
from .own_page import own_page
from .permissions import can_withdraw, visible_calls
from .place_actions import accept_place, decline_place
from .reading import may_read_files
from .views import trail
from .words import refusal


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Fill in the application, keep it, hand it in; whoever cannot apply reads why on the page of the call."""
    call, person = get_object_or_404(visible_calls(request.user), slug=slug), person_of(request)
    in_the_way = obstacles(asked_of(call), asking_of(person, call), timezone.now())
    if in_the_way:
        messages.error(request, " ".join(refusal(code, call) for code in in_the_way))
        return redirect("selection:call", slug=slug)
    own = Application.objects.filter(call=call, person=person).first()
    form = ApplyForm(request.POST or None, request.FILES or None, call=call, person=person, application=own)
    if request.method == "POST" and form.is_valid():
        hands_in = "hand_in" in request.POST
        try:
            _keep(call, own, form.typed, person, hands_in=hands_in)
        except ValidationError as error:
            form.add_refusal(error)
            form.tell_files(Application.objects.filter(call=call, person=person).first())
        else:
            messages.success(request, _("Your application is handed in.") if hands_in else _("The draft is kept."))
            return redirect("selection:mine" if hands_in else "selection:apply", slug=slug)
    context = {"call": call, "form": form, "own": own, "breadcrumb": trail(call, Step(_("Apply")))}
    return render(request, "selection/apply.html", context)


def _keep(call: Call, own: Application | None, typed: Typed, person: User, *, hands_in: bool) -> None:
    """Keep the draft, and hand it in where that is asked for: what is incomplete is not lost, files neither."""
    now = timezone.now()
    if own is None or own.status in (Application.Status.DRAFT, Application.Status.WITHDRAWN) or not hands_in:
        save_application(call=call, typed=typed, by=person, now=now)
        typed = replace(typed, files={})
    if hands_in:
        submit_application(call=call, typed=typed, by=person, now=now)


@signed_in
@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the own application with its state, and after the decision the own scores."""
    own = own_application(request, slug)
    context: dict[str, Any] = {"page": own_page(own, timezone.now()), "call": own.call, "own": own}
    return render(request, "selection/mine.html", context | {"breadcrumb": trail(own.call, Step(_("My application")))})


@signed_in
@require_POST
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Accept or decline the place that is offered."""
    own = own_application(request, slug)
    accepts = request.POST.get("answer") == "accept"
    act = accept_place if accepts else decline_place
    if not accepts and request.POST.get("answer") != "decline":
        return redirect("selection:mine", slug=slug)
    try:
        act(application=own, by=person_of(request), now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = _("The place is yours.") if accepts else _("You have declined: the next in reserve gets the place.")
        messages.success(request, said)
    return redirect("selection:mine", slug=slug)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether the person means it, then take the application back."""
    own = own_application(request, slug)
    if not can_withdraw(own):
        return redirect("selection:mine", slug=slug)
    if request.method == "POST":
        try:
            withdraw_application(application=own, by=person_of(request), now=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Your application is withdrawn."))
        return redirect("selection:mine", slug=slug)
    context = {"call": own.call, "own": own, "breadcrumb": trail(own.call, Step(_("Withdraw")))}
    return render(request, "selection/withdraw.html", context)


@signed_in
@require_safe
def file(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Send the file of an answer to the applicant, to assessors without a conflict, and to coordinators."""
    rows = Answer.objects.select_related("application__call", "application__cluster")
    found = get_object_or_404(rows, key=key, application__call__slug=slug)
    if not found.file or not may_read_files(person_of(request), found.application, timezone.now()):
        raise Http404
    return private_file_response(found.file, found.filename)


def own_application(request: HttpRequest, slug: str) -> Application:
    """Return the reader's own application in the call, or answer 404."""
    rows = Application.objects.select_related("call", "cluster", "person")
    return get_object_or_404(rows.exclude(call__status=Call.Status.DRAFT), call__slug=slug, person=request.user)
