"""A plan as a file to print, for whoever may see its page."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.access import signed_in
from lms.needs.addresses import owner_or_404
from lms.needs.beneficiaries import Beneficiary, owned_by
from lms.pdf.responses import pdf_response
from lms.pdf.words import said

from .models import TrainingPlan
from .permissions import can_see_plans_of
from .plan_addresses import plan_address
from .plan_page import plan_page
from .plan_pdf import plan_pdf, title_of

SHOWN_FIRST = (TrainingPlan.Status.DRAFT, TrainingPlan.Status.PUBLISHED)


@signed_in
@require_safe
def plan_file(request: HttpRequest, **whose: Any) -> HttpResponse:
    """Print the version that `show` names, a status or a number; else the one that the page shows."""
    owner = owner_or_404(**whose)
    if not can_see_plans_of(request.user, owner):
        raise Http404
    plan = _asked_version(request, owner)
    page = plan_page(plan)
    printed = plan_pdf(
        page,
        made_at=timezone.now(),
        address=request.build_absolute_uri(_address(owner, plan)),
        programme=settings.WAGTAIL_SITE_NAME,
        warning=said("components/demonstration_words.html", request),
    )
    return pdf_response(printed, f"{title_of(page)} – {plan.version}")


def _asked_version(request: HttpRequest, owner: Beneficiary) -> TrainingPlan:
    visible = TrainingPlan.objects.visible_to(request.user).filter(**owned_by(owner))
    known: dict[str, int] = {}
    for pk, version, status in visible.values_list("pk", "version", "status"):
        known[str(version)] = pk
        if status in SHOWN_FIRST:
            known[status] = pk
    asked = request.GET.get("show", "")
    wanted = (asked,) if asked.isdigit() else (asked, *SHOWN_FIRST)
    found = next((known[name] for name in wanted if name in known), None)
    return get_object_or_404(visible.for_page(), pk=found)


def _address(owner: Beneficiary, plan: TrainingPlan) -> str:
    if plan.is_replaced:
        return plan_address(owner, "plan_version", plan.version)
    return f"{plan_address(owner)}?show={plan.status}"
