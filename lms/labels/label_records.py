"""What the database knows of clusters on their way to labels, read for many at once into the values of the rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from lms.benchmarking.benchmark_rows import minimums_of
from lms.benchmarking.gaps import Round
from lms.benchmarking.models import Assessment, Framework, Indicator, ScaleLevel
from lms.benchmarking.reading import facts_of, indicators_by_framework, readiness_for, scores_by_assessment
from lms.clusters.models import Cluster, LabelAward

from .label_dates import Held, Terms, latest
from .label_track import Ask, Benchmark, Facts, Figures, Pieces, Requirement
from .models import ImprovementArea, LabelEvidence, LabelRule
from .models.evidence import Review

LEVELS = tuple(LabelAward.Level)
BY_ASSESSORS = (Assessment.Kind.INTERVIEW, Assessment.Kind.AUDIT)


@dataclass
class Record:
    """One cluster: its awards, its rounds (closed ones first, the latest first), and what it has brought."""

    awards: list[LabelAward] = field(default_factory=list)
    rounds: list[Assessment] = field(default_factory=list)
    evidence: list[LabelEvidence] = field(default_factory=list)
    improvements: list[ImprovementArea] = field(default_factory=list)

    @property
    def benchmarks(self) -> list[Assessment]:
        """The closed interviews and audits, the latest first."""
        return [found for found in self.rounds if is_benchmark(found)]

    @property
    def counting(self) -> Assessment | None:
        """The evaluation whose scores count: the latest closed one, or what the cluster says while there is none."""
        return _first_evaluation(self.rounds)

    def held(self, level: str) -> Held | None:
        """The latest award of a level."""
        return latest(held_from(award) for award in self.awards if award.level == level)

    @property
    def pieces(self) -> dict[str, Pieces]:
        """How much evidence there is for each requirement; labels that ask for the same share it."""
        by_code: dict[str, list[LabelEvidence]] = defaultdict(list)
        for piece in self.evidence:
            by_code[piece.requirement].append(piece)
        return {code: _counted(found) for code, found in by_code.items()}

    def facts(
        self, rule: LabelRule, *, today: date, benchmarks: Iterable[Assessment], figures: Figures | None
    ) -> Facts:
        """Return what the rules of one label need; `benchmarks` come latest first."""
        return Facts(
            today=today,
            terms=terms_of(rule),
            last=self.held(rule.level),
            benchmarks=tuple(Benchmark(found.assessed_on, assessors_of(found)) for found in benchmarks),
            figures=figures,
            evidence=self.pieces,
            improvements=_counted(self.improvements),
        )


@dataclass(frozen=True)
class RuleBook:
    """Every version of every label's rule, with its requirements."""

    rules: tuple[LabelRule, ...]

    def in_force(self, level: str, on: date) -> LabelRule | None:
        """Return the rule of a label on a day: the latest that has begun."""
        begun = (rule for rule in self.rules if rule.level == level and rule.valid_from <= on)
        return max(begun, key=lambda rule: rule.valid_from, default=None)


def rule_book() -> RuleBook:
    """Read all rules; two queries."""
    return RuleBook(tuple(LabelRule.objects.prefetch_related("requirements")))


def records_of(clusters: Iterable[int]) -> dict[int, Record]:
    """Read the records of clusters, one for each; four queries however many."""
    keys = list(clusters)
    records = {key: Record() for key in keys}
    for award in LabelAward.objects.filter(cluster__in=keys).order_by("valid_from", "pk"):
        records[award.cluster_id].awards.append(award)
    for found in _rounds(keys):
        records[found.cluster_id].rounds.append(found)
    for piece in LabelEvidence.objects.filter(cluster__in=keys).select_related("written_by", "reviewed_by"):
        records[piece.cluster_id].evidence.append(piece)
    areas = ImprovementArea.objects.filter(cluster__in=keys).select_related("written_by", "reviewed_by")
    for area in areas.prefetch_related("indicators"):
        records[area.cluster_id].improvements.append(area)
    return records


def counting_round(cluster: Cluster) -> Assessment | None:
    """Return the round whose scores count for a cluster's labels."""
    return _first_evaluation(_rounds([cluster.pk]))


def _first_evaluation(rounds: Iterable[Assessment]) -> Assessment | None:
    return next((found for found in rounds if found.framework.kind == Framework.Kind.EVALUATION), None)


def _rounds(clusters: list[int]) -> Iterable[Assessment]:
    """Read what everybody of the cluster may see: closed rounds, and open ones of what the cluster says of itself."""
    readable = Q(status=Assessment.Status.CLOSED) | Q(kind=Assessment.Kind.SELF)
    handed_in = Count("sheets", filter=Q(sheets__handed_in_at__isnull=False))
    rounds = Assessment.objects.filter(readable, cluster__in=clusters).closed_first()
    return rounds.annotate(sheet_count=Count("sheets"), handed_in_count=handed_in)


@dataclass(frozen=True)
class Figured:
    """The figures of rounds, by the key of the round, and the indicators behind them, by the key of the framework."""

    figures: dict[int, Figures]
    indicators: dict[int, list[Indicator]]


def figured(assessments: Iterable[Assessment]) -> Figured:
    """Read the scores of rounds; three queries however many, none without a round."""
    rounds = list(assessments)
    if not rounds:
        return Figured({}, {})
    frameworks = {found.framework_id for found in rounds}
    indicators = indicators_by_framework(frameworks)
    levels: dict[int, list[ScaleLevel]] = defaultdict(list)
    for level in ScaleLevel.objects.filter(framework__in=frameworks):
        levels[level.framework_id].append(level)
    scores = scores_by_assessment(found.pk for found in rounds)
    figures = {}
    for found in rounds:
        scored = Round(facts_of(indicators[found.framework_id]), scores[found.pk])
        figures[found.pk] = _figures(found, scored, levels[found.framework_id])
    return Figured(figures, indicators)


def _figures(assessment: Assessment, found: Round, levels: list[ScaleLevel]) -> Figures:
    minimums = minimums_of(found)
    return Figures(
        day=assessment.assessed_on,
        is_confirmed=is_benchmark(assessment),
        readiness=readiness_for(assessment.framework, found.indicators, found.scores, levels),
        minimums_met=minimums.met,
        minimums_total=minimums.total,
    )


def is_benchmark(assessment: Assessment) -> bool:
    """Say whether it stands for a benchmarking by assessors: closed, and more than the cluster's own word."""
    return assessment.is_closed and assessment.kind in BY_ASSESSORS


def assessors_of(assessment: Assessment) -> int:
    """Return how many assessors scored it: the sheets handed in, or what it says where it came in by import."""
    return assessment.handed_in_count if assessment.sheet_count else assessment.assessors_needed  # type: ignore[attr-defined]  # annotated


def held_from(award: LabelAward) -> Held:
    """Return the days of an award."""
    return Held(award.valid_from, award.valid_until)


def terms_of(rule: LabelRule) -> Terms:
    """Return what a rule says of time."""
    return Terms(
        first_months=rule.first_months,
        to_end_of_month=rule.to_end_of_month,
        grace_months=rule.grace_months,
        renewal_months=rule.renewal_months,
        renewal_opens_months=rule.renewal_opens_months,
    )


def requirements_of(rule: LabelRule) -> list[Requirement]:
    """Return what a rule asks; a benchmark that says no number of assessors asks for the rule's."""
    return [
        Requirement(
            code=asked.code,
            kind=asked.kind,
            amount=rule.assessors if asked.kind == Ask.BENCHMARKED and asked.amount is None else asked.amount,
            amount_until=asked.amount_until,
        )
        for asked in rule.requirements.all()
    ]


def _counted(pieces: Iterable[LabelEvidence | ImprovementArea]) -> Pieces:
    count: Mapping[str, int] = Counter(piece.review for piece in pieces)
    return Pieces(count[Review.ACCEPTED], count[Review.WAITING], count[Review.REFUSED])
