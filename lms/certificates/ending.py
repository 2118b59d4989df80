"""A certificate ends: revoked, or replaced by one that says what is true today; it never becomes valid again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .making import discard
from .models import Certificate
from .notices import tell_ended
from .remaking import hold_certificate, make_another, passed_outcome

Status = Certificate.Status
LONGEST_REASON = 500


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, by: User, now: datetime) -> Certificate:
    """Take a certificate out of force, with the reason that its owner reads; a second click changes nothing."""
    offering, held = hold_certificate(certificate, by=by, now=now)
    if held.status == Status.REVOKED:
        return held
    _refuse_unless_valid(held)
    _end(held, Status.REVOKED, reason, by, now)
    tell_ended(held, offering, now=now)
    return held


def replace_certificate(
    *, certificate: Certificate, reason: str, by: User, now: datetime, is_demonstration: bool = False
) -> Certificate:
    """Issue another with a new number from what is true today (name, outcome), in the same language; return it.

    Raises ValidationError when the person has not passed any more: such a certificate is revoked.
    """
    made: list[Certificate] = []
    try:
        with transaction.atomic():
            return _replace(certificate, reason, by, now, is_demonstration, made)
    except Exception:
        discard(made)
        raise


def _replace(
    certificate: Certificate, reason: str, by: User, now: datetime, is_demonstration: bool, made: list[Certificate]
) -> Certificate:
    offering, held = hold_certificate(certificate, by=by, now=now)
    if held.replaced_by is not None:
        return held.replaced_by
    _refuse_unless_valid(held)
    outcome = passed_outcome(held, offering)
    _end(held, Status.REPLACED, reason, by, now)
    new = make_another(outcome, like=held, by=by, now=now, is_demonstration=is_demonstration)
    made.append(new)
    new.save(force_insert=True)
    held.replaced_by = new
    held.save(update_fields=["replaced_by"])
    log(instance=new, action="wagtail.create", user=by, data={"replaces": held.number})
    tell_ended(held, offering, now=now)
    return new


def _refuse_unless_valid(certificate: Certificate) -> None:
    if certificate.status != Status.VALID:
        raise ValidationError(_("This certificate is not valid any more: nothing can be changed about it."))


def _end(certificate: Certificate, status: str, reason: str, by: User, now: datetime) -> None:
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why: the owner of the certificate reads it.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Say it in 500 characters at most.")})
    certificate.status, certificate.ended_reason = status, reason
    certificate.ended_at, certificate.ended_by = now, by
    certificate.save(update_fields=["status", "ended_reason", "ended_at", "ended_by"])
    log(instance=certificate, action="wagtail.edit", user=by, data={"status": status, "reason": reason})
