"""Figures of the benchmark in the reader's language."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from django import template
from django.utils.formats import number_format

from lms.benchmarking.gaps import as_shown

register = template.Library()

TENTH = Decimal("0.1")


@register.filter
def level(value: Any) -> str:
    """Write a level or points without needless zeros, at most two decimals; nothing for none."""
    if value is None:
        return ""
    exact = Fraction(value)
    return _number((Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP))


@register.filter
def signed(value: Any) -> str:
    """Write a difference with its sign; zero has none."""
    if value is None:
        return ""
    sign = "" if not value else "+" if value > 0 else "−"
    return sign + level(abs(value))


@register.filter
def percent(basis_points: int | None) -> str:
    """Write basis points as a percentage with at most one decimal, halves up."""
    if basis_points is None:
        return ""
    return _number((Decimal(basis_points) / 100).quantize(TENTH, ROUND_HALF_UP)) + "\u00a0%"


@register.filter
def percent_reached(basis_points: int | None, asked: Fraction | None = None) -> str:
    """Write a share that was reached, halves up too, but never as a threshold that it misses: see `as_shown()`."""
    return percent(None if basis_points is None else as_shown(basis_points, asked))


@register.filter
def as_percent(share: Decimal) -> str:
    """Write a share such as 0.8 as a percentage."""
    return percent(int(share * 10_000))


@register.filter
def points_apart(basis_points: int | None) -> str:
    """Write a difference of two shares with its sign, in percentage points without the unit."""
    if basis_points is None:
        return ""
    return signed((Decimal(basis_points) / 100).quantize(TENTH, ROUND_HALF_UP))


@register.filter
def as_count(value: Decimal | int) -> int:
    """Return the whole number by which a plural is chosen: half a point is singular, one and a half are not."""
    return ceil(value)


@register.filter
def by_code(rows: Iterable[Any], code: str) -> Any:
    """Return the row of an indicator that a finding names by its code."""
    return next((row for row in rows if row.indicator.code == code), None)


def _number(value: Decimal) -> str:
    text = f"{value.normalize():f}" if value else "0"
    return number_format(text, decimal_pos=len(text.partition(".")[2]))
