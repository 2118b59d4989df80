"""The page on which assessors settle their differences."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.access import signed_in

from .models import Assessment
from .permissions import standing_of
from .scoring_access import address_of, assessment_crumbs, scored_assessment
from .scoring_agreeing import agree_on_level
from .scoring_differences import load_differences
from .scoring_forms import AgreeForm
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
    """Settle one difference."""
    assessment = scored_assessment(request, slug, pk)
    standing = standing_of(request.user, assessment)
    if not can_read_sheets(standing):
        raise Http404
    if request.method != "POST":
        return redirect(f"{address_of(assessment, 'differences')}#i-{indicator}")
    form = AgreeForm(request.POST)
    if form.is_valid() and _agreed(request, assessment, indicator, form):
        messages.success(request, _("Settled."))
        return redirect(f"{address_of(assessment, 'differences')}#differences")
    return _page(request, assessment, standing, form=form, at=indicator)


def can_read_sheets(standing: Standing) -> bool:
    """Say whether the person reads all sheets: those who assess, once none is outstanding."""
    return standing.are_all_in and (standing.has_sheet or standing.coordinates)


def _agreed(request: HttpRequest, assessment: Assessment, indicator: int, form: AgreeForm) -> bool:
    try:
        agree_on_level(
            assessment=assessment,
            indicator_pk=indicator,
            wanted=form.answer,
            reason=form.cleaned_data["reason"],
            seen=form.mark,
            by=request.user,  # type: ignore[arg-type]  # signed in
            now=timezone.now(),
        )
    except ValidationError as refused:
        form.add_error(None, ValidationError(refused.messages))
        return False
    return True


def _page(request: HttpRequest, assessment: Assessment, standing: Standing, **sent: Any) -> HttpResponse:
    context = {
        "assessment": assessment,
        "cluster": assessment.cluster,
        "crumbs": assessment_crumbs(assessment, _("Differences")),
        "standing": standing,
        "differences": load_differences(assessment),
        **sent,
    }
    return render(request, "benchmarking/scoring_differences.html", context)
