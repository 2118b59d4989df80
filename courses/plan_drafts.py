"""Throwing a draft away, where it has nothing to add to the published version."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.needs.beneficiaries import hold, owner_of
from lms.people.models import User

from .models import TrainingPlan
from .permissions import can_edit_plans


@transaction.atomic
def discard_draft(*, plan: TrainingPlan, by: User, now: datetime) -> None:
    """Remove a draft with its note; the log keeps that there was one. Twice changes nothing.

    Versions that were set aside stay. Raises ValidationError when it was published or set aside meanwhile.
    """
    if not can_edit_plans(by):
        raise PermissionDenied
    hold(owner_of(plan))
    found = TrainingPlan.objects.select_related("cluster", "person").filter(pk=plan.pk).first()
    if found is None:
        return
    if found.status == TrainingPlan.Status.SET_ASIDE:
        raise ValidationError(_("Version %(version)s was replaced by a later one.") % {"version": found.version})
    if found.status != TrainingPlan.Status.DRAFT:
        raise ValidationError(
            _("Version %(version)s is published: a published version stays.") % {"version": found.version}
        )
    data = {"version": found.version, "budget_minutes": found.budget_minutes, "note": found.note}
    log(instance=found, action="wagtail.delete", user=by, timestamp=now, data=data)
    found.delete()
