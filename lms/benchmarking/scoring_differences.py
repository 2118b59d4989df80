"""The page on which assessors settle what they scored differently, the differences first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lms.people.models import User

from .agreement import Agreement
from .answers import Answer
from .models import Assessment, EvidenceFile, Indicator, IndicatorLevel, SheetScore
from .reading import levels_of
from .scoring_agreement import agreed_scores, agreement_of, sheets_by_indicator
from .scoring_cards import Option, label_of, options_of
from .scoring_saving import answer_of


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one assessor says of an indicator."""

    assessor: str
    answer: Answer
    label: str
    files: Sequence[EvidenceFile]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One indicator: what each assessor says, and what they agreed on; `seen` is the mark of that.

    `settled_by` has settled or confirmed it last; nothing while neither of the assessors has.
    """

    indicator: Indicator
    options: Sequence[Option]
    opinions: Sequence[Opinion]
    agreed: Answer
    agreed_label: str
    settled_by: User | None = None

    @property
    def seen(self) -> str:
        """What the form sends back, so that a change in between is noticed."""
        return self.agreed.mark

    @property
    def is_equal(self) -> bool:
        """Say whether all give the same level."""
        return len({opinion.answer.key for opinion in self.opinions}) == 1


@dataclass(frozen=True, slots=True)
class Differences:
    """All indicators of an assessment whose sheets are in."""

    comparisons: Sequence[Comparison]
    agreement: Agreement

    @property
    def different(self) -> list[Comparison]:
        """What is to be settled, or was."""
        return [found for found in self.comparisons if not found.is_equal]

    @property
    def equal(self) -> list[Comparison]:
        """What was taken over in one go."""
        return [found for found in self.comparisons if found.is_equal]

    @property
    def open(self) -> list[Comparison]:
        """What neither assessor has settled yet."""
        return [found for found in self.different if found.settled_by is None]

    def said_by(self, person: int) -> list[Comparison]:
        """What this assessor has settled or confirmed last."""
        return [found for found in self.different if found.settled_by and found.settled_by.pk == person]


def load_differences(assessment: Assessment) -> Differences:
    """Return what the assessors say of every indicator, in seven queries; call it once all sheets are in."""
    scale = levels_of(assessment.framework)
    sheets, scores = sheets_by_indicator(assessment), agreed_scores(assessment)
    agreement = agreement_of(sheets, scores)
    described, files = _described(assessment), _files(assessment)
    rows = Indicator.objects.filter(framework=assessment.framework_id).select_related("group")
    comparisons = []
    for indicator in rows.order_by("group__position", "position", "code"):
        options = options_of(indicator, scale, described[indicator.pk])
        score = scores.get(indicator.pk)
        answer = answer_of(score)
        settled_by = score.entered_by if score and score.entered_by_id in agreement.assessors else None
        opinions = [_opinion(row, options, files[indicator.pk]) for row in sheets.get(indicator.pk, [])]
        label = label_of(answer, options)
        comparisons.append(Comparison(indicator, options, opinions, answer, label, settled_by))
    return Differences(comparisons, agreement)


def _opinion(row: SheetScore, options: Sequence[Option], files: Sequence[EvidenceFile]) -> Opinion:
    answer, assessor = answer_of(row), row.sheet.assessor
    own = [file for file in files if file.uploaded_by_id == assessor.pk]
    return Opinion(str(assessor), answer, label_of(answer, options), own)


def _described(assessment: Assessment) -> dict[int, dict[Decimal, IndicatorLevel]]:
    found: dict[int, dict[Decimal, IndicatorLevel]] = defaultdict(dict)
    for level in IndicatorLevel.objects.filter(indicator__framework=assessment.framework_id):
        found[level.indicator_id][level.value] = level
    return found


def _files(assessment: Assessment) -> dict[int, list[EvidenceFile]]:
    found: dict[int, list[EvidenceFile]] = defaultdict(list)
    for file in EvidenceFile.objects.filter(assessment=assessment):
        found[file.indicator_id].append(file)
    return found
