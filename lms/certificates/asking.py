"""Asking for a round of certificates, which background work makes."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User
from lms.training.models import Offering
from lms.training.seat_taking import hold_offering

from .due import due_in
from .models import Certificate, IssueRun
from .permissions import can_issue
from .tasks import issue_in_background

# A round that has not ended by then was lost, with the worker that made it.
LONGEST = timedelta(minutes=15)


@transaction.atomic
def ask_to_issue(
    *, offering: Offering, language: str, by: User, now: datetime, is_demonstration: bool = False
) -> IssueRun:
    """Have a certificate made for everybody who passed and never had one; while a round runs, return that one.

    Raises ValidationError before the offering is closed, when nobody is due, and for a language that there is not.
    """
    if not can_issue(by):
        raise PermissionDenied
    held = hold_offering(offering.code, now=now).offering
    _refuse(held, language)
    running = running_in(held, now)
    if running is not None:
        return running
    due = due_in(held)
    if not due:
        raise ValidationError(
            _("Nobody waits for a certificate: everybody who passed has one, or had one that was revoked."),
            code="nobody",
        )
    run = IssueRun.objects.create(offering=held, language=language, asked_by=by, asked_at=now, wanted=len(due))
    log(instance=held, action="wagtail.edit", user=by, data={"what": ["certificates"], "count": len(due)})
    issue_in_background.enqueue(run=run.pk, language=get_language() or "it", is_demonstration=is_demonstration)
    return run


def running_in(offering: Offering, now: datetime) -> IssueRun | None:
    """Return the round that is being made now."""
    return IssueRun.objects.filter(offering=offering, ended_at=None, asked_at__gt=now - LONGEST).first()


def _refuse(offering: Offering, language: str) -> None:
    if offering.status != Offering.Status.CLOSED:
        raise ValidationError(_("Close the offering first: only its outcomes say who gets a certificate."), code="open")
    if language not in Certificate.Language.values:
        raise ValidationError(_("Choose the language of the certificates."), code="language")
