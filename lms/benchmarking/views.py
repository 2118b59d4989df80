"""Pages of the benchmark."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.access import allowed, signed_in
from lms.people.permissions import is_coordinator


@allowed(is_coordinator)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show all clusters side by side."""
    return render(request, "benchmarking/overview.html", {})


@signed_in
@require_safe
def benchmark(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one cluster's benchmark to those who may read it."""
    return render(request, "benchmarking/benchmark.html", {})
