"""Another certificate for somebody who had one, from what is true today: name, outcome, terms of the offering."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from lms.people.models import User
from lms.training.models import Offering, Outcome
from lms.training.seat_taking import hold_offering

from .due import with_all
from .facts import facts_for, logos_of
from .making import make_certificate
from .models import Certificate
from .numbers import take_numbers
from .permissions import can_issue


def hold_certificate(certificate: Certificate, *, by: User, now: datetime) -> tuple[Offering, Certificate]:
    """Hold the offering, as issuing does, and return the certificate as it stands."""
    if not can_issue(by):
        raise PermissionDenied
    offering = hold_offering(certificate.enrolment.offering.code, now=now).offering
    found = Certificate.objects.select_related("enrolment__person", "replaced_by").get(pk=certificate.pk)
    return offering, found


def passed_outcome(certificate: Certificate, offering: Offering) -> Outcome:
    """Return what the other certificate is made of, or refuse: not passed any more, or nobody's name."""
    outcome = with_all(Outcome.objects.filter(enrolment=certificate.enrolment_id, has_passed=True)).first()
    if outcome is None:
        raise ValidationError(_("This person has not passed, so there is no other certificate."), code="failed")
    if not outcome.enrolment.person.get_full_name():
        raise ValidationError(
            _("This person has no name any more, so no other certificate can be made."), code="nameless"
        )
    outcome.enrolment.offering = offering
    return outcome


def make_another(
    outcome: Outcome, *, like: Certificate, by: User, now: datetime, is_demonstration: bool
) -> Certificate:
    """Return the other one with a number of its own, in the same language; its row is not written yet."""
    return make_certificate(
        enrolment=outcome.enrolment,
        facts=facts_for(outcome, now=now, is_demonstration=is_demonstration),
        number=take_numbers(1, now)[0],
        language=like.language,
        logos=logos_of(outcome.enrolment.offering),
        by=by,
        now=now,
    )
