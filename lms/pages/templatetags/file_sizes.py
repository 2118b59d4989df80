"""Sizes of files as people read them, in symbols that are the same in every language."""

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.html import avoid_wrapping

register = template.Library()
KILOBYTE = 1024


@register.filter(is_safe=True)
def file_size(size: int) -> str:
    """Return 96 as "96 B" and the rest as Django does, whose Italian has an English plural for bytes."""
    return avoid_wrapping(f"{size} B") if size < KILOBYTE else filesizeformat(size)
