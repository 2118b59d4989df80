"""How much of each kind waits for a coordinator, in one query."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, IntegerField, Min, QuerySet, Value
from django.utils import timezone

from lms.benchmarking.models import Assessment
from lms.certificates import due as certificates
from lms.clusters.models import Cluster
from lms.labels.models import ImprovementArea, LabelEvidence, LabelProposal
from lms.labels.models.evidence import Review
from lms.labels.reminding import not_renewed
from lms.needs.models import TrainingNeed
from lms.outbox.claims import STALE
from lms.outbox.models import Message
from lms.people.models import ErasureRequest
from lms.training import waiting as training
from lms.training.models import Offering

from .models import ClockJob

SOON = timedelta(days=90)  # a label that expires later than that is the reminders' matter


@dataclass(frozen=True)
class Found:
    """How many there are, of how many owners, and the key of the first of these; things of nobody have no owner.

    The owner is a cluster, or an offering: which of the two depends on the kind alone.
    """

    count: int = 0
    owners: int = 0
    first: int | None = None


def waiting_counts(now: datetime) -> dict[str, Found]:
    """Return what there is of each kind, also of those of which there is nothing."""
    counted = [_counted(kind, *rows) for kind, rows in _rows(now).items()]
    return {kind: Found(*facts) for kind, *facts in counted[0].union(*counted[1:], all=True)}


def _counted(kind: str, rows: Any, owner: str = "") -> "QuerySet[Any, Any]":
    """Return one row; `owner` is the column by which clusters, or offerings, are told apart."""
    of_nobody = (Value(0), Value(None, output_field=IntegerField()))
    owners, first = (Count(owner, distinct=True), Min(owner)) if owner else of_nobody
    named = rows.order_by().annotate(found_kind=Value(kind, output_field=CharField())).values("found_kind")
    facts: QuerySet[Any, Any] = named.annotate(
        found_count=Count("pk", distinct=True), found_owners=owners, found_first=first
    )
    return facts.values_list("found_kind", "found_count", "found_owners", "found_first")


def _rows(now: datetime) -> dict[str, tuple[Any, ...]]:
    today = timezone.localdate(now)
    opened = Assessment.objects.filter(status=Assessment.Status.OPEN)
    return {  # those of clusters come first: PostgreSQL takes the type of a column from the first two
        "assessments": (opened, "cluster"),
        "submitted": (opened.filter(kind=Assessment.Kind.SELF, submitted_at__isnull=False), "cluster"),
        "renewals": (TrainingNeed.objects.waiting_for_renewal(), "cluster"),
        "no_needs": (Cluster.objects.filter(needs=None), "pk"),
        "no_plan": (Cluster.objects.filter(plans=None), "pk"),
        "evidence": (LabelEvidence.objects.filter(review=Review.WAITING), "cluster"),
        "improvements": (ImprovementArea.objects.filter(review=Review.WAITING), "cluster"),
        "proposals": (LabelProposal.objects.filter(status=LabelProposal.Status.OPEN), "cluster"),
        "expiring": (not_renewed(today, today + SOON), "cluster"),
        "erasures": (ErasureRequest.objects.filter(status=ErasureRequest.Status.OPEN),),
        **_of_training(now),
        "given_up": (Message.objects.filter(status=Message.Status.FAILED),),
        "unanswered": (Message.objects.unanswered(now - STALE),),
        "jobs": (ClockJob.objects.filter(is_failing=True),),
    }


def _of_training(now: datetime) -> dict[str, tuple[Any, ...]]:
    """What waits in offerings: each with the offering that it is of."""
    return {
        "offers_end": (training.offers_that_end(now), "offering"),
        "applications": (training.applications(), "offering"),
        "unsigned": (training.unsigned(now), "offering"),
        "seats_free": (training.seats_beside_a_queue(now), "pk"),
        "to_close": (training.to_be_closed(now), "pk"),
        "to_certify": (certificates.due(), "enrolment__offering"),
        "drafts": (Offering.objects.filter(status=Offering.Status.DRAFT), "pk"),
    }
