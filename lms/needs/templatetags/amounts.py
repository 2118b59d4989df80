"""Amounts of needs and plans as people read them; levels and shares are written as on the benchmark's page."""

from decimal import Decimal

from django import template

from lms.benchmarking.templatetags.benchmark import level, percent

register = template.Library()
register.filter("level", level)
register.filter("share", percent)


@register.filter
def hours(minutes: int | None) -> str:
    """Return minutes as hours with at most two decimals: 450 is 7.5."""
    return "" if minutes is None else level(Decimal(minutes) / 60)
