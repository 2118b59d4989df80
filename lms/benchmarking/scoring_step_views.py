"""The steps of an assessment that is scored by hand: submitted, given back, handed in, settled, closed, discarded."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.access import signed_in

from .closing import close_assessment
from .conflict_facts import conflict_months
from .conflict_words import reasons
from .models import Assessment, AssessorSheet
from .permissions import standing_of
from .removing import delete_assessment
from .scoring_access import address_of, assessment_crumbs, scored_assessment
from .scoring_differences import load_differences
from .scoring_forms import ConfirmForm, ReasonForm
from .scoring_page import load_scoring_page
from .scoring_sheets import begin_sheet, hand_in_sheet, remove_sheet
from .scoring_submitting import return_submission, submit_assessment, take_submission_back

form_page = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@form_page
def submit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Hand the self-assessment in; what is still missing is listed."""
    assessment = scored_assessment(request, slug, pk)
    form = _form(request)
    if _acted(request, form, lambda who: submit_assessment(assessment=assessment, **who)):
        return _back(request, assessment, _("The self-assessment is submitted. The assessors have been told."))
    return _step_page(request, assessment, "submit", form)


@signed_in
@require_POST
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a submission back."""
    assessment = scored_assessment(request, slug, pk)
    done = _("The self-assessment is yours again: change what you want, then submit it.")
    return _at_once(request, assessment, lambda who: take_submission_back(assessment=assessment, **who), done)


@signed_in
@form_page
def give_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a submission back with the reason."""
    assessment = scored_assessment(request, slug, pk)
    form = _form(request, ReasonForm)
    if _acted(request, form, lambda who: return_submission(assessment=assessment, **form.cleaned_data, **who)):
        messages.success(request, _("The self-assessment was given back. The managers have been told the reason."))
        return redirect("benchmarking:scoring", slug)
    return _step_page(request, assessment, "return", form)


@signed_in
@form_page
def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close the assessment for good; whoever may not is told the rule and the reason."""
    assessment = scored_assessment(request, slug, pk)
    form = _form(request, ConfirmForm)
    if _acted(
        request, form, lambda who: close_assessment(assessment=assessment, seen=form.cleaned_data["seen"], **who)
    ):
        return _back(request, assessment, _("The assessment is closed. The managers of the cluster have been told."))
    return _step_page(request, assessment, "close", form, **_settled(request, assessment))


def _settled(request: HttpRequest, assessment: Assessment) -> dict[str, Any]:
    """Return what closing confirms, of an assessment that two have scored apart."""
    standing = standing_of(request.user, assessment)
    if not (standing.is_apart and standing.can_close):
        return {}
    found, person = load_differences(assessment), request.user.pk or 0
    own = found.said_by(person)
    theirs = [each for each in found.different if each.settled_by and each not in own]
    is_alone = not found.agreement.can_be_closed_by(person)
    return {"differences": found, "own": own, "theirs": theirs, "is_alone": is_alone}


@signed_in
@form_page
def discard(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove what was begun, with everything in it."""
    assessment = scored_assessment(request, slug, pk)
    form = _form(request)
    if _acted(request, form, lambda who: delete_assessment(assessment=assessment, by=who["by"])):
        messages.success(request, _("The assessment was discarded."))
        return redirect("benchmarking:scoring", slug)
    return _step_page(request, assessment, "discard", form)


@signed_in
@require_POST
def begin(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Begin one's own sheet."""
    assessment = scored_assessment(request, slug, pk)
    done = _("Your sheet is begun. The other assessor sees it when both are handed in.")
    return _at_once(request, assessment, lambda who: begin_sheet(assessment=assessment, **who), done)


@signed_in
@form_page
def hand_in(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Hand one's sheet in; what is still missing is listed."""
    assessment = scored_assessment(request, slug, pk)
    form = _form(request)
    if _acted(request, form, lambda who: hand_in_sheet(assessment=assessment, **who)):
        return _back(request, assessment, _("Your sheet is handed in."))
    return _step_page(request, assessment, "hand_in", form)


@signed_in
@form_page
def drop_sheet(request: HttpRequest, slug: str, pk: int, sheet: int) -> HttpResponse:
    """Remove the sheet of an assessor who has dropped out."""
    assessment = scored_assessment(request, slug, pk)
    found = get_object_or_404(AssessorSheet.objects.select_related("assessor"), assessment=assessment, pk=sheet)
    form = _form(request, ReasonForm)
    if _acted(request, form, lambda who: remove_sheet(sheet=found, **form.cleaned_data, **who)):
        return _back(request, assessment, _("The sheet of %(assessor)s is removed.") % {"assessor": found.assessor})
    return _step_page(request, assessment, "drop_sheet", form, dropped=found)


def _form(request: HttpRequest, kind: type[forms.Form] = forms.Form) -> forms.Form:
    return kind(request.POST if request.method == "POST" else None)


def _acted(request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], Any]) -> bool:
    """Act when the form was sent and is valid; what the action refuses becomes a mistake of the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act({"by": request.user, "now": timezone.now()})
    except ValidationError as refused:
        form.add_error(None, ValidationError(refused.messages))
        return False
    return True


def _at_once(
    request: HttpRequest, assessment: Assessment, act: Callable[[dict[str, Any]], Any], done: str
) -> HttpResponse:
    """Act without a page of its own; a refusal is told on the page of the assessment."""
    try:
        act({"by": request.user, "now": timezone.now()})
    except ValidationError as refused:
        for problem in refused.messages:
            messages.error(request, problem)
        return redirect(address_of(assessment))
    return _back(request, assessment, done)


def _back(request: HttpRequest, assessment: Assessment, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect(address_of(assessment))


def _step_page(request: HttpRequest, assessment: Assessment, step: str, form: forms.Form, **more: Any) -> HttpResponse:
    """Ask before the step is done; where it cannot be done now, the page of the assessment says what can."""
    assessment.refresh_from_db(fields=["status", "submitted_at", "submitted_by"])
    standing = standing_of(request.user, assessment)
    if not _is_open(step, standing):
        for problem in form.non_field_errors() if form.is_bound else []:
            messages.error(request, str(problem))
        return redirect(address_of(assessment))
    context = {
        "assessment": assessment,
        "cluster": assessment.cluster,
        "crumbs": assessment_crumbs(assessment, TITLES[step]()),
        "title": TITLES[step](),
        "step": step,
        "form": form,
        "standing": standing,
        "reasons": reasons(standing.findings),
        "months": conflict_months(),
        "page": load_scoring_page(request.user, assessment),
        **more,
    }
    return render(request, "benchmarking/scoring_step.html", context)


def _is_open(step: str, standing: Any) -> bool:
    """Say whether the page of a step has something to ask or to explain: a conflict is explained."""
    in_conflict = step in ("close", "return") and standing.has_part and bool(standing.findings)
    return in_conflict or bool(getattr(standing, ALLOWED[step]))


ALLOWED = {
    "submit": "can_submit",
    "return": "can_return",
    "close": "can_close",
    "discard": "can_discard",
    "hand_in": "can_hand_in",
    "drop_sheet": "can_remove_sheet",
}
TITLES: dict[str, Callable[[], str]] = {
    "submit": lambda: _("Submit the self-assessment"),
    "return": lambda: _("Give it back to the cluster"),
    "close": lambda: _("Close the assessment"),
    "discard": lambda: _("Discard the assessment"),
    "hand_in": lambda: _("Hand in your sheet"),
    "drop_sheet": lambda: _("Remove an assessor's sheet"),
}
