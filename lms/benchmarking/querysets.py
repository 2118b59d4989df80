"""Assessments scoped to the person who asks, those that count, and page plans."""

from typing import Any

from django.db import models

from lms.people.models import Role
from lms.people.permissions import is_coordinator

READERS_OF_ONE_CLUSTER = (Role.CLUSTER_MANAGER, Role.ASSESSOR, Role.TUTOR)


class AssessmentQuerySet(models.QuerySet["Assessment"]):  # type: ignore[name-defined]  # its module imports this one
    def visible_to(self, user: Any) -> "AssessmentQuerySet":
        """Keep what this person may read: coordinators all, others only the clusters that their grants name.

        The same rule as `can_see_scores()`; of what is still open, others read only what the cluster says of itself,
        and what it has not said yet, only its managers.
        """
        if is_coordinator(user):
            return self
        if not user.is_authenticated:
            return self.none()
        of_theirs = self.filter(cluster__in=user.clusters_as(*READERS_OF_ONE_CLUSTER))
        managed = models.Q(cluster__in=user.clusters_as(Role.CLUSTER_MANAGER))
        said = models.Q(kind="self") & (managed | ~BY_HAND | models.Q(submitted_at__isnull=False))
        return of_theirs.filter(models.Q(status="closed") | said)

    def scored_by_hand(self, user: Any) -> "AssessmentQuerySet":
        """Keep what this person finds on the pages of scoring: beside what is visible, what he or she assesses.

        Assessors find the open assessments that they began, and those that two assessors score apart. What is on the
        other one's sheet is not in here: see `AssessorSheetQuerySet.readable_by()`.
        """
        if is_coordinator(user) or not user.is_authenticated:
            return self.visible_to(user)
        assessing = models.Q(cluster__in=user.clusters_as(Role.ASSESSOR)) & BY_HAND
        own = models.Q(recorded_by=user) | models.Q(assessors_needed__gt=1)
        scorers = user.clusters_as(Role.CLUSTER_MANAGER, Role.ASSESSOR)
        return self.filter(
            models.Q(pk__in=self.model.objects.visible_to(user).filter(cluster__in=scorers).values("pk"))
            | (assessing & own & ~models.Q(kind="self"))
        )

    def counting(self) -> "AssessmentQuerySet":
        """Keep what figures are made from: closed rounds, and open ones of clusters without a closed one.

        Each framework is a matter of its own; what is scored by hand counts once it is closed. The same rule as
        `counting_rounds()`.
        """
        closed = self.model.objects.filter(
            cluster=models.OuterRef("cluster"), framework=models.OuterRef("framework"), status="closed"
        )
        return self.filter(models.Q(status="closed") | (~BY_HAND & ~models.Exists(closed)))

    def with_framework(self) -> "AssessmentQuerySet":
        """Bring the framework along; the latest round first, then the weightiest kind, then the last one written."""
        return self.select_related("framework").order_by(*LATEST_FIRST)

    def closed_first(self) -> "AssessmentQuerySet":
        """Bring the framework along; an open round, however late, comes after every closed one.

        What is still scored by hand is no round yet.
        """
        return self.exclude(BY_HAND, status="open").select_related("framework").order_by(OPEN_LAST, *LATEST_FIRST)


class AssessorSheetQuerySet(models.QuerySet["AssessorSheet"]):  # type: ignore[name-defined]  # as above
    def readable_by(self, user: Any) -> "AssessorSheetQuerySet":
        """Keep the person's own sheets, and all of an assessment once every sheet that is asked for is handed in.

        Nobody else's before, whoever asks: a coordinator may be an assessor too. Whether the person may read the
        assessment at all is asked elsewhere.
        """
        return self.filter(models.Q(assessor=user) | all_in(self.model))


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):  # type: ignore[name-defined]  # as above
    def readable_by(self, user: Any) -> "EvidenceFileQuerySet":
        """Keep the person's own files, and those of assessments that nobody scores apart from the others any more.

        As for sheets, whether the person may read the assessment is asked elsewhere.
        """
        sheets = self.model._meta.apps.get_model("benchmarking", "AssessorSheet")
        not_apart = models.Q(assessment__assessors_needed__lte=1) | models.Q(assessment__status="closed")
        return self.filter(models.Q(uploaded_by=user) | not_apart | all_in(sheets))


def all_in(sheets: Any) -> models.Q:
    """Ask of rows that point to an assessment whether all its sheets are handed in; `sheets` is their model."""
    of_assessment = sheets.objects.filter(assessment=models.OuterRef("assessment"))
    handed_in = of_assessment.filter(handed_in_at__isnull=False).order_by().values("assessment")
    counted = models.Subquery(handed_in.annotate(count=models.Count("pk")).values("count"))
    return ~models.Exists(of_assessment.filter(handed_in_at=None)) & models.Q(assessment__assessors_needed__lte=counted)


# What is scored on the site and not by a file; the same rule as `Assessment.is_by_hand`.
BY_HAND = models.Q(source="", recorded_by__isnull=False)
# An audit says more than an interview, and that more than what a cluster says of itself.
KIND_RANK = models.Case(
    models.When(kind="audit", then=0),
    models.When(kind="interview", then=1),
    default=2,
    output_field=models.IntegerField(),
)
OPEN_LAST = models.Case(models.When(status="closed", then=0), default=1, output_field=models.IntegerField())
LATEST_FIRST = ("-assessed_on", KIND_RANK, "-pk")
