"""How a need is checked, written and logged, whichever action decides about it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.log_actions import log

from lms.people.models import User

from .models import TrainingNeed


def save_need(need: TrainingNeed, *, by: User, now: datetime) -> TrainingNeed:
    """Check, write and log a need; the log keeps each decision with its reason, the row only the last one."""
    action = "wagtail.edit" if need.pk else "wagtail.create"
    need.decided_by, need.decided_at = by, now
    need.full_clean(exclude=["cluster", "person", "assessment", "indicator", "competence", "decided_by"])
    need.save()
    data: dict[str, Any] = {"status": need.status, "priority": need.priority, "reason": need.reason}
    log(instance=need, action=action, user=by, data=data)
    return need


def leave_out(need: TrainingNeed, reason: str, *, by: User, now: datetime) -> TrainingNeed:
    """Take a need out of plans; the reason stays beside it."""
    need.status, need.reason = TrainingNeed.Status.DROPPED, reason
    return save_need(need, by=by, now=now)


def required(reason: str, otherwise: str) -> str:
    """Return the reason without blanks around it; refuse an empty one with that sentence."""
    if not reason.strip():
        raise ValidationError({"reason": otherwise})
    return reason.strip()
