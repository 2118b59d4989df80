"""Proposes labels: when a closed interview or audit meets all that a label asks, and a label from it would still hold.

Idempotent: a proposal is written once for an assessment and a label, whatever became of it. The clock asks for it, and
whoever accepts the last piece that was missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.benchmarking.models import Assessment
from lms.clusters.models import Cluster

from .label_dates import months_later
from .label_records import BY_ASSESSORS, LEVELS, Record, RuleBook, figured, records_of, requirements_of, rule_book
from .label_track import Ask, Facts, Figures, Requirement, State, check_all, overall
from .models import LabelProposal, LabelRule
from .notices import tell_proposed

CHUNK = 200
FROM_SCORES = (Ask.SHARE, Ask.MINIMUMS)


@dataclass(frozen=True)
class _Candidate:
    """An assessment that meets what a label asks, as far as that does not hang on its scores."""

    record: Record
    rule: LabelRule
    benchmarks: Sequence[Assessment]
    today: date

    @property
    def assessment(self) -> Assessment:
        """The benchmark that would lead to the label; those behind it came before."""
        return self.benchmarks[0]

    @property
    def pair(self) -> tuple[int, str]:
        """What a proposal is unique for."""
        return self.assessment.pk, self.rule.level

    def facts(self, figures: Figures | None = None) -> Facts:
        """Return what the rules need."""
        return self.record.facts(self.rule, today=self.today, benchmarks=self.benchmarks, figures=figures)

    def is_met(self, figures: Figures | None) -> bool:
        """Say whether everything is met; without figures, everything that does not hang on scores."""
        asked = requirements_of(self.rule)
        kept = asked if figures else [one for one in asked if one.kind not in FROM_SCORES]
        return _all_met(kept, self.facts(figures)) if asked else False


def propose_labels(*, now: datetime, clusters: Iterable[int] | None = None) -> int:
    """Write the proposals that are due, for all clusters or those given; return how many."""
    book, today = rule_book(), timezone.localdate(now)
    if not book.rules:
        return 0
    keys = sorted(_benchmarked_lately(book, today, clusters))
    return sum(
        _propose(candidate, figures, now=now)
        for start in range(0, len(keys), CHUNK)
        for candidate, figures in _met(keys[start : start + CHUNK], book, today)
    )


def _benchmarked_lately(book: RuleBook, today: date, clusters: Iterable[int] | None) -> set[int]:
    """Return the clusters with a benchmark from which a label might still hold."""
    longest = max(max(rule.first_months, rule.renewal_months + rule.renewal_opens_months) for rule in book.rules)
    lately = Assessment.objects.filter(
        status=Assessment.Status.CLOSED, kind__in=BY_ASSESSORS, assessed_on__gte=months_later(today, -longest - 1)
    )
    if clusters is not None:
        lately = lately.filter(cluster__in=list(clusters))
    return set(lately.order_by().values_list("cluster", flat=True))


def _met(keys: list[int], book: RuleBook, today: date) -> Iterator[tuple[_Candidate, Figures]]:
    """Yield what meets everything; the scores of those are read that meet all the rest."""
    proposals = LabelProposal.objects.filter(cluster__in=keys)
    taken = set(proposals.values_list("assessment", "level"))
    waiting = set(proposals.filter(status=LabelProposal.Status.OPEN).values_list("cluster", "level"))
    listed = [
        list(_candidates(record, level, book, today))
        for key, record in records_of(keys).items()
        for level in LEVELS
        if (key, level) not in waiting
    ]
    scored = figured({one.assessment.pk: one.assessment for found in listed for one in found}.values()).figures
    for found in listed:
        first = next((one for one in found if one.pair in taken or one.is_met(scored[one.assessment.pk])), None)
        if first is not None and first.pair not in taken:
            yield first, scored[first.assessment.pk]


def _candidates(record: Record, level: str, book: RuleBook, today: date) -> Iterator[_Candidate]:
    """Yield the benchmarks that may lead to a label, the latest first, each under the rule of its own day."""
    benchmarks = record.benchmarks
    for number, assessment in enumerate(benchmarks):
        rule = book.in_force(level, assessment.assessed_on)
        if rule is None:
            continue
        candidate = _Candidate(record, rule, benchmarks[number:], today)
        if candidate.facts().leads_to is not None and candidate.is_met(None):
            yield candidate


def _all_met(requirements: Iterable[Requirement], facts: Facts) -> bool:
    listed = list(requirements)
    return not listed or overall(check_all(listed, facts)) == State.MET


def _propose(candidate: _Candidate, figures: Figures, *, now: datetime) -> bool:
    """Write a proposal and tell the coordinators, unless somebody else just did."""
    dates = candidate.facts(figures).leads_to
    assert dates is not None  # noqa: S101  # a candidate leads to something
    proposal = LabelProposal(
        cluster=Cluster.objects.get(pk=candidate.assessment.cluster_id),
        level=candidate.rule.level,
        kind=dates.kind,
        assessment=candidate.assessment,
        rule=candidate.rule,
        valid_from=dates.valid_from,
        valid_until=dates.valid_until,
        proposed_at=now,
    )
    try:
        with transaction.atomic():
            proposal.save()
            log(instance=proposal, action="wagtail.create")
            tell_proposed(proposal, now=now)
    except IntegrityError:  # at the same moment, by the clock and by whoever accepted the last piece
        return False
    return True
