"""A self-assessment on its way between the cluster and its assessors: submitted, taken back, given back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from lms.people.models import User

from .answers import tidy_text
from .closing import unanswered_codes
from .models import Assessment
from .permissions import standing_of
from .refusals import locked, refuse_closed, refuse_unless
from .scoring_notices import tell_returned, tell_submitted, tell_taken_back

LONGEST_REASON = 500


@transaction.atomic
def submit_assessment(*, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """Hand the self-assessment in; from then on the cluster only reads it. Once, however often the button is pressed.

    Raises ValidationError while indicators are unanswered, or when it is submitted or closed already.
    """
    held = locked(assessment)
    standing = standing_of(by, held)
    refuse_unless(standing.manages and standing.is_self and standing.is_by_hand, standing)
    refuse_closed(held)
    if held.submitted_at:
        raise ValidationError(_("This self-assessment is submitted already."), code="submitted")
    refuse_unanswered(len(unanswered_codes(held)))
    held.submitted_at, held.submitted_by, held.returned_reason = now, by, ""
    held.save(update_fields=["submitted_at", "submitted_by", "returned_reason"])
    log(instance=held, action="benchmarking.submit", user=by)
    tell_submitted(held, by=by, now=now)
    return held


@transaction.atomic
def take_submission_back(*, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """Go on filling in what nobody has closed yet. Raises ValidationError when it is closed, or with the cluster."""
    held = locked(assessment)
    standing = standing_of(by, held)
    refuse_unless(standing.manages and standing.is_self and standing.is_by_hand, standing)
    _refuse_not_submitted(held)
    _reopen(held)
    log(instance=held, action="benchmarking.take_back", user=by)
    tell_taken_back(held, by=by, now=now)
    return held


@transaction.atomic
def return_submission(*, assessment: Assessment, reason: str, by: User, now: datetime) -> Assessment:
    """Give a submission back to the cluster with the reason, which its page shows until it is submitted again.

    Raises ValidationError without a reason, for a person in conflict, and when it is closed or with the cluster.
    """
    held = locked(assessment)
    standing = standing_of(by, held)
    refuse_unless(standing.is_free and standing.is_self and standing.is_by_hand, standing)
    _refuse_not_submitted(held)
    refuse_unless(standing.can_return, standing)
    _reopen(held, required_reason(reason, _("Say what is missing or to be looked at again: the cluster reads it.")))
    log(instance=held, action="benchmarking.return", user=by, data={"reason": held.returned_reason})
    tell_returned(held, by=by, now=now)
    return held


def required_reason(reason: str, otherwise: str) -> str:
    """Return the reason as it is kept; raise ValidationError when it is empty or too long."""
    kept = tidy_text(reason)
    if not kept:
        raise ValidationError({"reason": otherwise})
    if len(kept) > LONGEST_REASON:
        sentence = _("Use at most %(limit)s characters.") % {"limit": LONGEST_REASON}
        raise ValidationError({"reason": sentence})
    return kept


def refuse_unanswered(missing: int) -> None:
    """Raise ValidationError while indicators have neither a level nor "not assessed"."""
    if missing:
        sentence = ngettext(
            "%(count)s indicator has no answer yet: choose a level or “not assessed”.",
            "%(count)s indicators have no answer yet: choose a level or “not assessed” for each.",
            missing,
        )
        raise ValidationError(sentence % {"count": missing}, code="incomplete")


def _refuse_not_submitted(assessment: Assessment) -> None:
    refuse_closed(assessment)
    if not assessment.submitted_at:
        raise ValidationError(_("This self-assessment is with the cluster: it is not submitted."), code="not_submitted")


def _reopen(assessment: Assessment, reason: str = "") -> None:
    assessment.submitted_at = assessment.submitted_by = None
    assessment.returned_reason = reason
    assessment.save(update_fields=["submitted_at", "submitted_by", "returned_reason"])
