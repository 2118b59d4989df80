"""Coordinates as SVG wants them: text with a point and at most two decimals, which no locale turns into a comma."""

from decimal import Decimal
from fractions import Fraction
from textwrap import wrap

Number = int | float | Decimal | Fraction


def coordinate(value: Number) -> str:
    """Write a length without needless zeros."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def percentage(part: Number, whole: Number) -> str:
    """Write a part as a percentage of the whole, kept between 0 % and 100 %; 0 % of nothing."""
    share = Fraction(part) / Fraction(whole) if whole else Fraction(0)
    return f"{coordinate(min(max(share, Fraction(0)), Fraction(1)) * 100)}%"


def lines_of(text: str, width: int) -> tuple[str, ...]:
    """Break a label into lines of at most `width` characters; a longer word is broken too."""
    return tuple(wrap(text, width)) or ("",)
