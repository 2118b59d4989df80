"""Every write about people and roles that means something."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.clusters.models import Cluster

from .last_coordinator import refuse_to_lose_coordinators
from .models import RoleGrant, User
from .overlaps import refuse_same_role_twice
from .permissions import can_grant_roles
from .roles import group_name


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    valid_from: date,
    today: date,
    by: User | None,
    cluster: Cluster | None = None,
    valid_until: date | None = None,
    reason: str = "",
    listed_publicly: bool = False,
) -> RoleGrant:
    """Give a role from .. until; `by` is none for the system itself. Raises ValidationError for an impossible grant."""
    grant = RoleGrant(
        user=user, role=role, cluster=cluster, valid_from=valid_from, valid_until=valid_until,
        granted_by=by, reason=reason, listed_publicly=listed_publicly,
    )  # fmt: skip
    return save_grant(grant=grant, today=today, by=by)


@transaction.atomic
def save_grant(*, grant: RoleGrant, today: date, by: User | None) -> RoleGrant:
    """Write a new or changed grant, log it, and put the person's groups in step.

    Raises ValidationError for an impossible grant and for one whose change would leave the programme to nobody.
    """
    if by is not None and not can_grant_roles(by):
        raise PermissionDenied
    refuse_to_lose_coordinators(grant=grant, today=today, by=by)
    action = "wagtail.edit" if grant.pk else "wagtail.create"
    grant.full_clean(exclude=["granted_by"])
    refuse_same_role_twice(grant)
    grant.save()
    log(instance=grant, action=action, user=by)
    apply_grants(user=grant.user, today=today)
    return grant


@transaction.atomic
def end_grant(*, grant: RoleGrant, last_day: date, today: date, by: User) -> RoleGrant:
    """End a grant: `last_day` is the last day on which it holds. Raises ValidationError when it cannot end then."""
    if not can_grant_roles(by):
        raise PermissionDenied
    if last_day < grant.valid_from:
        starts = {"day": date_format(grant.valid_from)}
        raise ValidationError(_("The grant starts on %(day)s: it cannot end before.") % starts)
    grant.valid_until = last_day
    return save_grant(grant=grant, today=today, by=by)


def apply_grants(*, user: Any, today: date) -> None:
    """Make the person's groups those of the grants in force today, and note on each grant that this is done."""
    apply_grants_of(users=[user], today=today)


@transaction.atomic
def apply_grants_of(*, users: Iterable[Any], today: date) -> None:
    """Do the same for many people, with as many queries as for one."""
    people = {user.pk for user in users}
    grants = list(RoleGrant.objects.filter(user__in=people))
    groups = dict(Group.objects.filter(name__in={group_name(grant.role) for grant in grants}).values_list("name", "pk"))
    active = [grant for grant in grants if grant.is_active(today)]
    wanted = {(g.user_id, groups[group_name(g.role)]) for g in active if group_name(g.role) in groups}
    membership = User.groups.through
    standing = {(m.user_id, m.group_id): m.pk for m in membership.objects.filter(user__in=people)}
    membership.objects.filter(pk__in=[pk for pair, pk in standing.items() if pair not in wanted]).delete()
    missing = [membership(user_id=user, group_id=group) for user, group in wanted - standing.keys()]
    membership.objects.bulk_create(missing, ignore_conflicts=True)
    in_force = {grant.pk for grant in active}
    RoleGrant.objects.filter(pk__in=in_force).update(applied=True)
    RoleGrant.objects.filter(pk__in=[grant.pk for grant in grants if grant.pk not in in_force]).update(applied=False)


def apply_due_grants(*, today: date) -> int:
    """Put every person's groups in step whose grants began or ended since the last time; return how many people."""
    due = User.objects.filter(role_grants__in=RoleGrant.objects.out_of_step(today)).distinct()
    apply_grants_of(users=due, today=today)
    return len(due)
