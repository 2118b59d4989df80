"""Pages of a cluster's training needs: the list, and one page for each decision about a gap."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.access import allowed, signed_in
from lms.clusters.models import Cluster

from . import actions
from .assessed_gaps import EXCELLENCE, AssessedGap, AssessedGaps, assessed_gaps
from .attempts import attempt, now_by
from .forms import ConfirmAboveForm, ConfirmForm, ReferenceForm, SeenForm
from .models import TrainingNeed
from .needs_page import needs_page
from .our_needs import our_needs
from .permissions import can_decide_needs, can_declare_need, can_see_needs_of

form_page = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@require_safe
def needs(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a cluster's needs: to coordinators with the gaps to decide about, to its own people what counts."""
    cluster = get_object_or_404(Cluster, slug=slug)
    if not can_see_needs_of(request.user, cluster):
        raise Http404
    if can_decide_needs(request.user):
        return _needs(request, cluster, _reference(request))
    context = {"page": our_needs(cluster), "may_declare": can_declare_need(request.user, cluster)}
    return render(request, "needs/our_needs.html", context)


@allowed(can_decide_needs, otherwise_hidden=True)
@require_POST
def confirm_above(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm every gap from a line upwards."""
    cluster = get_object_or_404(Cluster, slug=slug)
    form = ConfirmAboveForm(request.POST)
    counts = attempt(form, lambda data: actions.confirm_gaps(cluster=cluster, **data, **now_by(request)))
    if counts is None:
        return _needs(request, cluster, _seen_reference(form), form)
    _tell_confirmed(request, counts)
    return _to_needs(cluster, form.cleaned_data["reference"])


@allowed(can_decide_needs, otherwise_hidden=True)
@form_page
def confirm(request: HttpRequest, slug: str, indicator: int) -> HttpResponse:
    """Confirm one gap with its priority and reason, or change what was confirmed."""
    cluster = get_object_or_404(Cluster, slug=slug)
    form = ConfirmForm(request.POST or None)
    need = attempt(
        form,
        lambda data: actions.confirm_gap(cluster=cluster, indicator_pk=indicator, **data, **now_by(request)),
    )
    if need is not None:
        messages.success(request, _("Confirmed: %(need)s.") % {"need": need.indicator})
        return _to_needs(cluster, form.cleaned_data["reference"])
    found = assessed_gaps(cluster, _seen_reference(form) if form.is_bound else _reference(request))
    gap = found.of_indicator(indicator) if found else None
    if found is None or gap is None:
        return _no_such_gap(request, cluster, form)
    return _confirm_page(request, found, gap, form)


@allowed(can_decide_needs, otherwise_hidden=True)
@require_POST
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """Carry the needs of earlier assessments over to the latest one."""
    cluster = get_object_or_404(Cluster, slug=slug)
    form = SeenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The request was incomplete, so nothing was renewed: use the button on this page."))
        return _to_needs(cluster)
    seen = form.cleaned_data["assessment_pk"]
    counts = attempt(form, lambda _: actions.renew_needs(cluster=cluster, assessment_pk=seen, **now_by(request)))
    if counts is None:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    else:
        _tell_renewed(request, counts)
    return _to_needs(cluster)


def _needs(
    request: HttpRequest, cluster: Cluster, reference: str, above: ConfirmAboveForm | None = None
) -> HttpResponse:
    page = needs_page(cluster, reference)
    seen = {"assessment_pk": page.found.assessment.pk, "reference": reference} if page.found else {}
    context = {
        "page": page,
        "cluster": cluster,
        "reference_form": ReferenceForm(initial={"reference": reference}),
        "above": above or ConfirmAboveForm(initial=seen),
        "seen": SeenForm(initial=seen, auto_id=False),
    }
    return render(request, "needs/needs.html", context)


def _reference(request: HttpRequest) -> str:
    """Return the reference of the address; anything unknown is the excellence threshold."""
    form = ReferenceForm(request.GET)
    return str(form.cleaned_data["reference"]) if form.is_valid() else EXCELLENCE


def _seen_reference(form: forms.Form) -> str:
    """Return the reference that the form was made with, even when another of its fields is wrong."""
    return str(getattr(form, "cleaned_data", {}).get("reference") or EXCELLENCE)


def _confirm_page(request: HttpRequest, found: AssessedGaps, gap: AssessedGap, form: ConfirmForm) -> HttpResponse:
    need = found.assessment.needs.filter(indicator=gap.indicator).first()
    shown = form if form.is_bound else ConfirmForm(initial=_initial(found, need))
    cluster = found.assessment.cluster
    return render(
        request, "needs/confirm.html", {"cluster": cluster, "found": found, "gap": gap, "need": need, "form": shown}
    )


def _no_such_gap(request: HttpRequest, cluster: Cluster, form: ConfirmForm) -> HttpResponse:
    """Answer an address of a gap that does not exist: with the action's own sentence when something was sent."""
    said = " ".join(map(str, form.non_field_errors())) if form.is_bound else ""
    messages.error(request, said or _("There is no such gap: choose one from the list."))
    return _to_needs(cluster)


def _initial(found: AssessedGaps, need: TrainingNeed | None) -> dict[str, Any]:
    """A confirmed need is shown as it is; the reason why one was dropped is no reason to train it."""
    seen = {"assessment_pk": found.assessment.pk, "reference": found.reference}
    if need is None:
        return seen
    kept = need.reason if need.status == TrainingNeed.Status.CONFIRMED else ""
    return seen | {"priority": need.priority, "reason": kept}


def _to_needs(cluster: Cluster, reference: str = EXCELLENCE) -> HttpResponse:
    address = reverse("needs:needs", args=[cluster.slug])
    return redirect(address if reference == EXCELLENCE else f"{address}?reference={reference}")


def _tell_confirmed(request: HttpRequest, counts: Counter[str]) -> None:
    new, kept, dropped = (counts[key] for key in (actions.NEW, actions.KEPT, actions.DROPPED))
    said = [ngettext("%(n)s need confirmed.", "%(n)s needs confirmed.", new) % {"n": new}]
    if kept:
        said.append(ngettext("%(n)s was confirmed already.", "%(n)s were confirmed already.", kept) % {"n": kept})
    if dropped:
        said.append(
            ngettext(
                "%(n)s was dropped with a reason and stays so: confirm it again one by one.",
                "%(n)s were dropped with a reason and stay so: confirm them again one by one.",
                dropped,
            )
            % {"n": dropped}
        )
    messages.success(request, " ".join(said))


def _tell_renewed(request: HttpRequest, counts: Counter[str]) -> None:
    new, gone = counts[actions.NEW], counts[actions.GONE]
    said = [ngettext("%(n)s need renewed.", "%(n)s needs renewed.", new) % {"n": new}]
    if gone:
        said.append(
            ngettext(
                "%(n)s has no gap any more and is left behind.", "%(n)s have no gap any more and are left behind.", gone
            )
            % {"n": gone}
        )
    messages.success(request, " ".join(said))
