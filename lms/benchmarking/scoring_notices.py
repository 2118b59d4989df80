"""Who hears what about assessments: assessors without a conflict, coordinators, the cluster's managers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from lms.clusters.models import Cluster
from lms.outbox.models import Topic
from lms.outbox.posting import Notice, post_to_many
from lms.people.models import Role, RoleGrant, User

from .conflict_facts import conflict_months, facts_of
from .conflicts import conflicts
from .models import Assessment, AssessorSheet


def tell_submitted(assessment: Assessment, *, by: User, now: datetime) -> None:
    """Tell those who may close it that it waits."""
    _tell("assessment_submitted", assessment, _closers(assessment, now), by=by, now=now)


def tell_taken_back(assessment: Assessment, *, by: User, now: datetime) -> None:
    """Tell those who may have begun to read it that the cluster goes on working on it."""
    _tell("assessment_taken_back", assessment, _closers(assessment, now), by=by, now=now)


def tell_returned(assessment: Assessment, *, by: User, now: datetime) -> None:
    """Tell the cluster's managers why it came back."""
    _tell("assessment_returned", assessment, _managers(assessment.cluster, now), by=by, now=now)


def tell_closed(assessment: Assessment, *, by: User, now: datetime) -> None:
    """Tell the cluster's managers that the round counts from now on."""
    link = reverse("benchmarking:benchmark", args=[assessment.cluster.slug])
    _tell("assessment_closed", assessment, _managers(assessment.cluster, now), by=by, now=now, link=link)


def tell_begun_apart(assessment: Assessment, *, by: User, now: datetime) -> None:
    """Tell the other assessors that a sheet is wanted from one of them."""
    _tell("assessment_sheet_wanted", assessment, free_assessors(assessment.cluster, now), by=by, now=now)


def tell_all_in(assessment: Assessment, *, by: User, now: datetime) -> None:
    """Tell the assessors that they may settle their differences."""
    assessors = [sheet.assessor for sheet in assessment.sheets.select_related("assessor")]
    _tell("assessment_all_in", assessment, assessors, by=by, now=now)


def tell_sheet_removed(sheet: AssessorSheet, reason: str, *, by: User, now: datetime) -> None:
    """Tell the assessor whose sheet is gone."""
    _tell("assessment_sheet_removed", sheet.assessment, [sheet.assessor], by=by, now=now, reason=reason)


def free_assessors(cluster: Cluster, now: datetime) -> list[User]:
    """Return the assessors of a cluster whom no conflict keeps from assessing it."""
    people = _holders(Role.ASSESSOR, now, cluster=cluster)
    today, months = timezone.localdate(now), conflict_months()
    facts = facts_of(people, today)
    return [person for person in people if not conflicts(facts[person.pk], cluster.pk, today=today, months=months)]


def _closers(assessment: Assessment, now: datetime) -> list[User]:
    return [*free_assessors(assessment.cluster, now), *_holders(Role.COORDINATOR, now)]


def _managers(cluster: Cluster, now: datetime) -> list[User]:
    return _holders(Role.CLUSTER_MANAGER, now, cluster=cluster)


def _holders(role: str, now: datetime, **of: Any) -> list[User]:
    grants = RoleGrant.objects.active(timezone.localdate(now)).filter(role=role, **of)
    return list(User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("pk"))


def _tell(
    kind: str,
    assessment: Assessment,
    people: Iterable[User],
    *,
    by: User,
    now: datetime,
    link: str = "",
    reason: str = "",
) -> None:
    """Write to each person once, but not to the one who did it."""
    link = link or reverse("benchmarking:score", args=[assessment.cluster.slug, assessment.pk])
    context = {"assessment": assessment, "cluster": assessment.cluster, "by": by, "reason": reason}
    notice = Notice(topic=Topic.ASSESSMENTS, kind=kind, context=context, link=link)
    others = {person.pk: person for person in people if person.pk != by.pk}
    post_to_many(recipients=others.values(), notice_for=lambda person: notice, now=now)
