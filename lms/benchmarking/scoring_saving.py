"""Saving one answer while somebody scores, so that nobody's work is lost when two do it at once."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .answers import LONGEST_EVIDENCE, Answer, clashes
from .models import Assessment, AssessorSheet, Indicator, ScaleLevel, Score, SheetScore
from .permissions import standing_of
from .refusals import locked, refuse_closed, refuse_unless


class AnswerChangedError(ValidationError):
    """Somebody else saved another answer since the page was loaded; `standing` is what stands now, `row` by whom."""

    def __init__(self, standing: Answer, row: "Score | SheetScore") -> None:
        super().__init__(_("This indicator was changed since you opened the page."), code="changed")
        self.standing, self.row = standing, row


@transaction.atomic
def save_answer(
    *, assessment: Assessment, indicator: Indicator, wanted: Answer, seen: str, by: User, now: datetime
) -> Answer:
    """Save what a manager or an assessor says of an indicator; return what stands then.

    `seen` is the mark of the answer that the page showed. Raises AnswerChangedError when another one stands by now,
    ValidationError for a level off the scale, a text too long, or an assessment that can no longer be changed.
    """
    held = locked(assessment)
    refuse_unfit(indicator, wanted)
    row = _row(held, indicator, by)
    standing = answer_of(row)
    if clashes(standing, wanted, seen):
        raise AnswerChangedError(standing, row)
    if standing != wanted:
        _write(row, wanted, by, now)
    if standing.key != wanted.key:
        _log_level(held, row, standing, wanted, by)
    return wanted


def answer_of(row: "Score | SheetScore | None") -> Answer:
    """Return what a row says; no row says nothing."""
    if row is None or row.pk is None:
        return Answer()
    return Answer(row.is_answered, row.value, row.evidence)


def own_sheet(assessment: Assessment, user: Any) -> AssessorSheet | None:
    """Return the person's sheet of an assessment that several score apart."""
    if assessment.assessors_needed <= 1:
        return None
    return AssessorSheet.objects.filter(assessment=assessment, assessor=user).first()


def indicator_to_score(assessment: Assessment, pk: int, wanted: Answer) -> Indicator | None:
    """Return an indicator of the assessment's framework, with `has_level`: whether the scale has the wanted one."""
    levels = ScaleLevel.objects.filter(framework=OuterRef("framework"), value=wanted.level or 0)
    rows = Indicator.objects.filter(framework=assessment.framework_id, pk=pk)
    return rows.annotate(has_level=Exists(levels)).first()


def refuse_unfit(indicator: Any, wanted: Answer) -> None:
    """Raise ValidationError for a level that the scale of the indicator lacks, and for a text that is too long."""
    if indicator is None:
        raise ValidationError(_("The framework of this assessment has no such indicator."), code="indicator")
    if wanted.level is not None and not (_within(indicator, wanted.level) and indicator.has_level):
        raise ValidationError(_("The scale of this indicator has no such level."), code="level")
    if len(wanted.evidence) > LONGEST_EVIDENCE:
        sentence = _("The text is too long: %(count)s characters, at most %(limit)s.")
        counted = {"count": len(wanted.evidence), "limit": LONGEST_EVIDENCE}
        raise ValidationError(sentence % counted, code="too_long")


def _within(indicator: Indicator, level: Decimal) -> bool:
    return indicator.min_level <= level <= indicator.max_level


def _row(assessment: Assessment, indicator: Indicator, by: User) -> "Score | SheetScore":
    """Return the row that the person may write, new where there is none yet."""
    refuse_closed(assessment)
    standing = standing_of(by, assessment)
    if standing.is_self and standing.is_submitted and standing.manages:
        raise ValidationError(_("The self-assessment was submitted: take it back to change it."), code="submitted")
    if standing.has_handed_in:
        raise ValidationError(_("You have handed in your sheet: it no longer changes."), code="handed_in")
    refuse_unless(standing.can_score, standing)
    if sheet := own_sheet(assessment, by):
        found = SheetScore.objects.filter(sheet=sheet, indicator=indicator).first()
        return found or SheetScore(sheet=sheet, indicator=indicator)
    rows = Score.objects.filter(assessment=assessment, indicator=indicator).select_related("entered_by")
    return rows.first() or Score(assessment=assessment, indicator=indicator)


def _write(row: "Score | SheetScore", wanted: Answer, by: User, now: datetime) -> None:
    row.is_answered, row.value, row.evidence = wanted.is_answered, wanted.level, wanted.evidence
    if isinstance(row, Score):
        row.entered_by, row.entered_at = by, now
    row.save()


def _log_level(assessment: Assessment, row: "Score | SheetScore", before: Answer, after: Answer, by: User) -> None:
    """Keep who changed a level; what an assessor gives apart from the other is not told to the trail either."""
    data = {"indicator": row.indicator.code}
    if isinstance(row, Score):
        data |= {"before": before.key, "after": after.key}
    log(instance=assessment, action="benchmarking.score", user=by, data=data)
