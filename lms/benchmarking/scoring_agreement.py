"""Who settled which difference, as the database has it, and the lines of the evidence that say so."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.people.models import User

from .agreement import Agreement, Difference
from .models import Assessment, Score, SheetScore
from .scoring_saving import answer_of

Sheets = Mapping[int, Sequence[SheetScore]]


def sheets_by_indicator(assessment: Assessment) -> dict[int, list[SheetScore]]:
    """Return what each assessor says of each indicator, the first who began first."""
    found: dict[int, list[SheetScore]] = {}
    rows = SheetScore.objects.filter(sheet__assessment=assessment).select_related("sheet__assessor", "indicator")
    for row in rows.order_by("sheet", "pk"):
        found.setdefault(row.indicator_id, []).append(row)
    return found


def agreed_scores(assessment: Assessment) -> dict[int, Score]:
    """Return what stands for each indicator, taken over or settled."""
    rows = Score.objects.filter(assessment=assessment).select_related("entered_by")
    return {score.indicator_id: score for score in rows}


def are_equal(rows: Sequence[SheetScore]) -> bool:
    """Say whether all assessors give the same level."""
    return len({row.value for row in rows}) == 1


def agreement_of(sheets: Sheets, scores: Mapping[int, Score]) -> Agreement:
    """Return how far the assessors agree, from rows that are loaded."""
    assessors = frozenset(row.sheet.assessor_id for rows in sheets.values() for row in rows)
    found = [_difference(rows[0].indicator.code, scores.get(pk)) for pk, rows in sheets.items() if not are_equal(rows)]
    return Agreement(assessors, sorted(found, key=lambda difference: difference.code))


def load_agreement(assessment: Assessment) -> Agreement:
    """Return how far the assessors agree, in two queries."""
    return agreement_of(sheets_by_indicator(assessment), agreed_scores(assessment))


def settled_text(text: str, by: User, now: datetime) -> str:
    """Return the evidence of a difference with who settled it and when."""
    return _with_line(text, _("Settled by %(who)s on %(day)s.") % _signed(by, now))


def confirmed_text(text: str, by: User, now: datetime) -> str:
    """Return the evidence of a difference with who confirmed it and when."""
    return _with_line(text, _("Confirmed by %(who)s on %(day)s.") % _signed(by, now))


def confirm_all(assessment: Assessment, by: User, now: datetime) -> None:
    """Write into the evidence of every difference that whoever closes confirms it; whose word it is stays."""
    scores = agreed_scores(assessment)
    for pk, rows in sheets_by_indicator(assessment).items():
        if not are_equal(rows):
            scores[pk].evidence = confirmed_text(scores[pk].evidence, by, now)
            scores[pk].save(update_fields=["evidence"])


def _difference(code: str, score: Score | None) -> Difference:
    if score is None or not score.is_answered:
        return Difference(code, "")
    return Difference(code, answer_of(score).mark, score.entered_by_id)


def _signed(by: User, now: datetime) -> dict[str, str]:
    return {"who": str(by), "day": date_format(timezone.localdate(now))}


def _with_line(text: str, line: str) -> str:
    """Add a line once, however often it is said."""
    return text if line in text.split("\n") else f"{text}\n{line}"
