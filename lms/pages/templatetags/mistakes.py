"""Mistakes in a form, counted as the summary above it lists them."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def mistakes(form: Any) -> int:
    """Return how many sentences there are: a field may have several."""
    return sum(map(len, form.errors.values()))
