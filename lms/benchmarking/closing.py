"""Closing an assessment: from then on its scores are evidence, which triggers in the database keep as they are."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from lms.people.models import User

from .models import Assessment, Indicator
from .permissions import standing_of
from .refusals import locked, refuse_closed, refuse_unless
from .scoring_agreement import confirm_all, load_agreement
from .scoring_notices import tell_closed
from .scoring_rights import Standing

LISTED_CODES = 10


@transaction.atomic
def close_assessment(*, assessment: Assessment, by: User, now: datetime, seen: str = "") -> Assessment:
    """Close an assessment and tell the cluster's managers; "not assessed" counts as said.

    Closing what two score apart confirms what the other settled: `seen` is the mark of the agreement that was read.
    Raises ValidationError when it is closed already or not complete, or when the person is in conflict or has settled
    a difference that the other assessor has not confirmed.
    """
    # The lock keeps others from changing scores between the check and the closing.
    held = locked(assessment)
    standing = standing_of(by, held)
    refuse_unless(standing.has_part, standing)
    refuse_closed(held)
    if standing.is_free:
        _refuse_unfinished(held, standing)
    refuse_unless(standing.can_close, standing)
    _refuse_incomplete(held)
    if standing.is_apart:
        _refuse_alone(held, by, seen)
        confirm_all(held, by, now)
    held.status, held.closed_at, held.closed_by = Assessment.Status.CLOSED, now, by
    held.save(update_fields=["status", "closed_at", "closed_by"])
    log(instance=held, action="benchmarking.close", user=by)
    tell_closed(held, by=by, now=now)
    assessment.refresh_from_db()
    return assessment


def _refuse_unfinished(assessment: Assessment, standing: Standing) -> None:
    """What is scored by hand is closed after it was submitted, or handed in by everybody who scores it."""
    if not assessment.is_by_hand:
        return
    if standing.is_self and not standing.is_submitted:
        raise ValidationError(_("The cluster has not submitted this self-assessment yet."), code="not_submitted")
    if standing.is_apart and not standing.are_all_in:
        raise ValidationError(_("Not all assessors have handed in their sheet yet."), code="not_handed_in")


def _refuse_alone(assessment: Assessment, by: User, seen: str) -> None:
    """No difference is settled by one assessor alone, nor confirmed unread."""
    agreement = load_agreement(assessment)
    if agreement.open:
        raise ValidationError(_("One of the two assessors settles every difference first."), code="unsettled")
    if own := agreement.last_said_by(by.pk):
        sentence = _("You have settled or confirmed this last: %(codes)s. The other assessor confirms it, or closes.")
        raise ValidationError(sentence % {"codes": ", ".join(found.code for found in own)}, code="alone")
    if agreement.mark != seen:
        sentence = _("What you confirm by closing has changed since you opened the page: read it again.")
        raise ValidationError(sentence, code="changed")


def _refuse_incomplete(assessment: Assessment) -> None:
    codes = unanswered_codes(assessment)
    if not codes:
        return
    listed = ", ".join(codes[:LISTED_CODES]) + (" …" if len(codes) > LISTED_CODES else "")
    if assessment.is_by_hand:
        sentence = ngettext(
            "%(count)s indicator has neither a level nor “not assessed”: %(codes)s.",
            "%(count)s indicators have neither a level nor “not assessed”: %(codes)s.",
            len(codes),
        )
    else:
        sentence = ngettext(
            "%(count)s indicator has neither a score nor “not assessed”: %(codes)s. Import it before closing.",
            "%(count)s indicators have neither a score nor “not assessed”: %(codes)s. Import them before closing.",
            len(codes),
        )
    raise ValidationError(sentence % {"count": len(codes), "codes": listed}, code="incomplete")


def unanswered_codes(assessment: Assessment) -> list[str]:
    """Return the indicators of which the assessment says nothing yet, in the order of the framework."""
    answered = assessment.scores.filter(is_answered=True).values("indicator")
    missing = Indicator.objects.filter(framework=assessment.framework_id).exclude(pk__in=answered)
    return list(missing.values_list("code", flat=True))
