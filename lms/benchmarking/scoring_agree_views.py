"""The page on which assessors settle their differences."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.access import signed_in

from .models import Assessment
from .permissions import standing_of
from .scoring_access import address_of, assessment_crumbs, scored_assessment
from .scoring_agreeing import agree_on_level, confirm_level
from .scoring_differences import load_differences
from .scoring_forms import AgreeForm, ConfirmForm
from .scoring_rights import Standing


@signed_in
@require_safe
def differences(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show what each assessor says, once all sheets are in; afterwards it is read as evidence."""
    assessment = scored_assessment(request, slug, pk)
    standing = standing_of(request.user, assessment)
    if not can_read_sheets(standing):
        raise Http404
    return _page(request, assessment, standing)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, slug: str, pk: int, indicator: int) -> HttpResponse:
    """Settle one difference, or confirm what the other settled."""
    assessment = scored_assessment(request, slug, pk)
    standing = standing_of(request.user, assessment)
    if not can_read_sheets(standing):
        raise Http404
    if request.method != "POST":
        return redirect(f"{address_of(assessment, 'differences')}#i-{indicator}")
    is_confirmed = "confirm" in request.POST
    form = ConfirmForm(request.POST) if is_confirmed else AgreeForm(request.POST)
    act = _confirm if is_confirmed else _settle
    if form.is_valid() and _done(form, act, assessment=assessment, indicator_pk=indicator, by=request.user):
        messages.success(request, _("Confirmed.") if is_confirmed else _("Settled."))
        return redirect(f"{address_of(assessment, 'differences')}#differences")
    return _page(request, assessment, standing, form=form, at=indicator)


def can_read_sheets(standing: Standing) -> bool:
    """Say whether the person reads all sheets: those who assess, once none is outstanding."""
    return standing.are_all_in and (standing.has_sheet or standing.coordinates)


def _settle(form: Any, **asked: Any) -> None:
    reason = form.cleaned_data["reason"]
    agree_on_level(wanted=form.answer, reason=reason, seen=form.mark, now=timezone.now(), **asked)


def _confirm(form: Any, **asked: Any) -> None:
    confirm_level(seen=form.cleaned_data["seen"], now=timezone.now(), **asked)


def _done(form: Form, act: Callable[..., None], **asked: Any) -> bool:
    try:
        act(form, **asked)
    except ValidationError as refused:
        form.add_error(None, ValidationError(refused.messages))
        return False
    return True


def _page(request: HttpRequest, assessment: Assessment, standing: Standing, **sent: Any) -> HttpResponse:
    found = load_differences(assessment)
    context = {
        "assessment": assessment,
        "cluster": assessment.cluster,
        "crumbs": assessment_crumbs(assessment, _("Differences")),
        "standing": standing,
        "differences": found,
        "can_close_now": standing.can_close and found.agreement.can_be_closed_by(request.user.pk or 0),
        "own": found.said_by(request.user.pk or 0),
        **sent,
    }
    return render(request, "benchmarking/scoring_differences.html", context)
