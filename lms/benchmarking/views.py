"""Pages of the benchmark."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.access import allowed, signed_in
from lms.clusters.models import Cluster
from lms.people.permissions import is_coordinator

from .benchmark_page import Asked, BenchmarkPage, load_page
from .overview_csv import levels_csv, levels_filename
from .overview_page import AskedOverview, OverviewPage, load_overview
from .permissions import (
    can_import_benchmarks,
    can_open_scoring,
    can_open_training_plan,
    can_see_scores,
    can_set_target,
)
from .target_form import TargetForm


@allowed(is_coordinator)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show all clusters side by side."""
    crumbs = [{"label": _("Benchmarks"), "url": ""}]
    return render(request, "benchmarking/overview.html", {"page": _overview_page(request), "crumbs": crumbs})


@allowed(is_coordinator)
@require_safe
def overview_export(request: HttpRequest) -> HttpResponse:
    """Hand out the table of indicators and clusters as CSV; without any round the page says what to do."""
    page = _overview_page(request)
    if page is None:
        return redirect("benchmarking:overview")
    response = HttpResponse(levels_csv(page.table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{levels_filename(page)}"'
    return response


@signed_in
@require_safe
def benchmark(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one cluster's benchmark to those who may read it."""
    cluster = readable_cluster(request, slug)
    page = load_page(request.user, cluster, _asked(request))
    return _benchmark_response(request, cluster, page, _form(page) if page else None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def set_target(request: HttpRequest, slug: str) -> HttpResponse:
    """Set or remove the cluster's own target on one indicator, and show the scores against the targets.

    Whoever loads the address again after a mistake, or changes the language there, comes back to the page.
    """
    cluster = readable_cluster(request, slug)
    if request.method != "POST":
        return redirect(_address(slug, request.GET.urlencode()))
    if not can_set_target(request.user, cluster):
        raise Http404
    page = load_page(request.user, cluster, _asked(request))
    if page is None:
        return redirect("benchmarking:benchmark", slug)
    form = _form(page, request.POST)
    if not form.is_valid() or not form.save(cluster=cluster, by=request.user):
        return _benchmark_response(request, cluster, page, form)
    messages.success(request, form.outcome)
    return redirect(_address(slug, urlencode({"on": page.on, "reference": "target"})))


def readable_cluster(request: HttpRequest, slug: str) -> Cluster:
    """Return the cluster, or answer 404 to whoever may not know that it has scores."""
    cluster = get_object_or_404(Cluster, slug=slug)
    if not can_see_scores(request.user, cluster):
        raise Http404
    return cluster


def _overview_page(request: HttpRequest) -> OverviewPage | None:
    asked = {name: request.GET.get(name, "") for name in ("framework", "on", "group")}
    return load_overview(request.user, AskedOverview(**asked))


def _address(slug: str, query: str) -> str:
    return reverse("benchmarking:benchmark", args=[slug]) + (f"?{query}" if query else "")


def _asked(request: HttpRequest) -> Asked:
    return Asked(on=request.GET.get("on", ""), reference=request.GET.get("reference", ""))


def _form(page: BenchmarkPage, *data: object) -> TargetForm:
    return TargetForm(*data, indicators=[row.indicator for row in page.rows], levels=page.levels)


def _benchmark_response(
    request: HttpRequest, cluster: Cluster, page: BenchmarkPage | None, form: TargetForm | None
) -> HttpResponse:
    context = {
        "cluster": cluster,
        "crumbs": _crumbs(cluster),
        "page": page,
        "form": form,
        "can_set_target": can_set_target(request.user, cluster),
        "can_import": can_import_benchmarks(request.user),
        "can_open_scoring": can_open_scoring(request.user, cluster),
        "can_open_training_plan": can_open_training_plan(request.user, cluster),
        "is_coordinator": is_coordinator(request.user),
    }
    return render(request, "benchmarking/benchmark.html", context)


def _crumbs(cluster: Cluster) -> list[dict[str, str]]:
    return [
        {"label": _("Clusters"), "url": reverse("dashboard:clusters")},
        {"label": cluster.name, "url": reverse("dashboard:cluster", args=[cluster.slug])},
        {"label": _("Benchmark"), "url": ""},
    ]
