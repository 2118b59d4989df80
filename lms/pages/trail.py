"""Where a page stands: the way to it, and what lies right below it."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

FRONT_DEPTH = 2  # root, then the front page of a language


@dataclass(frozen=True)
class Step:
    """One step of a breadcrumb, or one entry of a list; the page itself has no address in its own breadcrumb."""

    label: str
    url: str = ""


def trail_to(page: Page, request: Any = None) -> list[Step]:
    """Return the breadcrumb below the front page: the live pages above, then the page itself; one query."""
    above = page.get_ancestors().live().filter(depth__gt=FRONT_DEPTH) if page.depth > FRONT_DEPTH + 1 else []
    return [*(Step(a.title, _address(a, request)) for a in above), Step(page.title)]


def pages_below(page: Page, request: Any = None) -> list[Step]:
    """Return the live pages right below that everybody may read; no query when the page has no children."""
    if not page.numchild:
        return []
    return [Step(child.title, _address(child, request)) for child in page.get_children().live().public()]


def _address(page: Page, request: Any) -> str:
    parts = page.get_url_parts(request)
    return parts[2] or "" if parts else ""
