"""Figures in the reader's language."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lms.benchmarking.gaps import as_shown
from lms.benchmarking.templatetags import benchmark as figures


@pytest.mark.parametrize(
    ("value", "italian", "english"),
    [
        (None, "", ""),
        (0, "0", "0"),
        (Decimal("2.00"), "2", "2"),
        (Decimal("2.50"), "2,5", "2.5"),
        (Fraction(8, 3), "2,67", "2.67"),
        (Decimal("99.2"), "99,2", "99.2"),
        (100, "100", "100"),
        (1240, "1240", "1240"),
    ],
)
def test_levels_have_no_needless_zeros(value, italian, english):
    assert figures.level(value) == italian
    with translation.override("en"):
        assert figures.level(value) == english


@pytest.mark.parametrize(
    ("value", "words"), [(None, ""), (0, "0"), (Decimal("1.00"), "+1"), (Decimal("-0.5"), "−0,5"), (-2, "−2")]
)
def test_differences_have_their_sign(value, words):
    assert figures.signed(value) == words


@pytest.mark.parametrize(
    ("basis_points", "rounded", "reached"),
    [
        (0, "0", "0"),
        (5726, "57,3", "57,3"),
        (4375, "43,8", "43,8"),
        (4374, "43,7", "43,7"),
        (6667, "66,7", "66,7"),
        (7994, "79,9", "79,9"),
        (7995, "80", "79,9"),
        (7999, "80", "79,9"),
        (8000, "80", "80"),
        (8004, "80", "80"),
        (1, "0", "0"),
        (9999, "100", "99,9"),
        (10_000, "100", "100"),
    ],
)
def test_shares_are_rounded_but_never_up_to_a_whole_percentage_that_is_not_reached(basis_points, rounded, reached):
    assert figures.percent(basis_points) == f"{rounded}\u00a0%"
    assert figures.percent_reached(basis_points) == f"{reached}\u00a0%"


@pytest.mark.parametrize(
    ("basis_points", "words"),
    [(7544, "75,4"), (7545, "75,4"), (7549, "75,4"), (7550, "75,5"), (7555, "75,6"), (7595, "75,9"), (7600, "76")],
)
def test_share_is_never_rounded_up_to_the_threshold(basis_points, words):
    assert figures.percent_reached(basis_points, Fraction("0.755")) == f"{words}\u00a0%"


@given(st.integers(0, 10_000), st.integers(1, 1_000))
def test_shown_share_is_near_and_on_the_right_side_of_the_threshold(share, thousandths):
    """Thresholds have three decimals as shares, one as percentages."""
    asked = Fraction(thousandths, 1_000)
    shown = as_shown(share, asked)
    assert shown % 10 == 0
    assert abs(shown - share) < 10
    assert (shown >= asked * 10_000) == (share >= asked * 10_000)
    assert (shown // 100) == (share // 100)


def test_nothing_assessed_has_no_share():
    assert (figures.percent(None), figures.percent_reached(None), figures.points_apart(None)) == ("", "", "")


def test_differences_of_shares_are_in_points():
    assert [figures.points_apart(bp) for bp in (1250, -833, 0)] == ["+12,5", "−8,3", "0"]


def test_share_as_percentage():
    assert [figures.as_percent(Decimal(share)) for share in ("0.8", "0.800", "0.755", "1")] == [
        "80\u00a0%", "80\u00a0%", "75,5\u00a0%", "100\u00a0%"
    ]  # fmt: skip


def test_plural_follows_the_figure():
    assert [figures.as_count(value) for value in (0, Decimal("0.5"), Decimal("1.00"), Decimal("1.5"), 31)] == [
        0, 1, 1, 2, 31
    ]  # fmt: skip
