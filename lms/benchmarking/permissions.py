"""Questions about benchmarks, asked by views, templates, admin and actions alike."""

from typing import Any

from lms.clusters.models import Cluster
from lms.people.models import Role
from lms.people.permissions import is_coordinator

from .models import BenchmarkRules
from .querysets import READERS_OF_ONE_CLUSTER


def can_see_scores(user: Any, cluster: Cluster) -> bool:
    """Coordinators read every cluster's scores, others those of a cluster that a grant of theirs names.

    The same rule as `Assessment.objects.visible_to()`.
    """
    return is_coordinator(user) or _is_of(user, cluster, *READERS_OF_ONE_CLUSTER)


def can_compare_with_peers(user: Any, rules: BenchmarkRules) -> bool:
    """Coordinators always; cluster managers when the rules of the programme open it to them."""
    if is_coordinator(user):
        return True
    return bool(user.is_authenticated and rules.managers_see_peers and user.holds(Role.CLUSTER_MANAGER))


def can_open_training_plan(user: Any, cluster: Cluster) -> bool:
    """Say whether a link from the benchmark to the cluster's plan leads anywhere: not for assessors.

    The plans live above the benchmark and have this rule too; a test holds the two together.
    """
    return is_coordinator(user) or _is_of(user, cluster, Role.CLUSTER_MANAGER, Role.TUTOR)


def can_import_benchmarks(user: Any) -> bool:
    """Only coordinators bring workbooks in."""
    return is_coordinator(user)


def can_close_assessment(user: Any) -> bool:
    """Only coordinators close an assessment, after which its scores never change."""
    return is_coordinator(user)


def can_delete_assessment(user: Any) -> bool:
    """Only coordinators remove an open assessment; a closed one stays, whoever asks."""
    return is_coordinator(user)


def can_set_target(user: Any, cluster: Cluster) -> bool:
    """A target is the cluster's own: its managers set it, and coordinators, who run everything."""
    return is_coordinator(user) or _is_of(user, cluster, Role.CLUSTER_MANAGER)


def _is_of(user: Any, cluster: Cluster, *roles: str) -> bool:
    return bool(user.is_authenticated and cluster in user.clusters_as(*roles))
