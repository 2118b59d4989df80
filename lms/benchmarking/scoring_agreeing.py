"""Settling what two assessors scored differently: one level for each difference, with the reason."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .answers import Answer, clashes
from .models import Assessment, Score, SheetScore
from .permissions import standing_of
from .refusals import locked, refuse_closed, refuse_unless
from .scoring_agreement import are_equal, confirmed_text, settled_text
from .scoring_saving import AnswerChangedError, answer_of, indicator_to_score, refuse_unfit
from .scoring_sheets import texts_of
from .scoring_submitting import required_reason


@transaction.atomic
def agree_on_level(
    *, assessment: Assessment, indicator_pk: int, wanted: Answer, reason: str, seen: str, by: User, now: datetime
) -> Score:
    """Write the level that the assessors agree on beside what each of them wrote; it can be changed until closing.

    `seen` is the mark of the agreed answer that the page showed. Raises AnswerChangedError when another one stands by
    now, ValidationError without a level or reason, for an indicator without a difference, and for a person in conflict.
    """
    held = _held_to_agree(assessment, by)
    rows = _different(held, indicator_pk)
    refuse_unfit(indicator_to_score(held, indicator_pk, wanted), wanted)
    if not wanted.is_answered:
        raise ValidationError({"level": _("Choose the level that you agree on.")})
    text = texts_of(
        rows, required_reason(reason, _("Say why you agree on this level: it becomes part of the evidence."))
    )
    agreed = Answer(True, wanted.level, settled_text(text, by, now))
    score = Score.objects.filter(assessment=held, indicator=indicator_pk).first()
    if clashes(answer_of(score), agreed, seen) and score is not None:
        raise AnswerChangedError(answer_of(score), score)
    score = score or Score(assessment=held, indicator_id=indicator_pk)
    score.is_answered, score.value = True, agreed.level
    _sign(score, agreed.evidence, by, now)
    data = {"indicator": score.indicator.code, "level": agreed.key, "reason": reason}
    log(instance=held, action="benchmarking.agree", user=by, data=data)
    return score


@transaction.atomic
def confirm_level(*, assessment: Assessment, indicator_pk: int, seen: str, by: User, now: datetime) -> Score:
    """Agree with what the other assessor settled: level and reason stay, and it is the word of this assessor now.

    A second time changes nothing. `seen` is the mark of the agreed answer that the page showed. Raises
    AnswerChangedError when another one stands by now, ValidationError where nothing is settled or for a conflict.
    """
    held = _held_to_agree(assessment, by)
    _different(held, indicator_pk)
    rows = Score.objects.filter(assessment=held, indicator=indicator_pk, is_answered=True)
    score = rows.select_related("indicator").first()
    if score is None:
        raise ValidationError(_("Nothing is settled here yet: choose a level."), code="unsettled")
    if score.entered_by_id == by.pk:
        return score
    if answer_of(score).mark != seen:
        raise AnswerChangedError(answer_of(score), score)
    _sign(score, confirmed_text(score.evidence, by, now), by, now)
    log(instance=held, action="benchmarking.agree", user=by, data={"indicator": score.indicator.code})
    return score


def _held_to_agree(assessment: Assessment, by: User) -> Assessment:
    """Return the assessment, held, if the person is one of the assessors who settle its differences now."""
    held = locked(assessment)
    refuse_closed(held)
    standing = standing_of(by, held)
    if standing.is_free and standing.is_apart and not standing.are_all_in:
        raise ValidationError(_("Not all assessors have handed in their sheet yet."), code="not_handed_in")
    refuse_unless(standing.can_agree, standing)
    return held


def _sign(score: Score, text: str, by: User, now: datetime) -> None:
    """Save whose word it is: whoever signs last is not the one who closes."""
    score.evidence, score.entered_by, score.entered_at = text, by, now
    score.save()


def _different(assessment: Assessment, indicator_pk: int) -> list[SheetScore]:
    rows = SheetScore.objects.filter(sheet__assessment=assessment, indicator=indicator_pk)
    found = list(rows.select_related("sheet__assessor").order_by("sheet", "pk"))
    if not found or are_equal(found):
        raise ValidationError(_("The assessors give the same level here: there is nothing to settle."), code="equal")
    return found
