"""What assessors do: their applications, the sheet beside each, conflicts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.access import person_of, signed_in
from lms.pages.trail import Step

from .grid import Cell, grid_of
from .models import Application, Assessor, Call
from .permissions import assessor_of, visible_calls
from .reading import what_is_said
from .score_form import ReasonForm, ScoreForm
from .scoring_actions import declare_conflict, hand_in_sheet, save_sheet, take_back_sheet
from .views import trail

OPEN_TO_ASSESSORS = (Call.Status.SCORING, Call.Status.SCORED, Call.Status.DECIDED)


@signed_in
@require_safe
def to_score(request: HttpRequest, slug: str) -> HttpResponse:
    """List the applications that the assessor scores, with how far each sheet is."""
    call, assessor = _jury(request, slug)
    cells = grid_of(call, timezone.now()).of(assessor) if call.status in OPEN_TO_ASSESSORS else []
    context = {
        "call": call,
        "cells": cells,
        "left": sum(cell.is_wanted for cell in cells),
        "breadcrumb": trail(call, Step(_("To score"))),
    }
    return render(request, "selection/to_score.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Show an application with the own sheet beside it; after the scoring is closed, the others' sheets too."""
    call, cell, others = _cell(request, slug, key)
    form = ScoreForm(request.POST or None, call=call, sheet=cell.sheet)
    if request.method == "POST" and form.is_valid():
        hands_in = "hand_in" in request.POST
        act = hand_in_sheet if hands_in else save_sheet
        try:
            act(application=cell.application, by=person_of(request), now=timezone.now(), **form.scored)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your sheet is handed in.") if hands_in else _("Your sheet is kept."))
            return redirect("selection:to_score", slug=slug)
    context: dict[str, Any] = {
        "call": call,
        "cell": cell,
        "others": others,
        "form": form,
        "can_write": call.status == Call.Status.SCORING and cell.is_wanted,
        "said": [] if cell.conflict else what_is_said(cell.application),
        "breadcrumb": _sheet_trail(call, Step(str(cell.application))),
    }
    return render(request, "selection/sheet.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Declare a conflict of interest about one application."""
    call, cell, _others = _cell(request, slug, key)
    if cell.conflict or call.status != Call.Status.SCORING:
        return redirect("selection:to_score", slug=slug)
    label = _("What binds you to the applicant or to the cluster")
    form = ReasonForm(request.POST or None, label=label, help_text=_("The coordinators read it, nobody else."))
    if request.method == "POST" and form.is_valid():
        reason, person = form.cleaned_data["reason"], person_of(request)
        try:
            declare_conflict(application=cell.application, reason=reason, by=person, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Declared: you do not score this application."))
            return redirect("selection:to_score", slug=slug)
    context = {
        "call": call,
        "cell": cell,
        "form": form,
        "breadcrumb": _sheet_trail(call, Step(_("Declare a conflict"))),
    }
    return render(request, "selection/conflict.html", context)


@signed_in
@require_POST
def take_back(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Open the own sheet again."""
    _call, cell, _others = _cell(request, slug, key)
    try:
        take_back_sheet(application=cell.application, by=person_of(request), now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("selection:sheet", slug=slug, key=key)


def _jury(request: HttpRequest, slug: str) -> tuple[Call, Assessor]:
    """Return a call and the reader as its assessor, or answer 404."""
    call = get_object_or_404(visible_calls(request.user), slug=slug)
    assessor = assessor_of(request.user, call)
    if assessor is None:
        raise Http404
    return call, assessor


def _cell(request: HttpRequest, slug: str, key: UUID) -> tuple[Call, Cell, list[Cell]]:
    """Return the assessor's own cell, and the others' when the scoring is closed; 404 for what is not his or hers."""
    call, assessor = _jury(request, slug)
    wanted = Application.objects.filter(call=call, key=key).first() if call.status in OPEN_TO_ASSESSORS else None
    row = grid_of(call, timezone.now(), only=wanted).rows.get(wanted.pk) if wanted else None
    if not row:
        raise Http404
    own = next(cell for cell in row if cell.assessor.pk == assessor.pk)
    is_closed = call.scored_at is not None and own.conflict is None
    return call, own, [cell for cell in row if cell is not own and cell.is_in] if is_closed else []


def _sheet_trail(call: Call, *below: Step) -> list[Step]:
    return trail(call, Step(_("To score"), reverse("selection:to_score", args=[call.slug])), *below)
