"""Questions about the way to a label, asked by views, templates, admin and actions alike."""

from dataclasses import dataclass
from typing import Any

from lms.benchmarking.permissions import can_assess, can_see_scores, is_assessor_of, is_manager_of
from lms.clusters.models import Cluster
from lms.people.permissions import is_coordinator

from .models.evidence import Reviewed


def can_see_track(user: Any, cluster: Cluster) -> bool:
    """Whoever may read the cluster's scores, since the track says them."""
    return can_see_scores(user, cluster)


def can_bring_evidence(user: Any, cluster: Cluster) -> bool:
    """The cluster's managers bring evidence and describe improvements, and coordinators, who run everything."""
    return is_coordinator(user) or is_manager_of(user, cluster)


def can_review(user: Any, piece: Reviewed) -> bool:
    """Coordinators and assessors of the cluster without a conflict look at it, never at what they wrote themselves."""
    return piece.written_by_id != user.pk and can_assess(user, piece.cluster)


def can_decide_proposals(user: Any) -> bool:
    """Only coordinators confirm or dismiss what the rules propose."""
    return is_coordinator(user)


@dataclass(frozen=True)
class TrackRights:
    """What one reader may do on the track of one cluster, asked once for the page."""

    brings: bool
    reviews: bool
    decides: bool
    may_hear_why: bool  # is a coordinator or an assessor, so that a conflict is what speaks against it


def rights_on(user: Any, cluster: Cluster) -> TrackRights:
    """Return the rights of a reader."""
    return TrackRights(
        brings=can_bring_evidence(user, cluster),
        reviews=can_assess(user, cluster),
        decides=can_decide_proposals(user),
        may_hear_why=is_coordinator(user) or is_assessor_of(user, cluster),
    )
