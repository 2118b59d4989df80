"""Questions about training plans."""

from typing import Any

from lms.clusters.models import Cluster
from lms.needs.beneficiaries import Beneficiary
from lms.people.models import Role
from lms.people.permissions import is_coordinator

from .models import TrainingPlan
from .querysets import READERS_OF_PLANS


def can_edit_plans(user: Any) -> bool:
    """Only coordinators compute, adjust and publish plans, and read drafts and the list of all clusters' plans."""
    return is_coordinator(user)


def can_see_plans_of(user: Any, owner: Beneficiary | None) -> bool:
    """Coordinators of everybody, managers and tutors of their clusters, officials of themselves: published or not."""
    if is_coordinator(user):
        return True
    if isinstance(owner, Cluster):
        return bool(user.is_authenticated and owner in user.clusters_as(*READERS_OF_PLANS))
    return bool(user.is_authenticated and owner == user and user.holds(Role.REGIONAL_OFFICIAL))


def can_see_plan(user: Any, plan: TrainingPlan) -> bool:
    """Coordinators see every version, others the published one of their cluster: the same rule as `visible_to()`."""
    if is_coordinator(user):
        return True
    return plan.status == TrainingPlan.Status.PUBLISHED and can_see_plans_of(user, plan.owner)
