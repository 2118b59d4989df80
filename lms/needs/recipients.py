"""Who is told about needs and plans: the people they are for, and the coordinators."""

from datetime import datetime

from django.utils import timezone

from lms.clusters.models import Cluster
from lms.people.models import Role, RoleGrant, User

from .beneficiaries import Beneficiary


def people_of(owner: Beneficiary, now: datetime) -> list[User]:
    """Return the managers of the cluster, or the official, as long as the role is in force."""
    if isinstance(owner, Cluster):
        return _holding(now, role=Role.CLUSTER_MANAGER, cluster=owner)
    return _holding(now, role=Role.REGIONAL_OFFICIAL, user=owner)


def coordinators(now: datetime) -> list[User]:
    """Return the coordinators in office."""
    return _holding(now, role=Role.COORDINATOR)


def _holding(now: datetime, **which: object) -> list[User]:
    grants = RoleGrant.objects.active(timezone.localdate(now)).filter(user__is_active=True, **which)
    return list(User.objects.filter(pk__in=grants.values("user")).order_by("pk"))
