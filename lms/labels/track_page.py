"""Everything that the label track of a cluster shows, on the site and in the PDF for its board.

The same for whoever may see the track: what a reader may do there is asked beside it.
"""

from dataclasses import dataclass
from datetime import date

from lms.benchmarking.models import Assessment, Indicator
from lms.clusters.models import Cluster, LabelAward

from .label_dates import AwardDates, Held, grace_until, opens_on
from .label_records import LEVELS, Record, RuleBook, figured, held_from, records_of, requirements_of, rule_book
from .label_track import Ask, Figures, Finding, Stage, State, check_all, next_finding, overall
from .label_words import finding_details, finding_words
from .models import ImprovementArea, LabelEvidence, LabelProposal, LabelRequirement, LabelRule
from .step_words import dates_words, stage_words, step_words
from .timeline import Span, Timeline, timeline_of


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One thing that a label asks: `state` is met, unknown or missing; words and details say why, with the figures.

    Labels that ask for the same share its `evidence`: it is listed under the first of them, `listed_under`.
    """

    requirement: LabelRequirement
    finding: Finding
    level: str
    listed_under: str
    evidence: tuple[LabelEvidence, ...]
    indicators: dict[str, Indicator]

    @property
    def name(self) -> str:
        """What is asked, in the reader's language."""
        return str(self.requirement.name)

    @property
    def help(self) -> str:
        """What to do for it."""
        return str(self.requirement.help)

    @property
    def state(self) -> State:
        """Met, unknown or missing."""
        return self.finding.state

    @property
    def words(self) -> str:
        """Why it is in its state, in one sentence."""
        return finding_words(self.finding)

    @property
    def details(self) -> list[str]:
        """What the sentence counts, line by line: the minimum requirements that are missed or not assessed."""
        return finding_details(self.finding, self.indicators)

    @property
    def takes_evidence(self) -> bool:
        """Say whether evidence is attached here."""
        return self.finding.kind == Ask.EVIDENCE

    @property
    def lists_evidence(self) -> bool:
        """Say whether the evidence is shown here, rather than under a label before."""
        return self.takes_evidence and self.level == self.listed_under

    @property
    def listed_under_name(self) -> str:
        """The label under which the evidence is shown."""
        return str(LabelAward.Level(self.listed_under).label)

    @property
    def takes_improvements(self) -> bool:
        """Say whether it counts the areas of improvement."""
        return self.finding.kind == Ask.IMPROVEMENTS


@dataclass(frozen=True, slots=True)
class LabelCard:
    """One label: what it asks, how far the cluster is, its dates, and the next step.

    `last`: the latest award of the level, in force or not; `dates_from`: the days that the latest benchmark leads to;
    `if_benchmarked_today`: while it leads to none, those that one held today would lead to. Without a `rule` in force
    there are no requirements.
    """

    level: str
    rule: LabelRule | None
    stage: Stage
    state: State
    requirements: tuple[RequirementRow, ...]
    last: Held | None
    renewable_from: date | None
    grace_until: date | None
    benchmarked_on: date | None
    dates_from: AwardDates | None
    if_benchmarked_today: AwardDates | None
    proposal: LabelProposal | None

    @property
    def level_name(self) -> str:
        """Bronze, Silver or Gold."""
        return str(LabelAward.Level(self.level).label)

    @property
    def met(self) -> int:
        """How many requirements are met."""
        return sum(row.state == State.MET for row in self.requirements)

    @property
    def is_held(self) -> bool:
        """Say whether the label is in force."""
        return self.stage in (Stage.HELD, Stage.RENEWABLE)

    @property
    def stage_words(self) -> str:
        """Where the label stands in time, in one sentence."""
        return stage_words(self)

    @property
    def next_row(self) -> RequirementRow | None:
        """The requirement to see to next; none when all is met or nothing is asked."""
        found = next_finding(row.finding for row in self.requirements)
        return next((row for row in self.requirements if found and row.finding.requirement == found.requirement), None)

    @property
    def dates_words(self) -> str:
        """From when until when the label would hold, in one sentence; empty where a proposal says it."""
        return dates_words(self)

    @property
    def next_step_words(self) -> str:
        """What to do next for this label, in one sentence."""
        return step_words(self)


@dataclass(frozen=True, slots=True)
class TrackPage:
    """The track of one cluster on one day. `assessment`: the round whose scores count, closed or not; may be none."""

    cluster: Cluster
    today: date
    labels: tuple[LabelCard, ...]
    awards: tuple[LabelAward, ...]
    improvements: tuple[ImprovementArea, ...]
    improvements_needed: int
    assessment: Assessment | None
    figures: Figures | None
    timeline: Timeline | None

    @property
    def aim(self) -> LabelCard | None:
        """The label to work for: one to be renewed, else the first that is not in force; none when all are held."""
        urgent = (card for card in self.labels if card.stage in (Stage.RENEWABLE, Stage.GRACE) and card.rule)
        open_ones = (card for card in self.labels if not card.is_held and card.rule)
        return next(urgent, None) or next(open_ones, None)

    @property
    def disclaimer(self) -> str:
        """What the framework says of its own figures; empty without a round."""
        return str(self.assessment.framework.disclaimer) if self.assessment else ""


def track_page(cluster: Cluster, today: date) -> TrackPage:
    """Read and judge everything; a fixed number of queries."""
    record, book = records_of([cluster.pk])[cluster.pk], rule_book()
    counting = record.counting
    scored = figured([counting] if counting else [])
    figures = scored.figures[counting.pk] if counting else None
    indicators = {found.code: found for rows in scored.indicators.values() for found in rows}
    loaded = _Loaded(cluster, today, record, book, figures, indicators)
    cards = tuple(loaded.card(level) for level in LEVELS)
    return TrackPage(
        cluster=cluster,
        today=today,
        labels=cards,
        awards=tuple(record.awards),
        improvements=tuple(record.improvements),
        improvements_needed=_improvements_needed(cards),
        assessment=counting,
        figures=figures,
        timeline=timeline_of([_span(card, record) for card in cards], today),
    )


class _Loaded:
    """The rows behind one page, each kind read once."""

    def __init__(
        self,
        cluster: Cluster,
        today: date,
        record: Record,
        book: RuleBook,
        figures: Figures | None,
        indicators: dict[str, Indicator],
    ) -> None:
        self.today, self.record, self.book, self.figures, self.indicators = today, record, book, figures, indicators
        open_ones = LabelProposal.objects.filter(cluster=cluster, status=LabelProposal.Status.OPEN)
        self.proposals = {proposal.level: proposal for proposal in open_ones}
        self.first_asked: dict[str, str] = {}

    def card(self, level: str) -> LabelCard:
        """Hold one label against the facts."""
        rule, last = self.book.in_force(level, self.today), self.record.held(level)
        if rule is None:
            return self._without_rule(level, last)
        facts = self.record.facts(rule, today=self.today, benchmarks=self.record.benchmarks, figures=self.figures)
        requirements = list(rule.requirements.all())
        findings = check_all(requirements_of(rule), facts)
        ends = last.valid_until if last else None
        return LabelCard(
            level=level,
            rule=rule,
            stage=facts.stage,
            state=overall(findings),
            requirements=tuple(self._row(level, *found) for found in zip(requirements, findings, strict=True)),
            last=last,
            renewable_from=opens_on(facts.terms, ends) if ends else None,
            grace_until=grace_until(facts.terms, ends) if ends else None,
            benchmarked_on=facts.benchmarks[0].day if facts.benchmarks else None,
            dates_from=facts.leads_to,
            if_benchmarked_today=facts.would_hold,
            proposal=self.proposals.get(level),
        )

    def _row(self, level: str, requirement: LabelRequirement, finding: Finding) -> RequirementRow:
        attached = tuple(piece for piece in self.record.evidence if piece.requirement == requirement.code)
        first = self.first_asked.setdefault(requirement.code, level)
        return RequirementRow(requirement, finding, level, first, attached, self.indicators)

    def _without_rule(self, level: str, last: Held | None) -> LabelCard:
        held = last is not None and (last.valid_until is None or last.valid_until >= self.today)
        stage = Stage.HELD if held else Stage.ENDED if last else Stage.NEVER
        return LabelCard(
            level, None, stage, State.UNKNOWN, (), last, None, None, None, None, None, self.proposals.get(level)
        )


def _improvements_needed(cards: tuple[LabelCard, ...]) -> int:
    rows = (row for card in cards for row in card.requirements if row.takes_improvements)
    return max((row.finding.params["needed"] for row in rows), default=0)


def _span(card: LabelCard, record: Record) -> Span:
    awards = tuple(held_from(award) for award in record.awards if award.level == card.level)
    return Span(card.level, card.level_name, awards, card.last, card.renewable_from, card.grace_until)
