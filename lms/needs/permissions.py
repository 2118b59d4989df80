"""Questions about training needs, and about how officials are rated."""

from typing import Any

from django.utils import timezone

from lms.clusters.models import Cluster
from lms.people.models import Role, User
from lms.people.permissions import is_coordinator

from .beneficiaries import Beneficiary
from .models import Supervision, TrainingNeed


def can_decide_needs(user: Any) -> bool:
    """Only coordinators confirm and renew gaps and drop needs: the page with the gaps of a cluster is theirs too."""
    return is_coordinator(user)


def can_see_needs_of(user: Any, owner: Beneficiary | None) -> bool:
    """Coordinators of everybody, managers and tutors of their clusters, officials of themselves."""
    if is_coordinator(user):
        return True
    if isinstance(owner, Cluster):
        return bool(user.is_authenticated and owner in user.clusters_as(Role.CLUSTER_MANAGER, Role.TUTOR))
    return is_own_path(user, owner)


def can_declare_need(user: Any, owner: Beneficiary | None) -> bool:
    """Managers declare for their clusters, officials for themselves, coordinators for anybody."""
    if is_coordinator(user):
        return True
    if isinstance(owner, Cluster):
        return bool(user.is_authenticated and owner in user.clusters_as(Role.CLUSTER_MANAGER))
    return is_own_path(user, owner)


def can_withdraw_need(user: Any, need: TrainingNeed) -> bool:
    """Whoever may declare a need may take a declared one back; what came from a gap is the coordinators' to decide."""
    return need.origin == TrainingNeed.Origin.DECLARED and can_declare_need(user, need.owner)


def is_official(user: Any) -> bool:
    """Say whether the person goes the officials' path today."""
    return bool(user.is_authenticated and user.holds(Role.REGIONAL_OFFICIAL))


def is_own_path(user: Any, person: Any) -> bool:
    """Say whether it is the person's own path, and in force today."""
    return is_official(user) and person == user


def can_rate(user: Any, person: User) -> bool:
    """Officials rate themselves, and whoever supervises them today rates them too; a coordinator as such does not."""
    return is_own_path(user, person) or is_supervisor_of(user, person)


def can_see_ratings_of(user: Any, person: User) -> bool:
    """The official, whoever supervises the official today, and coordinators; nobody else."""
    return is_coordinator(user) or can_rate(user, person)


def is_supervisor_of(user: Any, person: User) -> bool:
    """Say whether the supervision is in force today, and the role of the one who is supervised too."""
    return bool(user.is_authenticated and person.holds(Role.REGIONAL_OFFICIAL) and _supervised(user, person=person))


def can_see_officials(user: Any) -> bool:
    """Coordinators, and whoever supervises somebody today."""
    return is_coordinator(user) or _supervised(user)


def _supervised(user: Any, **whom: Any) -> bool:
    in_force = Supervision.objects.active(timezone.localdate())
    return in_force.filter(supervisor=user.pk, **whom).exists()
