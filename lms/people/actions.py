"""Every write about people and roles that means something."""

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


@transaction.atomic
def apply_grants(*, user: Any, today: date) -> None:
    """Make the person's groups those of the grants in force today, and note on each grant that this is done."""
    grants = list(user.role_grants.all())
    active = {grant.pk: grant.is_active(today) for grant in grants}
    names = {group_name(grant.role) for grant in grants if active[grant.pk]}
    user.groups.set(Group.objects.filter(name__in=names))
    user.role_grants.filter(pk__in=[pk for pk, is_active in active.items() if is_active]).update(applied=True)
    user.role_grants.filter(pk__in=[pk for pk, is_active in active.items() if not is_active]).update(applied=False)


def apply_due_grants(*, today: date) -> int:
    """Put every person's groups in step whose grants began or ended since the last time; return how many people."""
    due = User.objects.filter(role_grants__in=RoleGrant.objects.out_of_step(today)).distinct()
    for user in due:
        apply_grants(user=user, today=today)
    return len(due)
