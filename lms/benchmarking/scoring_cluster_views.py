"""A cluster's assessments by hand: what is going on, what one may begin, and conflicts that one declares."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.access import person_of, signed_in
from lms.clusters.models import Cluster
from lms.people.permissions import is_coordinator

from .conflict_actions import declare_conflict, withdraw_conflict
from .conflict_facts import conflict_months, conflicts_of
from .conflict_words import reasons
from .models import Assessment, DeclaredConflict, Framework
from .permissions import can_declare_conflict, is_manager_of
from .scoring_access import address_of, cluster_crumbs, scored_cluster
from .scoring_forms import ReasonForm, StartAssessmentForm, StartForm
from .scoring_frameworks import frameworks_in_force
from .scoring_list import closed_rounds, open_rows
from .scoring_starting import open_by_hand, start_assessment, start_self_assessment

form_page = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@require_safe
def scoring(request: HttpRequest, slug: str) -> HttpResponse:
    """List what is being scored for a cluster, and offer to begin."""
    return _list_page(request, scored_cluster(request, slug))


@signed_in
@form_page
def start_self(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the cluster's self-assessment, or go on with the one that is open."""
    cluster = scored_cluster(request, slug)
    if request.method != "POST" or not is_manager_of(request.user, cluster):
        return redirect("benchmarking:scoring", slug)
    form = _self_form(frameworks_in_force(timezone.localdate()), request.POST)
    if form.is_valid() and (going_on := open_by_hand(cluster, form.cleaned_data["framework"], Assessment.Kind.SELF)):
        messages.info(request, _("This self-assessment is open already: go on with it."))
        return redirect(address_of(going_on))
    started = _started(form, start_self_assessment, cluster, request)
    return redirect(address_of(started)) if started else _list_page(request, cluster, self_form=form)


@signed_in
@form_page
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an interview or an audit."""
    cluster = scored_cluster(request, slug)
    if request.method != "POST" or not can_declare_conflict(request.user, cluster):
        return redirect("benchmarking:scoring", slug)
    form = _assessment_form(frameworks_in_force(timezone.localdate()), request.POST)
    started = _started(form, start_assessment, cluster, request)
    return redirect(address_of(started)) if started else _list_page(request, cluster, assessment_form=form)


@signed_in
@form_page
def declare(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare a conflict with a cluster that one would assess."""
    cluster = scored_cluster(request, slug)
    if request.method != "POST" or not can_declare_conflict(request.user, cluster):
        return redirect("benchmarking:scoring", slug)
    form = ReasonForm(request.POST, auto_id="conflict-%s")
    who: Any = {"by": request.user, "now": timezone.now()}
    if form.is_valid() and _done(form, lambda: declare_conflict(cluster=cluster, **form.cleaned_data, **who)):
        messages.success(request, _("Your conflict is noted: you no longer assess this cluster."))
        return redirect("benchmarking:scoring", slug)
    return _list_page(request, cluster, conflict_form=form)


@signed_in
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw a conflict that one declared."""
    cluster = scored_cluster(request, slug)
    declared = get_object_or_404(DeclaredConflict, assessor=request.user, cluster=cluster, pk=pk)
    withdraw_conflict(declared=declared, by=person_of(request), now=timezone.now())
    messages.success(request, _("The declared conflict is withdrawn."))
    return redirect("benchmarking:scoring", slug)


def _started(form: forms.Form, action: Any, cluster: Cluster, request: HttpRequest) -> Assessment | None:
    """Begin with a valid form; what the action refuses becomes a mistake of the form."""
    if not form.is_valid():
        return None
    try:
        started: Assessment = action(cluster=cluster, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
    messages.success(request, _("Begun. Every answer is saved by itself; you may go on at any time."))
    return started


def _done(form: forms.Form, act: Any) -> bool:
    try:
        act()
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True


def _self_form(frameworks: list[Framework], data: Any = None) -> StartForm:
    return StartForm(data, frameworks=frameworks, today=timezone.localdate(), auto_id="self-%s")


def _assessment_form(frameworks: list[Framework], data: Any = None) -> StartAssessmentForm:
    return StartAssessmentForm(data, frameworks=frameworks, today=timezone.localdate(), auto_id="assess-%s")


def _list_page(request: HttpRequest, cluster: Cluster, **bound: Any) -> HttpResponse:
    rows = open_rows(request.user, [cluster])
    frameworks = frameworks_in_force(timezone.localdate())
    has_part = can_declare_conflict(request.user, cluster)
    declared = _declared(request, cluster) if has_part else []
    findings = conflicts_of(request.user, cluster.pk) if has_part else []
    context = {
        "cluster": cluster,
        "crumbs": cluster_crumbs(cluster),
        "rows": rows,
        "closed": closed_rounds(request.user, cluster),
        "is_manager": is_manager_of(request.user, cluster),
        "has_part": has_part,
        "reasons": reasons(findings),
        "months": conflict_months() if has_part else 0,
        "frameworks": frameworks,
        "declared": next((found for found in declared if found.assessor_id == request.user.pk), None),
        "declared_by_others": [found for found in declared if found.assessor_id != request.user.pk],
        "has_open_self": any(row.assessment.is_self_assessment for row in rows),
        **_forms(frameworks, bound),
    }
    return render(request, "benchmarking/scoring_list.html", context)


def _forms(frameworks: list[Framework], bound: dict[str, Any]) -> dict[str, Any]:
    """Return the forms of the page, the one that was sent with its mistakes."""
    empty = {
        "self_form": _self_form(frameworks),
        "assessment_form": _assessment_form(frameworks),
        "conflict_form": ReasonForm(auto_id="conflict-%s"),
    }
    return empty | bound


def _declared(request: HttpRequest, cluster: Cluster) -> list[DeclaredConflict]:
    """Return the conflicts in force: to coordinators everybody's, to assessors their own."""
    rows = DeclaredConflict.objects.filter(cluster=cluster, withdrawn_at=None).select_related("assessor")
    return list(rows if is_coordinator(request.user) else rows.filter(assessor=request.user.pk))
