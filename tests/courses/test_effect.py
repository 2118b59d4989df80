"""What changed after a plan: who is on which side, what is left out, and what started equally low."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.effect import Tally, equally_low, observe, tally
from courses.effect_page import Pair
from lms.benchmarking.gaps import IndicatorFacts, Round


def facts(code, low=0, high=4):
    return IndicatorFacts(
        code=code,
        position=int(code[1:]),
        group="G",
        min_level=Decimal(low),
        max_level=Decimal(high),
        weight=1,
        threshold=Decimal(3),
        minimum=None,
    )


def rounds(before, after, indicators=None):
    """Return two rounds on one framework, from levels by code."""
    indicators = indicators or [facts(code) for code in sorted(before)]
    return Round(tuple(indicators), before), Round(tuple(indicators), after)


def moves(seen):
    return [(one.code, one.change_bp, one.start) for one in seen]


def test_sides_are_what_the_plan_aimed_at_and_all_the_rest():
    observed = observe(
        *rounds({"I1": 1, "I2": 2, "I3": 4}, {"I1": 2, "I2": 2, "I3": 3}), aimed={"I1", "I9"}, along={"I1", "I2"}
    )
    assert moves(observed.aimed) == [("I1", 2500, Fraction(1, 4))]
    assert moves(observed.others) == [("I2", 0, Fraction(1, 2)), ("I3", -2500, 1)]
    assert [(one.code, one.along) for one in observed.compared] == [("I1", False), ("I2", True), ("I3", False)]
    assert observed.left_out == {}


def test_what_cannot_be_compared_is_left_out_and_counted():
    before = Round((facts("I1"), facts("I2"), facts("I3"), facts("I4")), {"I1": 1, "I2": None, "I3": 1, "I4": 1})
    after = Round((facts("I1"), facts("I2"), facts("I4", high=5), facts("I5")), {"I1": None, "I2": 1, "I4": 2, "I5": 1})
    observed = observe(before, after, aimed={"I1", "I3"})
    assert observed.compared == ()
    assert observed.left_out == {"not_assessed": 2, "other_version": 2, "other_scale": 1}


def test_a_score_of_zero_is_a_score():
    observed = observe(*rounds({"I1": 0, "I2": 1}, {"I1": 1, "I2": 0}), aimed={"I1"})
    assert moves(observed.compared) == [("I1", 2500, 0), ("I2", -2500, Fraction(1, 4))]


def test_start_and_change_are_shares_of_each_indicators_own_range():
    ten = [facts("I1", low=2, high=12), facts("I2")]
    observed = observe(*rounds({"I1": 7, "I2": 2}, {"I1": 8, "I2": 3}, ten), aimed={"I1"})
    assert moves(observed.compared) == [("I1", 1000, Fraction(1, 2)), ("I2", 2500, Fraction(1, 2))]


@pytest.mark.parametrize(
    ("levels", "counts", "median", "up_bp"),
    [
        ([], (0, 0, 0), None, None),
        ([1, 1, 2], (1, 2, 0), 0, 3333),
        ([0, 2], (1, 0, 1), 0, 5000),
        ([2, 3, 1, 1], (2, 2, 0), 1250, 5000),
        ([2, 2, 1], (2, 1, 0), 2500, 6667),
    ],
)
def test_tally_counts_and_finds_the_middle(levels, counts, median, up_bp):
    codes = [f"I{n}" for n in range(len(levels))]
    seen = observe(*rounds(dict.fromkeys(codes, 1), dict(zip(codes, levels, strict=True))), aimed=()).compared
    found = tally(seen)
    assert (found.up, found.same, found.down) == counts
    assert (found.count, found.median_bp, found.up_bp) == (len(levels), median, up_bp)


def test_mean_is_exact():
    seen = observe(*rounds(dict.fromkeys(["I1", "I2", "I3"], 1), {"I1": 2, "I2": 2, "I3": 0}), aimed=()).compared
    assert tally(seen).mean_bp == Fraction(2500, 3)


def test_equally_low_keeps_only_starts_that_both_sides_have():
    before = {"I1": 0, "I2": 1, "I3": 1, "I4": 1, "I5": 4}
    aimed, others = equally_low(observe(*rounds(before, before), aimed={"I1", "I2", "I3"}).compared)
    assert ([one.code for one in aimed], [one.code for one in others]) == (["I2", "I3"], ["I4"])


levels = st.integers(0, 4)


@given(st.lists(st.tuples(levels, levels, st.booleans()), max_size=12))
def test_every_indicator_is_on_one_side_and_equal_starts_have_equal_starts(drawn):
    codes = [f"I{n}" for n in range(len(drawn))]
    before = {code: first for code, (first, _, _) in zip(codes, drawn, strict=True)}
    after = {code: second for code, (_, second, _) in zip(codes, drawn, strict=True)}
    aimed = {code for code, (_, _, is_aimed) in zip(codes, drawn, strict=True) if is_aimed}
    observed = observe(*rounds(before, after), aimed=aimed)

    assert {one.code for one in observed.aimed} == aimed
    assert len(observed.aimed) + len(observed.others) == len(drawn)
    matched_aimed, matched_others = equally_low(observed.compared)
    assert {one.start for one in matched_aimed} == {one.start for one in matched_others}
    dropped = [one for one in observed.others if one not in matched_others]
    assert not {one.start for one in dropped} & {one.start for one in observed.aimed}


@pytest.mark.parametrize(("up", "direction"), [(2, "more"), (1, "equal"), (0, "less")])
def test_direction_is_the_side_that_rose_more_often(up, direction):
    others = Tally(2, 2, 0, None, None)
    aimed = Tally(up, 2 - up, 0, None, None)
    assert Pair(aimed, others).direction == direction
    assert Pair(replace(aimed, up=0, same=0), others).direction == "unknown"
