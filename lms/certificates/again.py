"""After a revocation: another certificate, only when a coordinator asks for it for that person."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User
from lms.training.models import Offering

from .making import discard
from .models import Certificate
from .notices import tell_issued
from .remaking import hold_certificate, make_another, passed_outcome

Status = Certificate.Status


def issue_again(*, certificate: Certificate, by: User, now: datetime, is_demonstration: bool = False) -> Certificate:
    """Issue another one in the place of a revoked one and return it; a second click finds the first one's.

    Raises ValidationError for what was not revoked, and when the person has not passed any more.
    """
    made: list[Certificate] = []
    try:
        with transaction.atomic():
            offering, held = hold_certificate(certificate, by=by, now=now)
            valid = Certificate.objects.valid().filter(enrolment=held.enrolment_id).first()
            return valid or _issue(offering, held, by, now, is_demonstration, made)
    except Exception:
        discard(made)
        raise


def _issue(
    offering: Offering, held: Certificate, by: User, now: datetime, is_demonstration: bool, made: list[Certificate]
) -> Certificate:
    if held.status != Status.REVOKED:
        raise ValidationError(_("Only in the place of a revoked certificate another one is issued."), code="state")
    outcome = passed_outcome(held, offering)
    new = make_another(outcome, like=held, by=by, now=now, is_demonstration=is_demonstration)
    made.append(new)
    new.save(force_insert=True)
    log(instance=new, action="wagtail.create", user=by, data={"after": held.number})
    tell_issued([new], offering, now=now)
    return new
