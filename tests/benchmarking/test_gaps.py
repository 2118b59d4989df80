"""Gaps against the four references, and their order: worked examples and what holds for every input."""

from decimal import Decimal
from fractions import Fraction
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.benchmarking.gaps import (
    MEDIAN,
    TOP_QUARTILE,
    WHOLE,
    Gap,
    GapStatus,
    IndicatorFacts,
    NoReference,
    ReferenceKind,
    find_gaps,
    not_assessed,
    peer_references,
    quantile,
    ranked,
    target_references,
    threshold_references,
)

A = IndicatorFacts("A", 1, "G", 0, 4, weight=1, threshold=3)
B = IndicatorFacts("B", 2, "G", 0, 4, weight=2, threshold=3)
C = IndicatorFacts("C", 3, "H", 1, 5, weight=1, threshold=None)
CODES = ("A", "B", "C")
LEVELS = st.sampled_from([Decimal(level) / 2 for level in range(2, 9)])
SCORES = st.fixed_dictionaries({}, optional={code: st.one_of(st.none(), LEVELS) for code in CODES})
ROUNDS = st.dictionaries(st.sampled_from([f"cluster-{number}" for number in range(9)]), SCORES)
PEER_KINDS = st.sampled_from([ReferenceKind.PEER_MEDIAN, ReferenceKind.PEER_TOP_QUARTILE])


def sizes(gaps: tuple[Gap, ...]) -> dict[str, int | None]:
    return {gap.indicator: gap.gap_bp for gap in gaps}


def test_gap_is_a_share_of_the_range():
    gaps = find_gaps([A, B], {"A": 1, "B": Decimal("2.5")}, threshold_references([A, B]))
    assert sizes(gaps) == {"A": 5000, "B": 1250}
    lifted = IndicatorFacts("D", 1, "G", 1, 5, threshold=5)
    assert sizes(find_gaps([lifted], {"D": 1}, threshold_references([lifted]))) == {"D": WHOLE}


def test_score_at_or_above_the_reference_has_no_gap():
    gaps = find_gaps([A, B], {"A": 3, "B": 4}, threshold_references([A, B]))
    assert [(gap.status, gap.gap_bp) for gap in gaps] == [(GapStatus.MET, 0)] * 2


def test_missing_score_is_named_and_is_no_gap():
    gaps = find_gaps([A, B, C], {"A": None, "C": 2}, threshold_references([A, B, C]))
    assert [gap.status for gap in gaps] == [
        GapStatus.MISSING_SCORE, GapStatus.MISSING_SCORE, GapStatus.NO_REFERENCE
    ]  # fmt: skip
    assert sizes(gaps) == {"A": None, "B": None, "C": None}
    assert not_assessed(gaps) == ("A", "B")
    assert ranked(gaps) == ()


def test_zero_is_a_score_and_not_missing():
    gaps = find_gaps([A], {"A": 0}, threshold_references([A]))
    assert (gaps[0].status, gaps[0].gap_bp) == (GapStatus.BELOW, 7500)


def test_indicator_without_threshold_or_target_has_no_reference():
    gap = find_gaps([C], {"C": 2}, threshold_references([C]))[0]
    assert gap.reference.reason == NoReference.NO_THRESHOLD
    gap = find_gaps([A], {"A": 2}, target_references([A], {"B": 4}))[0]
    assert gap.reference.reason == NoReference.NO_TARGET


def test_own_target_is_the_reference():
    gaps = find_gaps([A, B], {"A": 1, "B": 4}, target_references([A, B], {"A": 4, "B": 3}))
    assert sizes(gaps) == {"A": 7500, "B": 0}


def test_target_beyond_the_range_is_at_most_the_whole_range():
    assert sizes(find_gaps([A], {"A": 0}, target_references([A], {"A": 9}))) == {"A": WHOLE}


def test_real_gap_is_never_rounded_to_none():
    wide = IndicatorFacts("W", 1, "G", 0, 1_000_000, threshold=1)
    assert sizes(find_gaps([wide], {"W": 0}, threshold_references([wide]))) == {"W": 1}


def test_gap_between_basis_points_is_rounded_half_up():
    thirds = IndicatorFacts("T", 1, "G", 0, 3, threshold=2)
    assert sizes(find_gaps([thirds], {"T": 1}, threshold_references([thirds]))) == {"T": 3333}
    assert sizes(find_gaps([thirds], {"T": 0}, threshold_references([thirds]))) == {"T": 6667}
    half = IndicatorFacts("H", 1, "G", 0, 20_000, threshold=5)
    assert sizes(find_gaps([half], {"H": 0}, threshold_references([half]))) == {"H": 3}


def test_gaps_are_ordered_by_weight_times_gap_then_position():
    D = IndicatorFacts("D", 4, "H", 0, 4, weight=2, threshold=3)  # noqa: N806
    gaps = find_gaps([D, C, B, A], {"A": 1, "B": 2, "D": 2}, threshold_references([A, B, C, D]))
    assert [(gap.indicator, gap.weighted) for gap in ranked(gaps)] == [("A", 5000), ("B", 5000), ("D", 5000)]
    Z = IndicatorFacts("Z", 0, "G", 0, 4, weight=1, threshold=3)  # noqa: N806
    tied = find_gaps([A, Z], {"A": 1, "Z": 1}, threshold_references([A, Z]))
    assert [gap.indicator for gap in ranked(tied[::-1])] == ["Z", "A"]
    heavier = find_gaps([A, B], {"A": 1, "B": 1}, threshold_references([A, B]))
    assert [gap.indicator for gap in ranked(heavier)] == ["B", "A"]


def peers(*levels: int | None, own: int = 0) -> dict[str, dict[str, int | None]]:
    return {"own": {"A": own}, **{f"peer-{place}": {"A": level} for place, level in enumerate(levels)}}


@pytest.mark.parametrize(
    ("kind", "levels", "expected"),
    [
        (ReferenceKind.PEER_MEDIAN, (0, 1, 2, 3, 4), Fraction(2)),
        (ReferenceKind.PEER_MEDIAN, (0, 1, 2, 3, 4, 4), Fraction(5, 2)),
        (ReferenceKind.PEER_TOP_QUARTILE, (0, 1, 2, 3, 4), Fraction(3)),
        (ReferenceKind.PEER_TOP_QUARTILE, (0, 1, 2, 3, 4, 4), Fraction(15, 4)),
    ],
)
def test_peers_give_median_or_top_quartile_without_the_own_cluster(kind, levels, expected):
    for own in (0, 4):
        reference = peer_references([A], peers(*levels, own=own), own_cluster="own", kind=kind)["A"]
        assert (reference.level, reference.peers) == (expected, len(levels))


def test_fewer_than_five_peers_with_a_score_are_no_reference():
    scores = peers(1, 2, 3, 4, None)
    reference = peer_references([A], scores, own_cluster="own", kind=ReferenceKind.PEER_MEDIAN)["A"]
    assert (reference.level, reference.reason) == (None, NoReference.TOO_FEW_PEERS)
    assert (reference.peers, reference.peers_needed) == (4, 5)
    gap = find_gaps([A], {"A": 0}, {"A": reference})[0]
    assert (gap.status, gap.gap_bp) == (GapStatus.NO_REFERENCE, None)


def test_peers_are_counted_for_each_indicator():
    scores = {f"peer-{place}": {"A": 2, "B": 2 if place else None} for place in range(5)}
    references = peer_references([A, B], scores, own_cluster="own", kind=ReferenceKind.PEER_MEDIAN)
    assert (references["A"].level, references["B"].level) == (2, None)


def test_no_peers_at_all_are_no_reference_even_if_none_are_needed():
    references = peer_references([A], {}, own_cluster="own", kind=ReferenceKind.PEER_MEDIAN, peers_needed=0)
    assert references["A"].reason == NoReference.TOO_FEW_PEERS
    with pytest.raises(ValueError, match="at least one"):
        quantile([], MEDIAN)


@given(st.lists(LEVELS, min_size=2))
def test_quantile_is_the_inclusive_method_exactly(values):
    exact = quantiles([Fraction(value) for value in values], n=4, method="inclusive")
    assert [quantile(values, Fraction(part, 4)) for part in (1, 2, 3)] == exact
    assert quantile(values, MEDIAN) <= quantile(values, TOP_QUARTILE) <= max(values)


@given(own=SCORES, others=ROUNDS, kind=PEER_KINDS)
def test_own_score_never_moves_the_peers_reference(own, others, kind):
    known = peer_references([A, B, C], {**others, "own": own}, own_cluster="own", kind=kind)
    assert known == peer_references([A, B, C], others, own_cluster="own", kind=kind)


@given(own=SCORES, others=ROUNDS, kind=PEER_KINDS)
def test_gap_lies_within_the_range_and_is_none_only_with_a_reason(own, others, kind):
    for gap in find_gaps([A, B, C], own, peer_references([A, B, C], others, own_cluster="own", kind=kind)):
        assert (gap.gap_bp is None) == (gap.score is None or gap.reference.level is None)
        if gap.gap_bp is not None:
            assert 0 <= gap.gap_bp <= WHOLE
            assert (gap.gap_bp > 0) == (gap.reference.level > gap.score) == (gap.status == GapStatus.BELOW)


@given(own=SCORES, others=ROUNDS, kind=PEER_KINDS, order=st.permutations([A, B, C]), data=st.data())
def test_order_of_loading_never_matters(own, others, kind, order, data):
    shuffled = dict(data.draw(st.permutations(list(others.items()))))
    first = find_gaps([A, B, C], own, peer_references([A, B, C], others, own_cluster="own", kind=kind))
    again = find_gaps(order, own, peer_references(order, shuffled, own_cluster="own", kind=kind))
    assert (again, ranked(again)) == (first, ranked(first[::-1]))
