"""Pages of training plans: all of them, one plan, its computation, its publication.

The pages of one plan are the same for a cluster and for an official: `whose` is the part of the address that names it.
"""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch

from lms.access import allowed, person_of, signed_in
from lms.clusters.models import Cluster
from lms.needs.addresses import owner_or_404
from lms.needs.beneficiaries import Beneficiary, owned_by
from lms.needs.models import TrainingNeed
from lms.pages.htmx import is_htmx

from . import actions
from .curve_views import is_asked_again
from .forms import DROPPED, PINNED, OfficialPlanForm, PlanForm, PublishForm, asked_hours
from .models import Module, TrainingPlan
from .permissions import can_edit_plans, can_see_plans_of
from .plan_addresses import plan_address
from .plan_basis import says_the_same
from .plan_curve_page import CurvePage
from .plan_inputs import FOR_OFFICIALS
from .plan_overview import plan_rows
from .plan_page import changes_between, plan_page
from .plan_titles import titles_of
from .tasks import ask_for_curve, compute_in_background

form_page = require_http_methods(["GET", "HEAD", "POST"])
# Needs x modules up to which a plan is computed while the person waits; 31 x 18 take 20-110 ms, 36 x 200 up to 370 ms.
AT_ONCE = 2_000
DRAFT_IS_THERE = gettext_lazy("The draft is computed. Read it, then publish it.")
DRAFT, PUBLISHED = TrainingPlan.Status.DRAFT, TrainingPlan.Status.PUBLISHED


@allowed(can_edit_plans)
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Show where every cluster and every official stands on the way to a plan."""
    clusters, officials = plan_rows(timezone.localdate())
    return render(request, "courses/plans.html", {"rows": clusters, "officials": officials})


@signed_in
@require_safe
def plan(request: HttpRequest, **whose: Any) -> HttpResponse:
    """Show a plan: the published one to those whom it is for, the draft too to coordinators."""
    owner = owner_or_404(**whose)
    if not can_see_plans_of(request.user, owner):
        raise Http404
    may_edit = can_edit_plans(request.user)
    versions = {found.status: found for found in _versions(request, owner)}
    shown = _shown(versions, request.GET.get("show", ""))
    is_outdated = bool(may_edit and shown and shown.status == DRAFT and actions.is_outdated(shown))
    curve = CurvePage(shown, timezone.now(), is_asked_again(request), is_outdated) if may_edit and shown else None
    context = {
        "owner": owner,
        "may_edit": may_edit,
        "versions": versions,
        "page": plan_page(shown) if shown else None,
        "is_outdated": is_outdated,
        "curve": curve,
        "same_as": _said_already(versions) if shown and shown.status == DRAFT else None,
        "has_needs": shown is None and may_edit and _needs_of(owner).exists(),
    }
    return render(request, "courses/plan.html", context)


@allowed(can_edit_plans, otherwise_hidden=True)
@form_page
def plan_edit(request: HttpRequest, **whose: Any) -> HttpResponse:
    """Set hours, languages and wishes, and compute the draft."""
    owner = owner_or_404(**whose)
    form_class, modules = _form_for(owner)
    before = _shown({found.status: found for found in _versions(request, owner)}, "draft")
    form = form_class(
        request.POST or None,
        modules=modules,
        titles=titles_of(modules),
        initial=_initial(before) | asked_hours(request.GET.get("hours", "")),
        label_suffix="",
    )
    needs = _needs_of(owner).count()
    if form.is_valid():
        if needs * len(modules) > AT_ONCE:
            return _compute_later(request, owner, form.wish())
        if _compute(request, owner, form):
            return redirect(_draft_address(owner))
    return render(request, "courses/plan_edit.html", {"owner": owner, "form": form, "needs": needs, "plan": before})


@allowed(can_edit_plans, otherwise_hidden=True)
@form_page
def plan_publish(request: HttpRequest, **whose: Any) -> HttpResponse:
    """Show what the draft changes, and publish it when the coordinator confirms."""
    owner = owner_or_404(**whose)
    versions = {found.status: found for found in _versions(request, owner)}
    draft = versions.get(DRAFT)
    if draft is None:
        messages.info(request, _("There is no draft to publish: compute one first."))
        return redirect(plan_address(owner))
    form = PublishForm(request.POST or None, initial={"computed_at": draft.computed_at.isoformat()})
    if request.method == "POST" and _publish(request, draft, form):
        return redirect(f"{plan_address(owner)}?show=published")
    return render(request, "courses/plan_publish.html", _publish_context(draft, versions.get(PUBLISHED)))


@allowed(can_edit_plans, otherwise_hidden=True)
@require_safe
def plan_progress(request: HttpRequest, task: uuid.UUID, **whose: Any) -> HttpResponse:
    """Show how a computation in the background is getting on; its page asks again every second."""
    owner = owner_or_404(**whose)
    result = _result_or_404(owner, task)
    problems = _problems(result)
    if problems == []:
        messages.success(request, DRAFT_IS_THERE)
        draft = _draft_address(owner)
        return HttpResponseClientRedirect(draft) if is_htmx(request) else redirect(draft)
    template = "courses/_plan_progress.html" if is_htmx(request) else "courses/plan_progress.html"
    return render(request, template, {"owner": owner, "problems": problems, "path": request.path})


def _form_for(owner: Beneficiary) -> tuple[type[PlanForm], list[Module]]:
    """Return the form and the modules to wish for: an official is not shown the many that are for managers."""
    modules = list(Module.objects.for_planning())
    if isinstance(owner, Cluster):
        return PlanForm, modules
    return OfficialPlanForm, [module for module in modules if module.audience in FOR_OFFICIALS]


def _needs_of(owner: Beneficiary) -> Any:
    return TrainingNeed.objects.for_plans().filter(**owned_by(owner))


def _compute(request: HttpRequest, owner: Beneficiary, form: PlanForm) -> bool:
    """Compute at once; what stands in the way becomes mistakes of the form."""
    try:
        made = actions.compute_plan(owner=owner, **form.wish(), by=person_of(request), now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    ask_for_curve(made)
    messages.success(request, DRAFT_IS_THERE)
    return True


def _compute_later(request: HttpRequest, owner: Beneficiary, wish: dict[str, Any]) -> HttpResponse:
    result = compute_in_background.enqueue(
        **_named(owner), by=int(request.user.pk or 0), language=get_language() or "it", wish=wish
    )
    return redirect(plan_address(owner, "plan_progress", result.id))


def _named(owner: Beneficiary) -> dict[str, int]:
    """Return whose plan it is as a task carries it: exactly one of the two."""
    return {"cluster": owner.pk} if isinstance(owner, Cluster) else {"person": owner.pk}


def _result_or_404(owner: Beneficiary, task: uuid.UUID) -> TaskResult[Any]:
    """Return the computation, when it is one of this cluster or official."""
    try:
        result = compute_in_background.get_result(str(task))
    except (TaskResultDoesNotExist, TaskResultMismatch) as error:
        raise Http404 from error
    if not _named(owner).items() <= result.kwargs.items():
        raise Http404
    return result


def _problems(result: TaskResult[Any]) -> list[str] | None:
    """Return what stood in the way of a computation, nothing when all went well, none while it runs."""
    if result.status == TaskResultStatus.SUCCESSFUL:
        return list(result.return_value or [])
    if result.status == TaskResultStatus.FAILED:
        return [_("The computation broke off. Try it again; if it breaks off again, tell the operators of the site.")]
    return None


def _draft_address(owner: Beneficiary) -> str:
    return f"{plan_address(owner)}?show=draft"


def _publish(request: HttpRequest, draft: TrainingPlan, form: PublishForm) -> bool:
    """Publish the draft that the person read; say why not otherwise."""
    if not form.is_valid() or form.cleaned_data["computed_at"] != draft.computed_at.isoformat():
        messages.error(request, _("The draft was computed again since you read it: read it once more, then publish."))
        return False
    try:
        done = actions.publish_plan(plan=draft, by=person_of(request), now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, _("Version %(version)s is published.") % {"version": done.version})
    return True


def _publish_context(draft: TrainingPlan, published: TrainingPlan | None) -> dict[str, Any]:
    page = plan_page(draft)
    return {
        "owner": draft.owner,
        "page": page,
        "changes": changes_between(plan_page(published), page) if published else None,
        "form": PublishForm(initial={"computed_at": draft.computed_at.isoformat()}),
        "is_outdated": actions.is_outdated(draft),
        "same_as": _said_already({DRAFT: draft, PUBLISHED: published} if published else {}),
    }


def _said_already(versions: dict[str, TrainingPlan]) -> TrainingPlan | None:
    """Return the published version when the draft says the same."""
    draft, published = versions.get(DRAFT), versions.get(PUBLISHED)
    return published if draft and published and says_the_same(draft, published) else None


def _versions(request: HttpRequest, owner: Beneficiary) -> list[TrainingPlan]:
    """Return the draft and the published plan of a cluster or official, as far as this person may see them."""
    return list(TrainingPlan.objects.visible_to(request.user).current().filter(**owned_by(owner)).for_page())


def _shown(versions: dict[str, TrainingPlan], asked: str) -> TrainingPlan | None:
    """Return the version that was asked for, else the draft, else the published one."""
    return versions.get(asked) or versions.get(DRAFT) or versions.get(PUBLISHED)


def _initial(before: TrainingPlan | None) -> dict[str, Any]:
    """Start from the draft, or from the published plan: its hours, languages and wishes."""
    if before is None:
        return {}
    wishes = {line.module_id: PINNED if line.is_pinned else DROPPED for line in before.lines.all() if _is_wish(line)}
    return {
        "hours": f"{(Decimal(before.budget_minutes) / 60).quantize(Decimal('0.01')).normalize():f}",
        "languages": before.languages,
        **{f"module_{pk}": choice for pk, choice in wishes.items()},
    }


def _is_wish(line: Any) -> bool:
    return bool(line.is_pinned or line.is_dropped)
