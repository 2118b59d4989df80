"""Closing an assessment: from then on its scores are evidence, which triggers in the database keep as they are."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from lms.people.models import User

from .models import Assessment, Indicator
from .permissions import can_close_assessment

LISTED_CODES = 10


@transaction.atomic
def close_assessment(*, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """Close an assessment; "not assessed" counts as said. Raises ValidationError when closed or incomplete."""
    if not can_close_assessment(by):
        raise PermissionDenied
    # The lock keeps a replacing import from changing scores between the check and the closing.
    locked = Assessment.objects.select_for_update().get(pk=assessment.pk)
    _refuse_closed(locked)
    _refuse_incomplete(locked)
    locked.status, locked.closed_at, locked.closed_by = Assessment.Status.CLOSED, now, by
    locked.save(update_fields=["status", "closed_at", "closed_by"])
    log(instance=locked, action="benchmarking.close", user=by)
    assessment.refresh_from_db()
    return assessment


def _refuse_closed(assessment: Assessment) -> None:
    if assessment.is_closed:
        raise ValidationError(_("%(assessment)s is closed already.") % {"assessment": assessment}, code="closed")


def _refuse_incomplete(assessment: Assessment) -> None:
    scored = assessment.scores.values("indicator")
    missing = Indicator.objects.filter(framework=assessment.framework_id).exclude(pk__in=scored)
    codes = list(missing.values_list("code", flat=True))
    if codes:
        listed = ", ".join(codes[:LISTED_CODES]) + (" …" if len(codes) > LISTED_CODES else "")
        sentence = ngettext(
            "%(count)s indicator has neither a score nor “not assessed”: %(codes)s. Import it before closing.",
            "%(count)s indicators have neither a score nor “not assessed”: %(codes)s. Import them before closing.",
            len(codes),
        )
        raise ValidationError(sentence % {"count": len(codes), "codes": listed}, code="incomplete")
