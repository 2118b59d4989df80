"""Who has completed which module: as a coordinator recorded it, or as a closed edition says. One query for both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import TruncDate

from lms.clusters.models import Cluster
from lms.needs.beneficiaries import Beneficiary
from lms.training.models import Offering, PartOutcome

from .models import CompletedModule

COLUMNS = ("of_module", "with_code", "by_cluster", "by_person", "on_day")
REGION = ZoneInfo("Europe/Rome")


@dataclass(frozen=True, slots=True)
class Completion:
    """A module completed by a cluster's team, or by an official; exactly one of the two."""

    module: int
    code: str
    cluster: int | None
    person: int | None
    day: date


def completions(*, owner: Beneficiary | None = None, clusters: Iterable[int | None] | None = None) -> list[Completion]:
    """Return what was completed, by everybody, by one owner, or by these clusters; the same may come twice.

    In an edition that was closed a module is completed when its threshold is met, or the edition was passed as a whole:
    by the cluster that the participant came for, by the person where there was none. What a coordinator decided about
    the whole counts for its parts. The day is the last one of the edition.
    """
    recorded: QuerySet[Any] = _recorded()
    taught: QuerySet[Any] = _taught()
    if owner is not None:
        column = "cluster" if isinstance(owner, Cluster) else "person"
        recorded, taught = recorded.filter(**{column: owner}), taught.filter(**{f"by_{column}": owner.pk})
    if clusters is not None:
        keys = {key for key in clusters if key}
        recorded, taught = recorded.filter(cluster__in=keys), taught.filter(by_cluster__in=keys)
    rows = recorded.values_list(*COLUMNS).union(taught.values_list(*COLUMNS), all=True)
    return [Completion(*row) for row in rows]


def _recorded() -> "QuerySet[CompletedModule]":
    return CompletedModule.objects.order_by().annotate(
        of_module=F("module_id"),
        with_code=F("module__code"),
        by_cluster=F("cluster_id"),
        by_person=F("person_id"),
        on_day=F("completed_on"),
    )


def _taught() -> "QuerySet[PartOutcome]":
    met = Q(outcome__has_passed=True) | Q(is_met=True, outcome__overridden_by=None)
    closed = PartOutcome.objects.filter(
        met, outcome__enrolment__offering__status=Offering.Status.CLOSED, part__edition_module__isnull=False
    )
    return closed.order_by().annotate(
        of_module=F("part__edition_module__module_id"),
        with_code=F("part__edition_module__module__code"),
        by_cluster=F("outcome__enrolment__cluster_id"),
        by_person=Case(When(outcome__enrolment__cluster=None, then=F("outcome__enrolment__person_id"))),
        on_day=TruncDate("outcome__enrolment__offering__ends_at", tzinfo=REGION),
    )
