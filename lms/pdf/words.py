"""What a part of a page says, as plain text: page and document say it in the same words."""

from html import unescape
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import strip_tags


def said(template: str, request: HttpRequest | None = None, **context: Any) -> str:
    """Return the text of an include without its tags, blanks as they are read; a no-break blank stays one."""
    words = unescape(strip_tags(render_to_string(template, context, request)))
    return " ".join(filter(None, words.replace("\n", " ").split(" ")))
