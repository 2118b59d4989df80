"""Changes of indicators as people read them."""

from fractions import Fraction

from django import template

from lms.benchmarking.templatetags.benchmark import points_apart

register = template.Library()


@register.filter
def change(basis_points: Fraction | int | None) -> str:
    """Write a change with its sign as per cent of the range: "+6.3 %"; nothing for none."""
    return "" if basis_points is None else f"{points_apart(round(basis_points))}\u00a0%"
