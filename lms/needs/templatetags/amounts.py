"""Amounts as people read them, with the decimal sign of the page's language."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format

register = template.Library()


def trimmed(amount: Decimal) -> str:
    """Return the number without trailing zeros."""
    return number_format(f"{amount.normalize():f}", use_l10n=True)


@register.filter
def level(value: Any) -> str:
    """Return a level of the scale: 2, 2.75."""
    return "" if value is None else trimmed(Decimal(value))


@register.filter
def share(basis_points: int | None) -> str:
    """Return 1/10 000 as a percentage with at most one decimal: 2500 is 25 %."""
    if basis_points is None:
        return ""
    return f"{trimmed((Decimal(basis_points) / 100).quantize(Decimal('0.1')))}\u00a0%"


@register.filter
def hours(minutes: int | None) -> str:
    """Return minutes as hours with at most two decimals: 450 is 7.5."""
    if minutes is None:
        return ""
    return trimmed((Decimal(minutes) / 60).quantize(Decimal("0.01")))
