"""The coordinators' desk of a call: applications, assessors, scoring, ranking, places."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.access import allowed, person_of
from lms.pages.trail import Step

from .apply_actions import mark_eligible, mark_ineligible
from .call_actions import cancel_call, publish_call
from .call_forms import AssessorForm
from .desk_page import desk_page, ranking_page
from .models import Application, Assessor, Call, ConflictOfInterest, Place
from .permissions import can_run_calls
from .place_actions import decide as decide_call
from .place_actions import remove_place
from .reading import what_is_said
from .score_form import ReasonForm
from .scoring_actions import close_scoring, name_assessor, remove_assessor, start_scoring
from .views import desk_trail

coordinators = allowed(can_run_calls)


@coordinators
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where the call stands, what comes next, and who has scored what."""
    call = get_object_or_404(Call, slug=slug)
    context = {
        "call": call,
        "page": desk_page(call, timezone.now(), request.GET.get("page")),
        "form": AssessorForm(),
        "breadcrumb": desk_trail(call),
    }
    return render(request, "selection/desk.html", context)


@coordinators
@require_safe
def ranking(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the ranking: how it would be once the scoring is closed, as decided afterwards, with places and reserve."""
    call = get_object_or_404(Call, slug=slug)
    if call.scored_at is None:
        messages.info(request, _("The ranking can be seen when the scoring is closed."))
        return redirect("selection:desk", slug=slug)
    page = ranking_page(call, timezone.now())
    context = {"call": call, "page": page, "breadcrumb": desk_trail(call, Step(_("Ranking")))}
    return render(request, "selection/ranking.html", context)


@coordinators
@require_safe
def application(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Show one application to the coordinators."""
    found = _application(slug, key)
    context = {
        "call": found.call,
        "application": found,
        "said": what_is_said(found),
        "place": Place.objects.filter(application=found).first(),
        "conflicts": ConflictOfInterest.objects.filter(application=found).select_related("assessor__person"),
        "breadcrumb": desk_trail(found.call, Step(str(found))),
        "can_decide": found.call.status in ("published", "scoring", "scored"),
        "can_let_in": found.call.status in ("published", "scoring"),
        "form": ReasonForm(),
    }
    return render(request, "selection/application.html", context)


@coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask why, then call it off."""
    call = get_object_or_404(Call, slug=slug)
    if call.status in ("decided", "cancelled"):
        return redirect("selection:desk", slug=slug)
    label = _("Why is the call cancelled?")
    form = ReasonForm(request.POST or None, label=label, help_text=_("Whoever has applied reads it."))
    if request.method == "POST" and form.is_valid():
        reason, person = form.cleaned_data["reason"], person_of(request)
        return _done(
            request, slug, lambda: cancel_call(call=call, reason=reason, by=person, now=timezone.now()), _("Cancelled.")
        )
    context = {"call": call, "form": form, "breadcrumb": desk_trail(call, Step(_("Cancel the call")))}
    return render(request, "selection/cancel.html", context)


@coordinators
@require_POST
def step(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Bring the call one step on: publish it, start and close the scoring, decide."""
    call = get_object_or_404(Call, slug=slug)
    act, said = STEPS.get(name, (None, ""))
    if act is None:
        return redirect("selection:desk", slug=slug)
    where = "selection:ranking" if name in ("close", "decide") else "selection:desk"
    return _done(request, slug, lambda: act(call=call, by=person_of(request), now=timezone.now()), str(said), where)


STEPS: dict[str, tuple[Callable[..., Any], Any]] = {
    "publish": (publish_call, gettext_lazy("The call is published.")),
    "start": (start_scoring, gettext_lazy("The assessors can score.")),
    "close": (close_scoring, gettext_lazy("The scoring is closed: this is how the ranking would be.")),
    "decide": (decide_call, gettext_lazy("Decided: everybody has been written to.")),
}


@coordinators
@require_POST
def add_assessor(request: HttpRequest, slug: str) -> HttpResponse:
    """Name an assessor."""
    call = get_object_or_404(Call, slug=slug)
    form = AssessorForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect("selection:desk", slug=slug)
    chosen = form.cleaned_data["email"]
    return _done(
        request,
        slug,
        lambda: name_assessor(call=call, person=chosen, by=person_of(request), now=timezone.now()),
        _("%(person)s assesses the applications.") % {"person": chosen},
    )


@coordinators
@require_POST
def take_off(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an assessor off."""
    found = get_object_or_404(Assessor, call__slug=slug, pk=pk)
    return _done(
        request,
        slug,
        lambda: remove_assessor(assessor=found, by=person_of(request), now=timezone.now()),
        _("Taken off: the sheets of this person count no more."),
    )


@coordinators
@require_POST
def admit(request: HttpRequest, slug: str, key: UUID, name: str) -> HttpResponse:
    """Leave an application out, let it in again, or take a place back, each with its reason."""
    found, person, now = _application(slug, key), person_of(request), timezone.now()
    reason = request.POST.get("reason", "")
    acts: dict[str, Callable[[], Any]] = {
        "ineligible": lambda: mark_ineligible(application=found, reason=reason, by=person, now=now),
        "eligible": lambda: mark_eligible(application=found, by=person, now=now),
        "remove-place": lambda: remove_place(application=found, reason=reason, by=person, now=now),
    }
    try:
        acts.get(name, lambda: None)()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done: the person has been written to."))
    return redirect("selection:application", slug=slug, key=key)


def _application(slug: str, key: UUID) -> Application:
    rows = Application.objects.select_related("call", "person", "cluster", "ranked").exclude(status="draft")
    return get_object_or_404(rows, call__slug=slug, key=key)


def _done(
    request: HttpRequest, slug: str, act: Callable[[], Any], said: str, where: str = "selection:desk"
) -> HttpResponse:
    """Do it and say so; when it is refused, say what to do and stay on the desk."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("selection:desk", slug=slug)
    messages.success(request, said)
    return redirect(where, slug=slug)
