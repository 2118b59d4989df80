"""What a coordinator does with a draft besides its modules: the curve of its hours, its note, throwing it away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from lms.access import allowed, person_of
from lms.needs.addresses import owner_or_404
from lms.needs.beneficiaries import Beneficiary, owned_by
from lms.pages.htmx import is_htmx

from .actions import is_outdated
from .forms import NoteForm
from .models import TrainingPlan
from .permissions import can_edit_plans
from .plan_addresses import plan_address
from .plan_curve_page import CurvePage
from .plan_drafts import discard_draft
from .plan_note import write_note
from .tasks import ask_for_curve

ASKED = "asked"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@allowed(can_edit_plans, otherwise_hidden=True)
@form_page
def plan_curve(request: HttpRequest, **whose: Any) -> HttpResponse:
    """Answer a page that waits for the curve with the part that shows it; a POST asks for the curve again."""
    owner = owner_or_404(**whose)
    draft = _draft_of(owner)
    if request.method == "POST":
        return _ask_again(request, owner, draft)
    back = f"{plan_address(owner)}#hours"
    if not is_htmx(request):
        return redirect(back)
    if draft is None:
        return HttpResponseClientRedirect(back)
    curve = CurvePage(draft, timezone.now(), is_asked_again(request), not draft.curve and is_outdated(draft))
    return render(request, "courses/_plan_curve.html", {"owner": owner, "curve": curve})


@allowed(can_edit_plans, otherwise_hidden=True)
@form_page
def plan_note(request: HttpRequest, **whose: Any) -> HttpResponse:
    """Write or change the note of the draft."""
    owner = owner_or_404(**whose)
    draft = _draft_of(owner)
    if draft is None:
        messages.info(request, _("There is no draft to write a note on: compute one first."))
        return redirect(plan_address(owner))
    form = NoteForm(request.POST or None, initial={"note": draft.note})
    if form.is_valid() and _write_note(request, draft, form):
        return redirect(f"{plan_address(owner)}?show=draft")
    return render(request, "courses/plan_note.html", {"owner": owner, "plan": draft, "form": form})


@allowed(can_edit_plans, otherwise_hidden=True)
@form_page
def plan_discard(request: HttpRequest, **whose: Any) -> HttpResponse:
    """Ask whether the draft goes, and throw it away."""
    owner = owner_or_404(**whose)
    draft = _draft_of(owner)
    if draft is None:
        messages.info(request, _("There is no draft any more."))
        return redirect(plan_address(owner))
    if request.method == "POST":
        return _discard(request, owner, draft)
    return render(request, "courses/plan_discard.html", {"owner": owner, "plan": draft})


def is_asked_again(request: HttpRequest) -> bool:
    """Say whether the person asked for the curve once more, so that the page waits for it again."""
    return request.GET.get("curve") == ASKED


def _draft_of(owner: Beneficiary) -> TrainingPlan | None:
    drafts = TrainingPlan.objects.filter(**owned_by(owner), status=TrainingPlan.Status.DRAFT)
    return drafts.select_related("cluster", "person").prefetch_related("lines__module").first()


def _ask_again(request: HttpRequest, owner: Beneficiary, draft: TrainingPlan | None) -> HttpResponse:
    if draft is None:
        messages.info(request, _("There is no draft any more: compute one first."))
        return redirect(plan_address(owner))
    ask_for_curve(draft)
    return redirect(f"{plan_address(owner)}?show=draft&curve={ASKED}#hours")


def _write_note(request: HttpRequest, draft: TrainingPlan, form: NoteForm) -> bool:
    """Write the note; what stands in the way becomes a mistake of the form."""
    try:
        noted = write_note(plan=draft, **form.cleaned_data, by=person_of(request), now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("The note is written.") if noted.note else _("The draft has no note now."))
    return True


def _discard(request: HttpRequest, owner: Beneficiary, draft: TrainingPlan) -> HttpResponse:
    try:
        discard_draft(plan=draft, by=person_of(request), now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The draft is thrown away."))
    return redirect(plan_address(owner))
