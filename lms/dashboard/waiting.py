"""What waits for a coordinator: words and the address where it is settled, for the desk and the admin's first page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from lms.clusters.models import Cluster
from lms.outbox.models import Message

from .waiting_counts import Found, waiting_counts

Address = Callable[[Cluster | None], str]


@dataclass(frozen=True)
class Kind:
    """How many there are in words, and where they are settled; the address asks for the cluster, when it is one.

    `is_by_cluster`: there is no page of all of them, so the line leads to the first cluster that has some.
    `counts_clusters`: what is said is in how many clusters there are some.
    """

    words: Any
    address: Address
    is_by_cluster: bool = False
    counts_clusters: bool = False


def waiting_lines(now: datetime) -> list[tuple[str, str]]:
    """Return a line for each kind of thing of which there is at least one: two queries, however many there are."""
    counts = waiting_counts(now)
    firsts = Cluster.objects.in_bulk([found.first for found in counts.values() if found.first])
    return [
        _line(kind, counts[code], firsts.get(counts[code].first or 0))
        for code, kind in KINDS.items()
        if counts[code].count
    ]


def _line(kind: Kind, found: Found, first: Cluster | None) -> tuple[str, str]:
    text = kind.words % {"count": found.clusters if kind.counts_clusters else found.count}
    if kind.is_by_cluster and found.clusters > 1:
        text = _("%(what)s: begin with %(cluster)s") % {"what": text, "cluster": first}
    return text, kind.address(first if kind.is_by_cluster or found.clusters == 1 else None)


def _page(name: str, query: str = "") -> Address:
    """Lead to one page for all of them."""
    return lambda cluster: reverse(name) + query


def _of(name: str, elsewhere: Address) -> Address:
    """Lead to a page of the cluster, or elsewhere when there are several."""
    return lambda cluster: reverse(name, args=[cluster.slug]) if cluster else elsewhere(None)


OVERVIEW = _page("benchmarking:overview")
MESSAGES = "message_admin:index"
KINDS = {
    "submitted": Kind(
        ngettext_lazy(
            "%(count)s self-assessment submitted, to be closed",
            "%(count)s self-assessments submitted, to be closed",
            "count",
        ),
        _of("benchmarking:scoring", _page("assessment_admin:index", "?waiting=submitted")),
    ),
    "assessments": Kind(
        ngettext_lazy("%(count)s open assessment", "%(count)s open assessments", "count"),
        _page("assessment_admin:index", "?status=open"),
    ),
    "renewals": Kind(
        ngettext_lazy(
            "%(count)s cluster whose needs wait to be renewed",
            "%(count)s clusters whose needs wait to be renewed",
            "count",
        ),
        _of("needs:needs", _page("courses:plans")),
        counts_clusters=True,
    ),
    "no_needs": Kind(
        ngettext_lazy("%(count)s cluster without training needs", "%(count)s clusters without training needs", "count"),
        OVERVIEW,
    ),
    "no_plan": Kind(
        ngettext_lazy(
            "%(count)s cluster without a training plan", "%(count)s clusters without a training plan", "count"
        ),
        OVERVIEW,
    ),
    "evidence": Kind(
        ngettext_lazy("%(count)s piece of evidence to look at", "%(count)s pieces of evidence to look at", "count"),
        _of("labels:track", OVERVIEW),
        is_by_cluster=True,
    ),
    "improvements": Kind(
        ngettext_lazy("%(count)s area of improvement to look at", "%(count)s areas of improvement to look at", "count"),
        _of("labels:track", OVERVIEW),
        is_by_cluster=True,
    ),
    "proposals": Kind(
        ngettext_lazy("%(count)s label proposed", "%(count)s labels proposed", "count"),
        _page("labelproposal_admin:index", "?status=open"),
    ),
    "expiring": Kind(
        ngettext_lazy("%(count)s label expires within 90 days", "%(count)s labels expire within 90 days", "count"),
        _of("labels:track", OVERVIEW),
        is_by_cluster=True,
    ),
    "erasures": Kind(  # the clock carries it out, but whoever leaves may still have duties to hand over
        ngettext_lazy("%(count)s request of erasure", "%(count)s requests of erasure", "count"),
        _page("erasurerequest_admin:index", "?status=open"),
    ),
    "given_up": Kind(
        ngettext_lazy("%(count)s message given up", "%(count)s messages given up", "count"),
        _page(MESSAGES, f"?status={Message.Status.FAILED}"),
    ),
    "unanswered": Kind(
        ngettext_lazy(
            "%(count)s message whose answer is outstanding", "%(count)s messages whose answer is outstanding", "count"
        ),
        _page(MESSAGES, f"?status={Message.Status.HANDED_OVER}"),
    ),
    "jobs": Kind(
        ngettext_lazy("%(count)s job of the clock fails", "%(count)s jobs of the clock fail", "count"),
        _page("jobrun_admin:index", "?failed=true"),
    ),
}
