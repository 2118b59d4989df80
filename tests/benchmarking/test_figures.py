"""Figures in the reader's language."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

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
        (7999, "80", "79,9"),
        (8000, "80", "80"),
        (6667, "66,7", "66,6"),
        (1, "0", "0"),
        (10_000, "100", "100"),
    ],
)
def test_shares_that_are_reached_are_never_rounded_up(basis_points, rounded, reached):
    assert figures.percent(basis_points) == f"{rounded}\u00a0%"
    assert figures.percent_reached(basis_points) == f"{reached}\u00a0%"


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
