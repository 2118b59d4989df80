"""Two assessors who score apart: each on a sheet of the own, unseen by the other until both are handed in."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .answers import both_texts
from .evidence_files import delete_evidence
from .models import Assessment, AssessorSheet, EvidenceFile, Indicator, Score, SheetScore
from .permissions import standing_of
from .refusals import locked, refuse_closed, refuse_unless
from .scoring_agreement import are_equal, sheets_by_indicator
from .scoring_notices import tell_all_in, tell_sheet_removed
from .scoring_saving import answer_of
from .scoring_submitting import refuse_unanswered, required_reason


@transaction.atomic
def begin_sheet(*, assessment: Assessment, by: User, now: datetime) -> AssessorSheet:
    """Begin one's own sheet; the same person a second time has the first one.

    Raises ValidationError for a person in conflict, and when all sheets are taken.
    """
    held = locked(assessment)
    refuse_closed(held)
    standing = standing_of(by, held)
    if standing.has_sheet:
        return held.sheets.get(assessor=by)
    if standing.is_apart and standing.assesses and standing.sheets >= standing.sheets_needed:
        raise ValidationError(_("Both sheets of this assessment are taken by other assessors."), code="taken")
    refuse_unless(standing.can_begin_sheet, standing)
    sheet = AssessorSheet.objects.create(assessment=held, assessor=by, started_at=now)
    log(instance=held, action="benchmarking.sheet", user=by)
    return sheet


@transaction.atomic
def hand_in_sheet(*, assessment: Assessment, by: User, now: datetime) -> AssessorSheet:
    """Hand one's sheet in. With the last one, what all agree on becomes the scores, and the differences are shown.

    Raises ValidationError while indicators are unanswered, when it was handed in already, and for a conflict.
    """
    held = locked(assessment)
    refuse_closed(held)
    standing = standing_of(by, held)
    if standing.has_handed_in:
        raise ValidationError(_("You have handed in your sheet already."), code="handed_in")
    refuse_unless(standing.can_hand_in, standing)
    sheet: AssessorSheet = held.sheets.get(assessor=by)
    answered = sheet.scores.filter(is_answered=True).count()
    refuse_unanswered(Indicator.objects.filter(framework=held.framework_id).count() - answered)
    sheet.handed_in_at = now
    sheet.save(update_fields=["handed_in_at"])
    log(instance=held, action="benchmarking.hand_in", user=by)
    if standing_of(by, held).are_all_in:
        _take_over_equal(held, by, now)
        tell_all_in(held, by=by, now=now)
    return sheet


@transaction.atomic
def remove_sheet(*, sheet: AssessorSheet, reason: str, by: User, now: datetime) -> None:
    """Take the sheet of an assessor who has dropped out away, with its files, so that another one may begin.

    Raises ValidationError without a reason, and for a sheet that was handed in: that one is evidence.
    """
    held = locked(sheet.assessment)
    refuse_closed(held)
    refuse_unless(standing_of(by, held).can_remove_sheet, standing_of(by, held))
    found = held.sheets.select_related("assessor").filter(pk=sheet.pk).first()
    if found is None:
        raise ValidationError(_("This sheet was removed already."), code="removed")
    if found.handed_in_at:
        raise ValidationError(_("This sheet was handed in: it stays as evidence."), code="handed_in")
    reason = required_reason(reason, _("Say why the sheet is removed: its assessor is told."))
    for file in EvidenceFile.objects.filter(assessment=held, uploaded_by=found.assessor_id):
        delete_evidence(file)
    data = {"assessor": str(found.assessor), "reason": reason}
    log(instance=held, action="benchmarking.remove_sheet", user=by, data=data)
    tell_sheet_removed(found, reason, by=by, now=now)
    found.delete()


def texts_of(rows: list[SheetScore], agreed: str = "") -> str:
    """Return the evidence of all, with the reason for what they agreed on."""
    return both_texts([(str(row.sheet.assessor), answer_of(row)) for row in rows], agreed)


def _take_over_equal(assessment: Assessment, by: User, now: datetime) -> None:
    Score.objects.filter(assessment=assessment).delete()
    Score.objects.bulk_create(
        Score(
            assessment=assessment,
            indicator_id=indicator,
            value=rows[0].value,
            evidence=texts_of(rows),
            entered_by=by,
            entered_at=now,
        )
        for indicator, rows in sheets_by_indicator(assessment).items()
        if are_equal(rows)
    )
