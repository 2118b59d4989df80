"""An assessor declares a conflict with a cluster, and withdraws it when it is over."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.clusters.models import Cluster
from lms.people.models import User

from .models import DeclaredConflict
from .permissions import can_declare_conflict
from .scoring_submitting import required_reason


@transaction.atomic
def declare_conflict(*, cluster: Cluster, reason: str, by: User, now: datetime) -> DeclaredConflict:
    """Say that one does not assess a cluster; from then on nothing of it can be assessed or closed by this person.

    Raises ValidationError without a reason, or while a declaration is in force.
    """
    if not can_declare_conflict(by, cluster):
        raise PermissionDenied
    reason = required_reason(reason, _("Say what the conflict is: coordinators read it."))
    # One declaration at a time: a second browser waits here and finds the first one's.
    User.objects.select_for_update().get(pk=by.pk)
    if DeclaredConflict.objects.filter(assessor=by, cluster=cluster, withdrawn_at=None).exists():
        raise ValidationError(_("You have declared a conflict with this cluster already."), code="declared")
    declared = DeclaredConflict.objects.create(assessor=by, cluster=cluster, reason=reason, declared_at=now)
    log(instance=declared, action="benchmarking.declare_conflict", user=by, data={"reason": reason})
    return declared


@transaction.atomic
def withdraw_conflict(*, declared: DeclaredConflict, by: User, now: datetime) -> DeclaredConflict:
    """Say that the conflict is over; the declaration stays in the records. A second time changes nothing."""
    held = DeclaredConflict.objects.select_for_update().get(pk=declared.pk)
    if held.assessor_id != by.pk:
        raise PermissionDenied
    if held.withdrawn_at is None:
        held.withdrawn_at = now
        held.save(update_fields=["withdrawn_at"])
        log(instance=held, action="benchmarking.withdraw_conflict", user=by)
    return held
