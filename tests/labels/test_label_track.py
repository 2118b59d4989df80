"""What a label asks against what there is: each requirement's state, its reason, and what comes next."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from lms.benchmarking.gaps import IndicatorFacts, readiness
from lms.labels.label_dates import Held, Terms
from lms.labels.label_track import (
    Benchmark,
    Facts,
    Figures,
    Pieces,
    Reason,
    Requirement,
    Stage,
    State,
    check_all,
    next_finding,
    overall,
    stage_of,
)

TERMS = Terms(first_months=24, to_end_of_month=True, grace_months=12, renewal_months=36, renewal_opens_months=12)
TODAY = date(2026, 11, 22)
INTERVIEW = Benchmark(date(2026, 10, 15), 1)
HELD = Held(date(2025, 1, 10), date(2027, 1, 31))  # may be renewed from 31 January 2026 on
LONG_HELD = Held(date(2026, 1, 10), date(2028, 1, 31))  # from 31 January 2027 on
BENCHMARKED = Requirement("benchmarked", "benchmarked", 1)
SECOND = Requirement("second", "months_since", 18, 24)


def facts(*benchmarks, **known):
    return Facts(**{"today": TODAY, "terms": TERMS, "benchmarks": tuple(benchmarks)} | known)


def found(requirement, known):
    (finding,) = check_all([requirement], known)
    return finding.state, finding.reason


def figures(*scores, minimum=None, confirmed=True, share="0.8"):
    """Return the figures of a round on a scale of 0 to 4; none is not assessed."""
    indicators = [IndicatorFacts(f"I-{n}", n, "A", 0, 4, minimum=minimum) for n in range(len(scores))]
    by_code = {f"I-{n}": score for n, score in enumerate(scores)}
    met = sum(score is not None and minimum is not None and score >= minimum for score in scores)
    return Figures(
        day=date(2026, 3, 31),
        is_confirmed=confirmed,
        readiness=readiness(indicators, by_code, gold_share=Decimal(share)),
        minimums_met=met,
        minimums_total=len(scores) if minimum else 0,
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (facts(INTERVIEW), (State.MET, Reason.BENCHMARKED)),
        (facts(), (State.MISSING, Reason.NO_BENCHMARK)),
        (facts(Benchmark(date(2024, 11, 1), 1)), (State.MET, Reason.BENCHMARKED)),  # a label until 30 November 2026
        (facts(Benchmark(date(2024, 10, 31), 1)), (State.MISSING, Reason.TOO_OLD)),  # until 31 October 2026
        (facts(Benchmark(date(2025, 1, 10), 1), last=HELD), (State.MISSING, Reason.BEFORE_RENEWAL)),
        (facts(INTERVIEW, last=HELD), (State.MET, Reason.BENCHMARKED)),
        (facts(last=LONG_HELD), (State.MET, Reason.LABEL_HELD)),
        (facts(Benchmark(date(2020, 1, 1), 1), last=LONG_HELD), (State.MET, Reason.BENCHMARKED)),
        (facts(last=Held(date(2014, 1, 1), None)), (State.MET, Reason.LABEL_HELD)),
    ],
)
def test_benchmark_counts_while_a_label_from_it_would_hold(known, expected):
    assert found(BENCHMARKED, known) == expected


def test_benchmark_by_one_assessor_is_no_benchmark_by_two():
    two = Requirement("audit", "benchmarked", 2)
    assert found(two, facts(INTERVIEW)) == (State.MISSING, Reason.TOO_FEW_ASSESSORS)
    assert found(two, facts(Benchmark(INTERVIEW.day, 2))) == (State.MET, Reason.BENCHMARKED)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (facts(), (State.MISSING, Reason.NO_BENCHMARK)),
        (facts(Benchmark(date(2025, 6, 1), 1)), (State.MISSING, Reason.TOO_EARLY)),
        (facts(Benchmark(date(2025, 5, 22), 1)), (State.MISSING, Reason.WINDOW_OPEN)),  # 18 months ago to the day
        (facts(Benchmark(date(2024, 11, 22), 1)), (State.MISSING, Reason.WINDOW_OPEN)),  # 24 months ago to the day
        (facts(Benchmark(date(2024, 11, 21), 1)), (State.MISSING, Reason.WINDOW_MISSED)),
        (facts(INTERVIEW, Benchmark(date(2025, 4, 15), 1)), (State.MET, Reason.SECOND_IN_TIME)),
        (facts(INTERVIEW, Benchmark(date(2024, 10, 15), 1)), (State.MET, Reason.SECOND_IN_TIME)),
        (facts(INTERVIEW, Benchmark(date(2025, 4, 16), 1)), (State.MISSING, Reason.TOO_EARLY)),
        (facts(INTERVIEW, Benchmark(date(2024, 10, 14), 1)), (State.MISSING, Reason.TOO_EARLY)),
        # A benchmark in between does not undo the pair.
        (facts(INTERVIEW, Benchmark(date(2026, 1, 1), 1), Benchmark(date(2025, 1, 1), 1)),
         (State.MET, Reason.SECOND_IN_TIME)),
        # The pair of ten years ago is a pair, but leads to no label any more.
        (facts(Benchmark(date(2016, 3, 31), 1), Benchmark(date(2014, 9, 30), 1)),
         (State.MISSING, Reason.WINDOW_MISSED)),
        (facts(INTERVIEW, last=HELD), (State.MET, Reason.NOT_ASKED_AGAIN)),
        (facts(last=HELD), (State.MET, Reason.NOT_ASKED_AGAIN)),
        (facts(last=LONG_HELD), (State.MET, Reason.LABEL_HELD)),
    ],
)  # fmt: skip
def test_second_benchmark_is_due_between_eighteen_and_twenty_four_months(known, expected):
    assert found(SECOND, known) == expected


def test_window_without_an_upper_end_never_closes():
    open_ended = Requirement("second", "months_since", 18)
    assert found(open_ended, facts(Benchmark(date(2010, 1, 1), 1))) == (State.MISSING, Reason.WINDOW_OPEN)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (Pieces(3, 0, 0), (State.MET, Reason.ENOUGH)),
        (Pieces(2, 1, 0), (State.UNKNOWN, Reason.WAITING)),
        (Pieces(2, 0, 4), (State.MISSING, Reason.TOO_FEW)),
        (Pieces(), (State.MISSING, Reason.TOO_FEW)),
    ],
)
def test_pieces_count_once_they_are_accepted(pieces, expected):
    assert found(Requirement("stories", "evidence", 3), facts(evidence={"stories": pieces})) == expected
    assert found(Requirement("areas", "improvements", 3), facts(improvements=pieces)) == expected


def test_requirement_without_evidence_of_its_own_is_missing():
    assert found(Requirement("stories", "evidence", 1), facts(evidence={"other": Pieces(5)}))[0] == State.MISSING


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (None, (State.UNKNOWN, Reason.NO_SCORES)),
        (Figures(TODAY, True, None, 0, 0), (State.UNKNOWN, Reason.NO_GOLD_RULE)),
        (figures(4, 4, 4, 4, 0), (State.MET, Reason.REACHED)),  # 80 % to the point
        (figures(4, 4, 4, 3, 0), (State.MISSING, Reason.NOT_REACHED)),
        (figures(4, 4, 4, 4, None), (State.MET, Reason.REACHED)),  # at its lowest still 80 %
        (figures(4, 4, 4, None, None), (State.UNKNOWN, Reason.UNCERTAIN)),
        (figures(0, 0, 4, None, None), (State.MISSING, Reason.NOT_REACHED)),
        (figures(4, 4, 4, 4, 4, confirmed=False), (State.UNKNOWN, Reason.NOT_CONFIRMED)),
        (figures(0, 0, 0, 0, 0, confirmed=False), (State.MISSING, Reason.NOT_REACHED)),
    ],
)
def test_share_of_the_maximum(known, expected):
    assert found(Requirement("share", "share"), facts(figures=known)) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (None, (State.UNKNOWN, Reason.NO_SCORES)),
        (figures(2, 2, minimum=2), (State.MET, Reason.REACHED)),
        (figures(2, 1, minimum=2), (State.MISSING, Reason.NOT_REACHED)),
        (figures(2, None, minimum=2), (State.UNKNOWN, Reason.UNCERTAIN)),
        (figures(1, None, minimum=2), (State.MISSING, Reason.NOT_REACHED)),
        (figures(2, 2, minimum=2, confirmed=False), (State.UNKNOWN, Reason.NOT_CONFIRMED)),
        (figures(0, 0), (State.MET, Reason.REACHED)),  # a framework without minimums asks for none
    ],
)
def test_minimum_requirements(known, expected):
    assert found(Requirement("minimums", "minimums"), facts(figures=known)) == expected


def test_findings_carry_the_figures():
    share, minimums = check_all(
        [Requirement("share", "share"), Requirement("minimums", "minimums")],
        facts(figures=figures(3, 3, 3, 3, 1, minimum=2)),
    )
    assert share.params["lowest_bp"] == share.params["highest_bp"] == 6_500
    assert (share.params["asked"], share.params["short_at_worst"]) == (Fraction(4, 5), 3)
    assert (minimums.params["met"], minimums.params["total"]) == (4, 5)
    assert [missed.indicator for missed in minimums.params["missed"]] == ["I-4"]


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 1, 30), Stage.HELD),
        (date(2026, 1, 31), Stage.RENEWABLE),
        (date(2027, 1, 31), Stage.RENEWABLE),
        (date(2027, 2, 1), Stage.GRACE),
        (date(2028, 1, 31), Stage.GRACE),
        (date(2028, 2, 1), Stage.ENDED),
    ],
)
def test_stage_of_a_label_turns_on_its_days(today, stage):
    assert stage_of(TERMS, HELD, today) == stage


def test_stage_without_an_award_and_without_an_end():
    assert stage_of(TERMS, None, TODAY) == Stage.NEVER
    assert stage_of(TERMS, Held(date(2014, 1, 1), None), TODAY) == Stage.HELD


def test_overall_is_the_worst_and_never_met_by_asking_nothing():
    asked = [Requirement("stories", "evidence", 1), BENCHMARKED, Requirement("minimums", "minimums")]
    met = facts(INTERVIEW, evidence={"stories": Pieces(1)}, figures=figures(4, minimum=2))
    assert overall(check_all(asked, met)) == State.MET
    assert overall(check_all(asked, facts(INTERVIEW, evidence={"stories": Pieces(1)}))) == State.UNKNOWN
    assert overall(check_all(asked, facts())) == State.MISSING
    assert overall([]) == State.UNKNOWN


def test_next_is_what_is_missing_before_what_only_waits_for_its_time_before_what_is_not_known():
    asked = [
        Requirement("minimums", "minimums"), SECOND, Requirement("areas", "improvements", 3), BENCHMARKED,
    ]  # fmt: skip
    findings = check_all(asked, facts(INTERVIEW))
    assert next_finding(findings).requirement == "areas"
    assert next_finding(findings[:2]).requirement == "second"
    assert next_finding(findings[:1]).requirement == "minimums"
    assert next_finding(findings[3:]) is None
