"""What changed between two assessments, and the shares by group."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lms.benchmarking.gaps import Change, ChangeStatus, GroupShare, IndicatorFacts, Round, changes, group_shares

A = IndicatorFacts("A", 1, "G", 0, 4)
B = IndicatorFacts("B", 2, "H", 0, 3)
C = IndicatorFacts("C", 3, "G", 0, 4)
LEVELS = st.one_of(st.none(), st.integers(0, 3))
SCORES = st.fixed_dictionaries({"A": LEVELS, "B": LEVELS, "C": LEVELS})


def test_change_is_told_indicator_by_indicator():
    before = Round((A, B, C), {"A": 1, "B": 2, "C": Decimal("2.50")})
    after = Round((C, B, A), {"A": 3, "B": 1, "C": Decimal("2.5")})
    assert changes(before, after) == (
        Change("A", ChangeStatus.UP, 1, 3, 2, 5000),
        Change("B", ChangeStatus.DOWN, 2, 1, -1, -3333),
        Change("C", ChangeStatus.SAME, Decimal("2.5"), Decimal("2.5"), 0, 0),
    )


def test_half_a_basis_point_is_rounded_away_from_zero():
    wide = IndicatorFacts("W", 1, "G", 0, 20_000)
    up, down = Round((wide,), {"W": 8}), Round((wide,), {"W": 5})
    assert [changes(down, up)[0].delta_bp, changes(up, down)[0].delta_bp] == [2, -2]


def test_change_without_one_of_the_scores_is_unknown_and_not_a_rise_from_zero():
    before, after = Round((A, B), {"A": None, "B": 1}), Round((A, B), {"A": 3})
    assert changes(before, after) == (
        Change("A", ChangeStatus.UNKNOWN, None, 3),
        Change("B", ChangeStatus.UNKNOWN, 1, None),
    )


def test_versions_of_a_framework_are_compared_by_code_and_the_rest_is_named():
    finer = IndicatorFacts("A", 5, "G", 0, 10)
    new = IndicatorFacts("D", 4, "G", 0, 4)
    moved = IndicatorFacts("C", 1, "Z", 0, 4, weight=3)
    before, after = Round((A, B, C), {"A": 4, "B": 1, "C": 2}), Round((finer, new, moved), {"A": 5, "C": 3, "D": 2})
    assert changes(before, after) == (
        Change("C", ChangeStatus.UP, 2, 3, 1, 2500),
        Change("D", ChangeStatus.ONLY_AFTER, after=2),
        Change("A", ChangeStatus.OTHER_SCALE, 4, 5),
        Change("B", ChangeStatus.ONLY_BEFORE, before=1),
    )


def test_group_share_counts_the_assessed_indicators_and_says_how_many_are_missing():
    assert group_shares([C, B, A], {"A": 3, "C": None, "B": 2}) == (
        GroupShare("G", Decimal(3), Decimal(4), 7500, 1, 1),
        GroupShare("H", Decimal(2), Decimal(3), 6666, 1, 0),
    )


def test_group_without_any_score_has_no_share_rather_than_zero():
    assert group_shares([A, B], {"B": 0}) == (
        GroupShare("G", Decimal(0), Decimal(0), None, 0, 1),
        GroupShare("H", Decimal(0), Decimal(3), 0, 1, 0),
    )


@given(first=SCORES, second=SCORES)
def test_change_there_and_back_cancels(first, second):
    there = changes(Round((A, B, C), first), Round((A, B, C), second))
    back = changes(Round((A, B, C), second), Round((A, B, C), first))
    for one, other in zip(there, back, strict=True):
        assert (one.delta is None) == (one.status == ChangeStatus.UNKNOWN)
        if one.delta is not None:
            assert (one.delta + other.delta, one.delta_bp + other.delta_bp) == (0, 0)
            assert one.before + one.delta == one.after


@given(scores=SCORES, order=st.permutations([A, B, C]))
def test_order_of_loading_never_matters(scores, order):
    assert group_shares(order, scores) == group_shares([A, B, C], scores)
