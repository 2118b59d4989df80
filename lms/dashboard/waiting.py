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
from lms.training.models import Offering

from .waiting_counts import Found, waiting_counts

Owner = Cluster | Offering
Address = Callable[[Any], str]  # of an Owner, or of none


@dataclass(frozen=True)
class Kind:
    """How many there are in words, and where they are settled; the address asks for the owner, when it is one.

    `of`: what the owner is, a cluster or an offering. `is_by_owner`: there is no page of all of them, so the line leads
    to the first owner that has some. `counts_owners`: what is said is in how many clusters there are some.
    """

    words: Any
    address: Address
    of: type[Owner] = Cluster
    is_by_owner: bool = False
    counts_owners: bool = False


def waiting_lines(now: datetime) -> list[tuple[str, str]]:
    """Return a line for each kind of thing of which there is at least one, the most pressing first.

    Two queries however many there are, and a third when some are of offerings.
    """
    counts = {code: found for code, found in waiting_counts(now).items() if found.count}
    firsts = {model: _firsts(model, counts) for model in (Cluster, Offering)}
    return [
        _line(kind, counts[code], firsts[kind.of].get(counts[code].first or 0))
        for code, kind in KINDS.items()
        if code in counts
    ]


def _firsts(model: Any, counts: dict[str, Found]) -> dict[int, Any]:
    """Return the first owners of this kind, by key."""
    found: dict[int, Any] = model.objects.in_bulk(
        [each.first for code, each in counts.items() if each.first and KINDS[code].of is model]
    )
    return found


def _line(kind: Kind, found: Found, first: Any) -> tuple[str, str]:
    text = kind.words % {"count": found.owners if kind.counts_owners else found.count}
    if kind.is_by_owner and found.owners > 1:
        name = first.title if kind.of is Offering else first
        text = _("%(what)s: begin with %(cluster)s") % {"what": text, "cluster": name}
    return text, kind.address(first if kind.is_by_owner or found.owners == 1 else None)


def _page(name: str, query: str = "") -> Address:
    """Lead to one page for all of them."""
    return lambda owner: reverse(name) + query


def _of(name: str, elsewhere: Address) -> Address:
    """Lead to a page of the cluster, or elsewhere when there are several."""
    return lambda cluster: reverse(name, args=[cluster.slug]) if cluster else elsewhere(None)


def _in(name: str, elsewhere: Address) -> Address:
    """Lead to a page of the offering, or elsewhere when there are several."""
    return lambda offering: reverse(name, args=[offering.code]) if offering else elsewhere(None)


OVERVIEW = _page("benchmarking:overview")
MESSAGES = "message_admin:index"
OFFERINGS = "offering_admin:index"
KINDS = {
    "offers_end": Kind(
        ngettext_lazy(
            "%(count)s offered seat that expires within 24 hours",
            "%(count)s offered seats that expire within 24 hours",
            "count",
        ),
        _in("training:people", _page("enrolment_admin:index", "?status=offered")),
        of=Offering,
    ),
    "unsigned": Kind(
        ngettext_lazy(
            "%(count)s session that is over and not signed off",
            "%(count)s sessions that are over and not signed off",
            "count",
        ),
        _in("training:register", _page("trainingsession_admin:index", "?unsigned=true")),
        of=Offering,
    ),
    "applications": Kind(
        ngettext_lazy("%(count)s application to decide", "%(count)s applications to decide", "count"),
        _in("training:people", _page("enrolment_admin:index", "?status=applied")),
        of=Offering,
    ),
    "seats_free": Kind(
        ngettext_lazy(
            "%(count)s offering that has begun with a free seat beside a queue",
            "%(count)s offerings that have begun with a free seat beside a queue",
            "count",
        ),
        _in("training:people", _page(OFFERINGS, "?waiting=seats")),
        of=Offering,
    ),
    "to_close": Kind(
        ngettext_lazy(
            "%(count)s offering that is over and not closed",
            "%(count)s offerings that are over and not closed",
            "count",
        ),
        _in("training:close", _page(OFFERINGS, "?waiting=closing")),
        of=Offering,
    ),
    "to_certify": Kind(
        ngettext_lazy(
            "%(count)s person who passed and has no certificate",
            "%(count)s people who passed and have no certificate",
            "count",
        ),
        _in("certificates:issue", _page(OFFERINGS, "?status=closed")),
        of=Offering,
        is_by_owner=True,
    ),
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
        counts_owners=True,
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
        is_by_owner=True,
    ),
    "improvements": Kind(
        ngettext_lazy("%(count)s area of improvement to look at", "%(count)s areas of improvement to look at", "count"),
        _of("labels:track", OVERVIEW),
        is_by_owner=True,
    ),
    "proposals": Kind(
        ngettext_lazy("%(count)s label proposed", "%(count)s labels proposed", "count"),
        _page("labelproposal_admin:index", "?status=open"),
    ),
    "expiring": Kind(
        ngettext_lazy("%(count)s label expires within 90 days", "%(count)s labels expire within 90 days", "count"),
        _of("labels:track", OVERVIEW),
        is_by_owner=True,
    ),
    "drafts": Kind(
        ngettext_lazy("%(count)s offering not published yet", "%(count)s offerings not published yet", "count"),
        _in("training:sessions", _page(OFFERINGS, "?status=draft")),
        of=Offering,
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
