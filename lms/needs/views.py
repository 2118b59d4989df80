"""Pages of training needs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.access import allowed
from lms.people.permissions import is_coordinator


@allowed(is_coordinator)
@require_safe
def needs(request: HttpRequest, slug: str) -> HttpResponse:
    """Turn a cluster's gaps into training needs."""
    return render(request, "needs/needs.html", {})
