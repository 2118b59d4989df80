"""Pages on which needs are declared and taken back: the same for a cluster and for an official.

`whose` is the part of the address that names the cluster or official.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.access import allowed, signed_in

from . import declaring
from .actions import drop_need
from .addresses import needs_address, owner_or_404
from .attempts import attempt, now_by
from .beneficiaries import Beneficiary, owned_by
from .forms import DeclareForm, ReasonForm, TakeOverForm, WithdrawForm
from .models import TrainingNeed
from .permissions import can_decide_needs, can_declare_need, can_withdraw_need
from .suggestions import suggestions_for

form_page = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@form_page
def declare(request: HttpRequest, **whose: Any) -> HttpResponse:
    """Declare a need without a score, or change what was declared."""
    owner = _declarable_or_404(request, whose)
    form = DeclareForm(request.POST or None, declared=_declared_by(owner), wanted=request.GET.get("competence", ""))
    need = attempt(form, lambda data: declaring.declare_need(owner=owner, **data, **now_by(request)))
    if need is None:
        context = {"owner": owner, "form": form, "suggestions": suggestions_for(owner)}
        return render(request, "needs/declare.html", context | {"is_mine": owner == request.user})
    messages.success(request, _("Declared: %(need)s. It counts for the next plan.") % {"need": need.competence})
    return redirect(needs_address(owner))


@signed_in
@require_POST
def take_over(request: HttpRequest, **whose: Any) -> HttpResponse:
    """Make a need of a gap between ratings and target."""
    owner = _declarable_or_404(request, whose)
    form = TakeOverForm(request.POST)
    need = attempt(form, lambda data: declaring.take_over_gap(person=owner, **data, **now_by(request)))
    if need is None:
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    else:
        messages.success(request, _("Taken over: %(need)s. It counts for the next plan.") % {"need": need.competence})
    return redirect(needs_address(owner))


@signed_in
@form_page
def withdraw(request: HttpRequest, need: int, **whose: Any) -> HttpResponse:
    """Take a declared need back, with the reason."""
    owner = owner_or_404(**whose)
    found = _need_or_404(request, owner, need)
    if not can_withdraw_need(request.user, found):
        raise Http404
    form = WithdrawForm(request.POST or None)
    withdrawn = attempt(form, lambda data: declaring.withdraw_need(need=found, **data, **now_by(request)))
    if withdrawn is None:
        return render(request, "needs/withdraw.html", {"owner": owner, "need": found, "form": form})
    name = found.competence
    messages.success(request, _("Withdrawn: %(need)s. Plans made from now on leave it out.") % {"need": name})
    return redirect(needs_address(owner))


@allowed(can_decide_needs, otherwise_hidden=True)
@form_page
def drop(request: HttpRequest, need: int, **whose: Any) -> HttpResponse:
    """Drop a need, with the reason."""
    owner = owner_or_404(**whose)
    found = _need_or_404(request, owner, need)
    form = ReasonForm(request.POST or None)
    dropped = attempt(form, lambda data: drop_need(need=found, **data, **now_by(request)))
    if dropped is None:
        return render(request, "needs/drop.html", {"owner": owner, "need": found, "form": form})
    name = found.indicator or found.competence
    messages.success(request, _("Dropped: %(need)s. Plans made from now on leave it out.") % {"need": name})
    return redirect(needs_address(owner))


def _declarable_or_404(request: HttpRequest, whose: dict[str, Any]) -> Beneficiary:
    """Return the cluster or official, when this person may declare for it."""
    owner = owner_or_404(**whose)
    if not can_declare_need(request.user, owner):
        raise Http404
    return owner


def _need_or_404(request: HttpRequest, owner: Beneficiary, pk: int) -> TrainingNeed:
    needs = TrainingNeed.objects.visible_to(request.user).for_page()
    return get_object_or_404(needs, **owned_by(owner), pk=pk)


def _declared_by(owner: Beneficiary) -> dict[int, TrainingNeed]:
    """Return the declared needs by competence, whether they count or were left out."""
    needs = TrainingNeed.objects.filter(**owned_by(owner), origin=TrainingNeed.Origin.DECLARED).select_related(
        "competence"
    )
    return {need.competence_id: need for need in needs if need.competence_id}
