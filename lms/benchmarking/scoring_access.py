"""Gets what a page of scoring is about, or answers 404 to whoever may not know that it is there."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.clusters.models import Cluster

from .models import Assessment, EvidenceFile
from .permissions import can_open_scoring

Crumbs = list[dict[str, str]]


def scored_cluster(request: HttpRequest, slug: str) -> Cluster:
    """Return a cluster that the person has a part in scoring."""
    cluster = get_object_or_404(Cluster, slug=slug)
    if not can_open_scoring(request.user, cluster):
        raise Http404
    return cluster


def scored_assessment(request: HttpRequest, slug: str, pk: int) -> Assessment:
    """Return an assessment that the person scores or reads on the pages of scoring."""
    rows = Assessment.objects.scored_by_hand(request.user).select_related("cluster", "framework", "closed_by")
    return get_object_or_404(rows, cluster__slug=slug, pk=pk)


def readable_evidence(request: HttpRequest, slug: str, pk: int, key: Any) -> EvidenceFile:
    """Return a file of evidence of such an assessment; of what assessors write apart, the own ones only."""
    rows = EvidenceFile.objects.readable_by(request.user).select_related("assessment", "indicator")
    mine = rows.filter(assessment__in=Assessment.objects.scored_by_hand(request.user).values("pk"))
    return get_object_or_404(mine, assessment=pk, assessment__cluster__slug=slug, key=key)


def address_of(assessment: Assessment, page: str = "score") -> str:
    """Return where an assessment is scored, or one of the pages about it."""
    return reverse(f"benchmarking:{page}", args=[assessment.cluster.slug, assessment.pk])


def cluster_crumbs(cluster: Cluster, *more: tuple[str, str]) -> Crumbs:
    """Return the way to a page of scoring."""
    return [
        {"label": _("Clusters"), "url": reverse("dashboard:clusters")},
        {"label": cluster.name, "url": reverse("dashboard:cluster", args=[cluster.slug])},
        {"label": _("Benchmark"), "url": reverse("benchmarking:benchmark", args=[cluster.slug])},
        {"label": _("Assessments by hand"), "url": reverse("benchmarking:scoring", args=[cluster.slug])},
        *({"label": label, "url": url} for label, url in more),
    ]


def assessment_crumbs(assessment: Assessment, page: str = "") -> Crumbs:
    """Return the way to an assessment, or to a page below it."""
    kind = str(Assessment.Kind(assessment.kind).label)
    own = f"{kind}, {date_format(assessment.assessed_on)}"
    steps = [(own, address_of(assessment)), (page, "")] if page else [(own, "")]
    return cluster_crumbs(assessment.cluster, *steps)
