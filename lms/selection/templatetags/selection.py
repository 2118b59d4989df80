"""Scores and reasons as people read them."""

from fractions import Fraction

from django import template

from lms.selection.words import conflict_words, score_words

register = template.Library()


@register.filter
def score(value: Fraction | None) -> str:
    """Return a score with two decimals, never rounded up."""
    return "–" if value is None else score_words(value)


@register.filter
def conflict(code: str) -> str:
    """Return why an assessor does not score an application."""
    return conflict_words(code)
