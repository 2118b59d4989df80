"""A coordinator decides otherwise than the rule, with the reason; and takes that back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .closing_notices import tell_decided
from .models import Offering, Outcome
from .permissions import can_run_offerings
from .seat_taking import hold_offering

LONGEST_REASON = 500


@transaction.atomic
def override_outcome(*, outcome: Outcome, has_passed: bool, reason: str, by: User, now: datetime) -> Outcome:
    """Let somebody pass, or not, otherwise than the rule says; what the rule says stays beside it.

    Raises ValidationError without a reason, when the rule says the same, and for a pass that a valid certificate says.
    """
    offering, held = _held(outcome, by, now)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why: the person reads the reason, and it stays with the outcome.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Say it in 500 characters at most.")})
    if has_passed == held.is_met:
        raise ValidationError(_("That is what the rule says: take the decision back, if there is one."), code="same")
    if (held.has_passed, held.override_reason) == (has_passed, reason):
        return held
    _refuse_while_certified(held, has_passed)
    held.has_passed, held.overridden_by, held.overridden_at, held.override_reason = has_passed, by, now, reason
    return _written(offering, held, by, now)


@transaction.atomic
def take_back_override(*, outcome: Outcome, by: User, now: datetime) -> Outcome:
    """Return to what the rule says; without a decision nothing changes."""
    offering, held = _held(outcome, by, now)
    if held.overridden_at is None:
        return held
    _refuse_while_certified(held, held.is_met)
    held.has_passed, held.overridden_by, held.overridden_at, held.override_reason = held.is_met, None, None, ""
    return _written(offering, held, by, now)


def _held(outcome: Outcome, by: User, now: datetime) -> tuple[Offering, Outcome]:
    """Hold the offering, under whose lock certificates are issued too, and return the outcome as it stands."""
    if not can_run_offerings(by):
        raise PermissionDenied
    offering = hold_offering(outcome.enrolment.offering.code, now=now).offering
    return offering, Outcome.objects.select_related("enrolment__person").get(pk=outcome.pk)


def _refuse_while_certified(outcome: Outcome, has_passed: bool) -> None:
    """A certificate says that the person passed: it is revoked before that is taken away."""
    # Certificates stand above this app: they are asked for by the name of their relation alone.
    certified = Outcome.objects.filter(pk=outcome.pk, enrolment__certificates__status="valid").exists()
    if certified and not has_passed:
        raise ValidationError(_("A valid certificate says that this person passed: revoke it first."), code="certified")


def _written(offering: Offering, outcome: Outcome, by: User, now: datetime) -> Outcome:
    outcome.save(update_fields=["has_passed", "overridden_by", "overridden_at", "override_reason"])
    data = {"passed": outcome.has_passed, "rule": outcome.is_met, "reason": outcome.override_reason}
    log(instance=outcome, action="wagtail.edit", user=by, data=data)
    tell_decided(offering, outcome, now=now)
    return outcome
