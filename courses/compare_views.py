"""Pages of a plan's versions, for coordinators: all of them, an old one, two side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.access import allowed
from lms.needs.addresses import owner_or_404
from lms.needs.beneficiaries import Beneficiary, owned_by

from .models import TrainingPlan
from .permissions import can_edit_plans
from .plan_addresses import plan_address
from .plan_compare_page import chosen_versions, compare_page
from .plan_curve_page import CurvePage
from .plan_page import plan_page

Status = TrainingPlan.Status


@allowed(can_edit_plans, otherwise_hidden=True)
@require_safe
def plan_versions(request: HttpRequest, **whose: Any) -> HttpResponse:
    """Show every version of a plan, the latest first."""
    owner = owner_or_404(**whose)
    versions = list(_versions_of(owner).select_related("computed_by", "published_by"))
    return render(request, "courses/plan_versions.html", {"owner": owner, "versions": versions})


@allowed(can_edit_plans, otherwise_hidden=True)
@require_safe
def plan_version(request: HttpRequest, version: int, **whose: Any) -> HttpResponse:
    """Show a version that a later one replaced, or that was set aside; the others have their own address."""
    owner = owner_or_404(**whose)
    plan = get_object_or_404(_versions_of(owner).for_page(), version=version)
    if not plan.is_replaced:
        return redirect(f"{plan_address(owner)}?show={plan.status}")
    context = {"owner": owner, "page": plan_page(plan), "curve": _curve_of(plan)}
    return render(request, "courses/plan.html", context)


@allowed(can_edit_plans, otherwise_hidden=True)
@require_safe
def plan_compare(request: HttpRequest, **whose: Any) -> HttpResponse:
    """Show two versions side by side; which ones, the address says."""
    owner = owner_or_404(**whose)
    versions = list(_versions_of(owner))
    context: dict[str, Any] = {"owner": owner, "versions": versions}
    if len(versions) > 1:
        left, right = chosen_versions(versions, request.GET.get("left", ""), request.GET.get("right", ""))
        context |= {"left": left, "right": right} | _compared(owner, left, right)
    return render(request, "courses/plan_compare.html", context)


def _curve_of(plan: TrainingPlan) -> CurvePage | None:
    """Return the curve of a replaced version; of one that was set aside before it was found there is nothing to say."""
    return None if plan.status == Status.SET_ASIDE and not plan.curve else CurvePage(plan, timezone.now())


def _versions_of(owner: Beneficiary) -> Any:
    return TrainingPlan.objects.filter(**owned_by(owner)).order_by("-version")


def _compared(owner: Beneficiary, left: str, right: str) -> dict[str, Any]:
    """Return the comparison, or the sentence that says why there is none."""
    asked = [number for number in (left, right) if number.isascii() and number.isdigit() and len(number) < 7]
    found = {str(plan.version): plan for plan in _versions_of(owner).filter(version__in=asked).for_page()}
    if left not in found or right not in found:
        return {"problem": _("There is no such version: choose two versions from the lists.")}
    if left == right:
        return {"problem": _("This is one and the same version twice: choose two different ones.")}
    return {"compared": compare_page(found[left], found[right])}
