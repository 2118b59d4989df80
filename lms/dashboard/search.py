"""Site search: pages in the reader's language and clusters; any input is a query, none is an error."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from lms.clusters.models import Cluster
from lms.pages.search_backend import LONGEST_QUERY, clean_query

MOST_RESULTS = 30
# The page's own words for what it is about, in the order in which a page type may have them.
WORDS = ("summary", "intro", "hero_text", "search_description")
GROUPS = {"modulepage": "modules", "coursepage": "courses"}


def shown_query(text: str) -> str:
    """Return the query as the reader typed it, without what cannot be shown."""
    return "".join(sign for sign in text[:LONGEST_QUERY] if sign.isprintable()).strip()


@dataclass(frozen=True)
class Found:
    """A page that the search found: its title, where it is, and what it says that it is about."""

    title: str
    url: str
    words: str


def search_site(text: str) -> dict[str, Any]:
    """Return the query and what was found that everybody may read, by relevance: modules, courses, pages, clusters."""
    query = clean_query(text)
    found: dict[str, list[Any]] = {"modules": [], "courses": [], "pages": [], "clusters": []}
    if query:
        for page in _pages(query):
            if parts := page.get_url_parts():
                group = GROUPS.get(page._meta.model_name or "", "pages")
                found[group].append(Found(page.title, parts[2], _words_of(page)))
        clusters = Cluster.objects.select_related("sector")
        found["clusters"] = list(get_search_backend().search(query, clusters, operator="and")[:MOST_RESULTS])
    return {"query": shown_query(text), "is_searched": bool(query), "total": sum(map(len, found.values())), **found}


def _pages(query: str) -> list[Page]:
    """Return the pages in the active language that are live and not restricted, as their own types, best first."""
    pages = Page.objects.live().public().filter(locale=Locale.get_active())
    ranked = [page.pk for page in pages.search(query, operator="and")[:MOST_RESULTS]]
    specific = {page.pk: page for page in Page.objects.filter(pk__in=ranked).specific()}
    return [specific[pk] for pk in ranked if pk in specific]


def _words_of(page: Page) -> str:
    """Return what the page says that it is about, or nothing."""
    return next((words for name in WORDS if (words := getattr(page, name, ""))), "")
