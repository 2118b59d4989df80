"""Training needs scoped to the person who asks, and the ones that plans are made from."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from lms.benchmarking.models import Assessment, Framework
from lms.people.models import Role


def latest_assessments(cluster: Any) -> "QuerySet[Assessment]":
    """Return the cluster's evaluations, the one that counts first; `cluster` is a cluster or the `OuterRef` of one.

    That is the latest closed one; an open one counts only while there is no closed one.
    """
    evaluations = Assessment.objects.filter(cluster=cluster, framework__kind=Framework.Kind.EVALUATION)
    return evaluations.closed_first()


def newer_open_assessment(counting: Assessment) -> Assessment | None:
    """Return the open evaluation of a later day than the closed one that counts: its gaps wait for its closing."""
    if not counting.is_closed:
        return None
    rounds = latest_assessments(counting.cluster_id).filter(status=Assessment.Status.OPEN)
    newer: Assessment | None = rounds.filter(assessed_on__gt=counting.assessed_on).first()
    return newer


class TrainingNeedQuerySet(models.QuerySet["TrainingNeed"]):  # type: ignore[name-defined]  # its module imports this one
    def visible_to(self, user: Any) -> "TrainingNeedQuerySet":
        """Keep what this person may read: coordinators all, others their clusters', officials their own."""
        if user.is_superuser or user.holds(Role.COORDINATOR):
            return self
        theirs = Q(cluster__in=user.clusters_as(Role.CLUSTER_MANAGER, Role.TUTOR))
        if user.holds(Role.REGIONAL_OFFICIAL):
            theirs |= Q(person=user.pk)
        return self.filter(theirs)

    def confirmed(self) -> "TrainingNeedQuerySet":
        """Keep the needs that nobody dropped, whatever assessment they came from."""
        return self.filter(status="confirmed")

    def for_plans(self) -> "TrainingNeedQuerySet":
        """Keep the needs that plans are made from: confirmed on the cluster's latest assessment, or declared.

        A need from an older assessment waits for its renewal: its gap may be closed by now.
        """
        latest = latest_assessments(OuterRef("cluster")).values("pk")[:1]
        return self.confirmed().filter(Q(origin="declared") | Q(assessment=Subquery(latest)))

    def waiting_for_renewal(self) -> "TrainingNeedQuerySet":
        """Keep the confirmed needs of earlier assessments that the latest one has not taken over yet.

        The same rule as `NeedsPage.older`; a test holds the two together.
        """
        latest = Subquery(latest_assessments(OuterRef("cluster")).values("pk")[:1])
        settled = self.model.objects.filter(
            Q(origin="declared") | Q(assessment=latest),
            cluster=OuterRef("cluster"),
            indicator__code=OuterRef("indicator__code"),
        )
        gaps = self.confirmed().filter(origin="gap", cluster__isnull=False, indicator__isnull=False)
        return gaps.exclude(assessment=latest).filter(~Exists(settled))

    def for_page(self) -> "TrainingNeedQuerySet":
        """Everything that the page of needs shows, the largest gap first, declared needs last."""
        return self.select_related("cluster", "person", "indicator", "competence", "assessment", "decided_by").order_by(
            "origin", models.F("gap_bp").desc(nulls_last=True), "indicator__position", "pk"
        )


class SupervisionQuerySet(models.QuerySet["Supervision"]):  # type: ignore[name-defined]  # its module imports this one
    def active(self, on: date) -> "SupervisionQuerySet":
        """Keep those in force on that day; both boundary days count. The same rule as `is_active()`."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on)
