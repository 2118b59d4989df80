"""Readiness for Gold: the share of the maximum, the minimums, and what missing scores leave open."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.benchmarking.gaps import IndicatorFacts, Minimum, Verdict, readiness
from tests.benchmarking.benchmark_files import BENCHMARKS, INDICATORS, read

GOLD = Decimal("0.800")
MINIMUMS = {"ECEI-06", "ECEI-15", "ECEI-17", "ECEI-18", "ECEI-19", "ECEI-24"}
ECEI = [
    IndicatorFacts(code, place, "G", 0, 4, minimum=2 if code in MINIMUMS else None)
    for place, code in enumerate(INDICATORS)
]
THREE = [
    IndicatorFacts("A", 1, "G", 0, 4, weight=9, minimum=2),
    IndicatorFacts("B", 2, "G", 1, 5, minimum=1),
    IndicatorFacts("C", 3, "H", 0, 4, minimum=3),
]
LEVELS = {"A": range(5), "B": range(1, 6), "C": range(5)}
WHOLE_SCORES = st.fixed_dictionaries({code: st.sampled_from(levels) for code, levels in LEVELS.items()})


@pytest.mark.parametrize(
    ("cluster", "points", "share_bp", "short", "missed"),
    [
        ("CBM", 66, 5322, 34, ["ECEI-18", "ECEI-19"]),
        ("POLO-PN", 70, 5645, 30, ["ECEI-06", "ECEI-18"]),
        ("ASDI-SEDIA", 50, 4032, 50, ["ECEI-06", "ECEI-15", "ECEI-17", "ECEI-18", "ECEI-19", "ECEI-24"]),
    ],
)
def test_demonstration_clusters_are_points_and_minimums_short_of_gold(cluster, points, share_bp, short, missed):
    workbook = read((BENCHMARKS / "benchmark_2014.xlsx").read_bytes()).workbook
    result = readiness(ECEI, workbook.scores[cluster], gold_share=GOLD)
    assert (result.points_lowest, result.points_highest, result.points_maximum) == (points, points, 124)
    assert (result.share_lowest_bp, result.share_highest_bp) == (share_bp, share_bp)
    assert (result.short_at_best, result.short_at_worst) == (short, short)
    assert [minimum.indicator for minimum in result.missed] == missed
    assert (result.points_needed, result.verdict) == (Fraction(496, 5), Verdict.NOT_REACHED)


def test_gold_needs_the_share_and_every_minimum():
    assert readiness(THREE, {"A": 4, "B": 5, "C": 3}, gold_share=GOLD).verdict == Verdict.REACHED
    assert readiness(THREE, {"A": 1, "B": 5, "C": 4}, gold_share=Decimal("0.5")).verdict == Verdict.NOT_REACHED
    assert readiness(THREE, {"A": 2, "B": 1, "C": 3}, gold_share=GOLD).verdict == Verdict.NOT_REACHED


def test_share_exactly_at_gold_is_enough_and_just_below_is_not():
    ten = [IndicatorFacts(str(place), place, "G", 0, 1) for place in range(10)]
    scores = {str(place): int(place < 8) for place in range(10)}
    assert readiness(ten, scores, gold_share=GOLD).verdict == Verdict.REACHED
    result = readiness(ten, scores, gold_share=Decimal("0.801"))
    assert (result.verdict, result.short_at_worst, result.share_lowest_bp) == (Verdict.NOT_REACHED, 1, 8000)


def test_share_is_rounded_down_so_that_it_never_reads_as_gold():
    wide = [IndicatorFacts("A", 1, "G", 0, 100_000)]
    assert readiness(wide, {"A": 79_999}, gold_share=GOLD).share_lowest_bp == 7999


def test_weights_do_not_count():
    heavy = readiness(THREE, {"A": 0, "B": 5, "C": 4}, gold_share=GOLD)
    assert (heavy.points_lowest, heavy.points_maximum) == (9, 13)


def test_missed_minimum_says_by_how_much():
    result = readiness(THREE, {"A": 1, "B": 1, "C": Decimal("0.5")}, gold_share=GOLD)
    assert result.missed == (Minimum("A", 2, 1, 1), Minimum("C", 3, Decimal("0.5"), Decimal("2.5")))
    assert result.unknown == ()


def test_missing_scores_leave_a_range_and_unknown_minimums():
    result = readiness(THREE, {"A": 4, "C": None}, gold_share=GOLD)
    assert (result.points_lowest, result.points_highest) == (5, 13)
    assert (result.share_lowest_bp, result.share_highest_bp) == (3846, 10000)
    assert (result.short_at_worst, result.short_at_best) == (6, 0)
    assert result.not_assessed == ("B", "C")
    assert result.unknown == (Minimum("C", 3, None, None),)
    assert result.verdict == Verdict.OPEN


def test_lowest_level_above_zero_counts_towards_the_maximum_score():
    five = [IndicatorFacts(str(place), place, "G", 1, 5) for place in range(4)]
    result = readiness(five, dict.fromkeys("0123", 1), gold_share=GOLD)
    assert (result.share_lowest_bp, result.short_at_worst) == (2000, 12)


def test_points_short_are_rounded_up_to_what_can_be_scored():
    result = readiness(ECEI, dict.fromkeys(INDICATORS, 3), gold_share=GOLD)
    assert (result.points_lowest, result.short_at_worst) == (93, 7)
    halves = readiness(ECEI, dict.fromkeys(INDICATORS, 3), gold_share=GOLD, point_step=Decimal("0.5"))
    assert halves.short_at_worst == Decimal("6.5")


def test_framework_without_indicators_has_no_share():
    result = readiness([], {}, gold_share=GOLD)
    assert (result.share_lowest_bp, result.share_highest_bp, result.points_maximum) == (None, None, 0)


@given(scores=WHOLE_SCORES, hidden=st.sets(st.sampled_from("ABC")), gold=st.integers(1, 100))
def test_range_holds_whatever_the_missing_scores_turn_out_to_be(scores, hidden, gold):
    share = Fraction(gold, 100)
    known = {code: None if code in hidden else score for code, score in scores.items()}
    before, after = readiness(THREE, known, gold_share=share), readiness(THREE, scores, gold_share=share)
    assert before.points_lowest <= after.points_lowest == after.points_highest <= before.points_highest
    assert before.share_lowest_bp <= after.share_lowest_bp <= before.share_highest_bp
    assert before.short_at_best <= after.short_at_best <= before.short_at_worst
    assert set(before.missed) <= set(after.missed)
    open_ones = {minimum.indicator for minimum in (*before.missed, *before.unknown)}
    assert {minimum.indicator for minimum in after.missed} <= open_ones
    assert before.verdict in (Verdict.OPEN, after.verdict)


@given(scores=WHOLE_SCORES, order=st.permutations(THREE))
def test_order_of_loading_never_matters(scores, order):
    assert readiness(order, scores, gold_share=GOLD) == readiness(THREE, scores, gold_share=GOLD)
