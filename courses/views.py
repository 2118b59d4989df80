"""Pages of training plans: all clusters, one plan, its computation, its publication."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.access import allowed, signed_in
from lms.clusters.models import Cluster
from lms.needs.models import TrainingNeed

from . import actions
from .forms import DROPPED, PINNED, PlanForm, PublishForm
from .models import Module, TrainingPlan
from .permissions import can_edit_plans, can_see_plans_of
from .plan_overview import cluster_rows
from .plan_page import changes_between, plan_page
from .plan_titles import titles_of

form_page = require_http_methods(["GET", "HEAD", "POST"])
DRAFT, PUBLISHED = TrainingPlan.Status.DRAFT, TrainingPlan.Status.PUBLISHED


@allowed(can_edit_plans)
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Show where every cluster stands on the way to its plan."""
    return render(request, "courses/plans.html", {"rows": cluster_rows()})


@signed_in
@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a cluster's plan: the published one to its managers and tutors, the draft too to coordinators."""
    cluster = get_object_or_404(Cluster, slug=slug)
    if not can_see_plans_of(request.user, cluster):
        raise Http404
    may_edit = can_edit_plans(request.user)
    versions = {found.status: found for found in _versions(request, cluster)}
    shown = _shown(versions, request.GET.get("show", "") if may_edit else "published")
    context = {
        "cluster": cluster,
        "may_edit": may_edit,
        "versions": versions,
        "page": plan_page(shown) if shown else None,
        "is_outdated": bool(may_edit and shown and shown.status == DRAFT and actions.is_outdated(shown)),
        "has_needs": shown is None and may_edit and TrainingNeed.objects.for_plans().filter(cluster=cluster).exists(),
    }
    return render(request, "courses/plan.html", context)


@allowed(can_edit_plans)
@form_page
def plan_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Set hours, languages and wishes, and compute the draft."""
    cluster = get_object_or_404(Cluster, slug=slug)
    modules = list(Module.objects.for_planning())
    before = _shown({found.status: found for found in _versions(request, cluster)}, "draft")
    form = PlanForm(
        request.POST or None, modules=modules, titles=titles_of(modules), initial=_initial(before), label_suffix=""
    )
    if form.is_valid():
        try:
            actions.compute_plan(cluster=cluster, **form.wish(), by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The draft is computed. Read it, then publish it."))
            return redirect(f"{reverse('courses:plan', args=[slug])}?show=draft")
    needs = TrainingNeed.objects.for_plans().filter(cluster=cluster).count()
    return render(request, "courses/plan_edit.html", {"cluster": cluster, "form": form, "needs": needs, "plan": before})


@allowed(can_edit_plans)
@form_page
def plan_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the draft changes, and publish it when the coordinator confirms."""
    cluster = get_object_or_404(Cluster, slug=slug)
    versions = {found.status: found for found in _versions(request, cluster)}
    draft = versions.get(DRAFT)
    if draft is None:
        messages.info(request, _("There is no draft to publish: compute one first."))
        return redirect("courses:plan", slug)
    form = PublishForm(request.POST or None, initial={"computed_at": draft.computed_at.isoformat()})
    if request.method == "POST" and _publish(request, draft, form):
        return redirect(f"{reverse('courses:plan', args=[slug])}?show=published")
    return render(request, "courses/plan_publish.html", _publish_context(draft, versions.get(PUBLISHED)))


def _publish(request: HttpRequest, draft: TrainingPlan, form: PublishForm) -> bool:
    """Publish the draft that the person read; say why not otherwise."""
    if not form.is_valid() or form.cleaned_data["computed_at"] != draft.computed_at.isoformat():
        messages.error(request, _("The draft was computed again since you read it: read it once more, then publish."))
        return False
    try:
        done = actions.publish_plan(plan=draft, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, _("Version %(version)s is published.") % {"version": done.version})
    return True


def _publish_context(draft: TrainingPlan, published: TrainingPlan | None) -> dict[str, Any]:
    page = plan_page(draft)
    return {
        "cluster": draft.cluster,
        "page": page,
        "changes": changes_between(plan_page(published), page) if published else None,
        "form": PublishForm(initial={"computed_at": draft.computed_at.isoformat()}),
        "is_outdated": actions.is_outdated(draft),
    }


def _versions(request: HttpRequest, cluster: Cluster) -> list[TrainingPlan]:
    """Return the draft and the published plan of a cluster, as far as this person may see them."""
    return list(TrainingPlan.objects.visible_to(request.user).current().filter(cluster=cluster).for_page())


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
