"""Every write about a call itself: made from a pattern, changed while it is a draft, published, cancelled."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .held import hold_call, only_coordinators, required
from .models import Application, Call, Criterion, EligibilityRule, Question, TieRule
from .notices import tell_applicants
from .patterns import PATTERNS

Status = Call.Status
SETTLED = (Status.DECIDED, Status.CANCELLED)


@transaction.atomic
def create_call(*, kind: str, values: dict[str, Any], by: User, now: datetime) -> Call:
    """Make a draft from the pattern of its kind, with criteria, questions and rules that can be changed."""
    only_coordinators(by)
    pattern = PATTERNS[kind]
    call = Call(kind=kind, created_by=by, created_at=now, **(pattern["call"] | values))
    call.full_clean(exclude=["created_by"])
    call.save()
    criteria = [Criterion(call=call, position=n, **row) for n, row in enumerate(pattern["criteria"], start=1)]
    Criterion.objects.bulk_create(criteria)
    questions = [Question(call=call, position=n, **row) for n, row in enumerate(pattern["questions"], start=1)]
    Question.objects.bulk_create(questions)
    EligibilityRule.objects.bulk_create([EligibilityRule(call=call, role=role) for role in pattern["roles"]])
    first = Criterion.objects.filter(call=call).first()
    for position, code in enumerate(pattern["tie_rules"], start=1):
        TieRule.objects.create(
            call=call, position=position, code=code, criterion=first if code == "criterion" else None
        )
    log(instance=call, action="wagtail.create", user=by)
    return call


@transaction.atomic
def change_draft(*, call: Call, write: Callable[[], Any], by: User) -> None:
    """Write changes to a call, its criteria, questions or rules: only while nobody can have read them."""
    only_coordinators(by)
    held = hold_call(call.pk)
    if held.status != Status.DRAFT:
        raise ValidationError(_("The call is published: criteria, questions and rules stay as people have read them."))
    write()
    log(instance=held, action="wagtail.edit", user=by)


@transaction.atomic
def publish_call(*, call: Call, by: User, now: datetime) -> Call:
    """Announce a call. Raises ValidationError with everything that is still missing."""
    only_coordinators(by)
    held = hold_call(call.pk, Status.DRAFT, Status.PUBLISHED)
    if held.status == Status.PUBLISHED:
        return held
    missing = still_missing(held, now)
    if missing:
        raise ValidationError(missing)
    held.status, held.published_at = Status.PUBLISHED, now
    held.save()
    log(instance=held, action="wagtail.publish", user=by)
    return held


def still_missing(call: Call, now: datetime) -> list[str]:
    """Return what keeps a draft from being published, in sentences."""
    checks = [
        (not call.criteria.exists(), _("Add at least one criterion.")),
        (not call.questions.exists(), _("Add at least one question.")),
        (call.closes_at <= now, _("Applications would end in the past: correct their last day.")),
        (
            not call.of_a_cluster and bool(call.least_per_cluster or call.most_per_cluster),
            _("Places per cluster count only where people apply for a cluster: tick that, or leave them empty."),
        ),
    ]
    return [sentence for stands, sentence in checks if stands]


@transaction.atomic
def cancel_call(*, call: Call, reason: str, by: User, now: datetime) -> Call:
    """Call it off before anything is decided; whoever has applied is told why."""
    only_coordinators(by)
    held = hold_call(call.pk)
    if held.status in SETTLED:
        raise ValidationError(_("The call is decided or cancelled already."), code="state")
    held.cancelled_reason = required(reason, _("Say why the call is cancelled: whoever has applied reads it."))
    held.status, held.cancelled_at = Status.CANCELLED, now
    held.save()
    log(instance=held, action="selection.cancel", user=by, data={"reason": held.cancelled_reason})
    concerned = held.applications.exclude(status=Application.Status.WITHDRAWN).select_related("person")
    tell_applicants([(one, "cancelled", {}) for one in concerned], held, now)
    return held
