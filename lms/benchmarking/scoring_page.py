"""The page on which an assessment is scored by hand, loaded in a fixed number of queries however many indicators."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from .answers import Answer
from .conflict_facts import conflict_months
from .conflict_words import reasons
from .gaps import Readiness
from .models import (
    Assessment,
    AssessorSheet,
    EvidenceFile,
    Indicator,
    IndicatorLevel,
    ScaleLevel,
    Score,
    SheetScore,
)
from .permissions import standing_of
from .querysets import BY_HAND
from .reading import facts_of, levels_of, readiness_for
from .scoring_cards import Card, CardGroup, Option, Said, grouped, label_of, options_of
from .scoring_rights import Standing
from .scoring_saving import answer_of, own_sheet


@dataclass(frozen=True, slots=True)
class ScoringPage:
    """What the page shows; no cards for whoever may not see what an assessor writes apart from the others."""

    assessment: Assessment
    standing: Standing
    groups: Sequence[CardGroup]
    readiness: Readiness | None
    sheet: AssessorSheet | None
    sheets: Sequence[AssessorSheet]
    last_round: Assessment | None
    self_round: Assessment | None
    months: int = 0

    @property
    def reasons(self) -> list[str]:
        """Why the person may not assess what waits for an assessor; nothing while it waits for nobody."""
        waits = not self.standing.is_closed and (self.standing.is_submitted or not self.standing.is_self)
        return reasons(self.standing.findings) if waits else []

    @property
    def cards(self) -> list[Card]:
        """All cards in order."""
        return [card for group in self.groups for card in group.cards]

    @property
    def total(self) -> int:
        """How many indicators there are."""
        return len(self.cards)

    @property
    def answered(self) -> int:
        """How many of them have a level or "not assessed"."""
        return sum(group.answered for group in self.groups)

    @property
    def missing(self) -> list[Card]:
        """What has neither."""
        return [card for card in self.cards if not card.answer.is_answered]

    @property
    def next_missing(self) -> Card | None:
        """The first of them."""
        return next(iter(self.missing), None)


def load_scoring_page(user: Any, assessment: Assessment, indicator_pk: int | None = None) -> ScoringPage:
    """Return the page as this person may see it; with an indicator, that one only."""
    standing = standing_of(user, assessment)
    sheet = own_sheet(assessment, user)
    indicators = _indicators(assessment, indicator_pk)
    scale = levels_of(assessment.framework)
    if standing.is_apart and not assessment.is_closed and not standing.are_all_in and sheet is None:
        indicators = []
    found = _Loaded(user, assessment, standing, sheet)
    cards = found.cards(indicators, scale)
    return ScoringPage(
        assessment=assessment,
        standing=standing,
        groups=grouped(cards),
        readiness=_readiness(assessment, cards, scale),
        sheet=sheet,
        sheets=found.sheets,
        last_round=found.last_round,
        self_round=found.self_round,
        months=conflict_months() if standing.findings else 0,
    )


def last_closed_round(assessment: Assessment) -> Assessment | None:
    """Return the cluster's closed round of the same framework before this one, on any version of it."""
    rows = Assessment.objects.filter(
        cluster=assessment.cluster_id,
        framework__code=assessment.framework.code,
        status=Assessment.Status.CLOSED,
        assessed_on__lte=assessment.assessed_on,
    )
    return rows.exclude(pk=assessment.pk).with_framework().first()


def self_assessment_beside(assessment: Assessment) -> Assessment | None:
    """Return what the cluster says of itself, for whoever assesses it: its last self-assessment submitted or closed."""
    if assessment.is_self_assessment:
        return None
    said = Q(status=Assessment.Status.CLOSED) | Q(submitted_at__isnull=False) | ~BY_HAND
    rows = Assessment.objects.filter(
        said, cluster=assessment.cluster_id, framework__code=assessment.framework.code, kind=Assessment.Kind.SELF
    )
    return rows.with_framework().first()


def _indicators(assessment: Assessment, pk: int | None) -> list[Indicator]:
    rows = Indicator.objects.filter(framework=assessment.framework_id).select_related("group")
    return list((rows if pk is None else rows.filter(pk=pk)).order_by("group__position", "position", "code"))


def _readiness(assessment: Assessment, cards: Sequence[Card], scale: Sequence[ScaleLevel]) -> Readiness | None:
    if not cards:
        return None
    scores = {card.indicator.code: card.answer.level for card in cards}
    return readiness_for(assessment.framework, facts_of(card.indicator for card in cards), scores, scale)


class _Loaded:
    """The rows behind the cards, each kind read once."""

    def __init__(self, user: Any, assessment: Assessment, standing: Standing, sheet: AssessorSheet | None) -> None:
        self.assessment, self.standing, self.sheet = assessment, standing, sheet
        self.last_round = last_closed_round(assessment)
        # What the cluster says of itself is for those who assess it, before and after.
        self.self_round = self_assessment_beside(assessment) if standing.has_part else None
        self.sheets = self._sheets()
        self.files: dict[tuple[int, str], list[EvidenceFile]] = defaultdict(list)
        rounds = [found.pk for found in (assessment, self.self_round) if found]
        rows = EvidenceFile.objects.readable_by(user).filter(assessment__in=rounds)
        for file in rows.select_related("indicator").order_by("pk"):
            self.files[file.assessment_id, file.indicator.code].append(file)

    def cards(self, indicators: Sequence[Indicator], scale: Sequence[ScaleLevel]) -> list[Card]:
        """Return a card for each indicator."""
        described = self._described()
        own = self._own_answers()
        before = self._answers_of(self.last_round)
        said = self._answers_of(self.self_round)
        cards = []
        for indicator in indicators:
            options = options_of(indicator, scale, described.get(indicator.pk, {}))
            answer = own.get(indicator.code, Answer())
            cards.append(
                Card(
                    indicator=indicator,
                    options=options,
                    answer=answer,
                    seen=answer.mark,
                    files=self.files[self.assessment.pk, indicator.code],
                    last=self._said(before.get(indicator.code), options),
                    self_said=self._said(said.get(indicator.code), options, self.self_round, indicator.code),
                )
            )
        return cards

    def _said(
        self, answer: Answer | None, options: Sequence[Option], of: Assessment | None = None, code: str = ""
    ) -> Said | None:
        if answer is None or not answer.is_answered:
            return None
        return Said(answer, label_of(answer, options), self.files[of.pk, code] if of else ())

    def _own_answers(self) -> dict[str, Answer]:
        """Return what stands: on the person's own sheet until all are in, then what was agreed on."""
        if self.sheet and not self.assessment.is_closed and not self.standing.are_all_in:
            rows: Any = SheetScore.objects.filter(sheet=self.sheet)
        else:
            rows = Score.objects.filter(assessment=self.assessment)
        return {row.indicator.code: answer_of(row) for row in rows.select_related("indicator")}

    def _answers_of(self, found: Assessment | None) -> dict[str, Answer]:
        rows = Score.objects.filter(assessment=found).select_related("indicator") if found else []
        return {row.indicator.code: answer_of(row) for row in rows}

    def _described(self) -> dict[int, dict[Decimal, IndicatorLevel]]:
        described: dict[int, dict[Decimal, IndicatorLevel]] = defaultdict(dict)
        for level in IndicatorLevel.objects.filter(indicator__framework=self.assessment.framework_id):
            described[level.indicator_id][level.value] = level
        return described

    def _sheets(self) -> list[AssessorSheet]:
        if not self.standing.is_apart:
            return []
        return list(AssessorSheet.objects.filter(assessment=self.assessment).select_related("assessor"))
