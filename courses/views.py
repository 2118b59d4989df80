"""Pages of training plans."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.access import allowed, signed_in
from lms.people.permissions import is_coordinator


@allowed(is_coordinator)
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Show the plans of all clusters."""
    return render(request, "courses/plans.html", {})


@signed_in
@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a cluster's plan to those who may read it."""
    return render(request, "courses/plan.html", {})
