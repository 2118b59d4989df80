"""Whether a part of a page is asked for."""

from django.http import HttpRequest


def is_htmx(request: HttpRequest) -> bool:
    """Say whether htmx asks, for a part of the page; django-htmx's middleware notes it on the request."""
    return bool(getattr(request, "htmx", False))
