"""What changed in the benchmark after the plans, for coordinators: all clusters, one cluster, the table as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.access import allowed
from lms.clusters.models import Cluster
from lms.pages.trail import Step

from .effect_file import FILES
from .effect_page import EffectPage
from .effect_reading import read_effects
from .permissions import can_edit_plans


@allowed(can_edit_plans)
@require_safe
def effect(request: HttpRequest) -> HttpResponse:
    """Show every cluster whose plan a later closed round followed."""
    context = {"page": EffectPage(read_effects()), "crumbs": [Step(_("What changed after the plans"))]}
    return render(request, "courses/effect.html", context)


@allowed(can_edit_plans, otherwise_hidden=True)
@require_safe
def cluster_effect(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one cluster, indicator by indicator."""
    cluster = get_object_or_404(Cluster, slug=slug)
    page = EffectPage(read_effects(cluster))
    context = {
        "cluster": cluster,
        "page": page,
        "row": page.rows[0] if page.rows else None,
        "crumbs": [Step(_("What changed after the plans"), reverse("courses:effect")), Step(cluster.name)],
    }
    return render(request, "courses/effect_cluster.html", context)


@allowed(can_edit_plans)
@require_safe
def effect_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the table of clusters as CSV, or with that of the indicators as XLSX."""
    if kind not in FILES:
        raise Http404
    return FILES[kind](EffectPage(read_effects()))
