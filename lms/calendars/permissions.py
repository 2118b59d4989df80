"""Questions about feeds: what somebody may follow today, and where the rooms are shown."""

from collections.abc import Collection
from typing import Any

from lms.clusters.models import Cluster
from lms.people.models import Role
from lms.people.permissions import is_coordinator
from lms.training.models import Enrolment, SessionInstructor
from lms.training.states import TAKING_PART

from .models import FeedAddress

Kind = FeedAddress.Kind


def can_follow(user: Any, kind: str, cluster: Cluster | None = None) -> bool:
    """Say whether a feed of this kind shows the person anything today: asked at every fetch, not only at the first.

    Sessions taught are an instructor's, a cluster's are for its managers, its tutors and coordinators; the others
    show what everybody sees, or what is one's own.
    """
    if kind == Kind.INSTRUCTOR:
        return bool(user.holds(Role.INSTRUCTOR))
    if kind == Kind.CLUSTER:
        return cluster is not None and (is_coordinator(user) or cluster in own_clusters(user))
    return True


def own_clusters(user: Any) -> list[Cluster]:
    """Return the clusters that the person manages or follows as a tutor today."""
    return list(user.clusters_as(Role.CLUSTER_MANAGER, Role.TUTOR))


def offerings_with_rooms(user: Any, offerings: Collection[int]) -> set[int]:
    """Return those of the offerings (keys) whose rooms and links the person may see; two queries at most.

    The answer of `lms.training.permissions.can_see_rooms`, for many at once.
    """
    if is_coordinator(user):
        return set(offerings)
    mine = Enrolment.objects.filter(person=user.pk, status__in=TAKING_PART, offering__in=offerings)
    found = set(mine.values_list("offering", flat=True))
    if user.holds(Role.INSTRUCTOR):
        teaching = SessionInstructor.objects.filter(person=user.pk, session__offering__in=offerings)
        found |= set(teaching.values_list("session__offering", flat=True))
    return found
