"""Site search: pages in the reader's language, offerings and clusters; any input is a query, none is an error."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse
from wagtail.models import Locale, Page

from lms.clusters.models import Cluster
from lms.pages.search_backend import LONGEST_QUERY, clean_query, stem
from lms.training.models import Offering
from lms.training.offering_dates import dates_of

MOST_RESULTS = 30
MOST_OFFERINGS = 500  # so many of the latest are looked through
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
    """Return the query and what was found that everybody may read, by kind, best first."""
    query = clean_query(text)
    found: dict[str, list[Any]] = {"modules": [], "courses": [], "offerings": [], "pages": [], "clusters": []}
    if query:
        for page in _pages(query):
            if parts := page.get_url_parts():
                group = GROUPS.get(page._meta.model_name or "", "pages")
                found[group].append(Found(page.title, parts[2], _words_of(page)))
        found["offerings"] = _offerings(query)
        found["clusters"] = _clusters(query)
    return {"query": shown_query(text), "is_searched": bool(query), "total": sum(map(len, found.values())), **found}


def _pages(query: str) -> list[Page]:
    """Return the pages in the active language that are live and not restricted, as their own types, best first.

    Best are those with the words of the query, as they were typed, in the title; then by relevance.
    """
    pages = Page.objects.live().public().filter(locale=Locale.get_active())
    ranked = [page.pk for page in pages.search(query, operator="and")[:MOST_RESULTS]]
    specific = {page.pk: page for page in Page.objects.filter(pk__in=ranked).specific()}
    found = [specific[pk] for pk in ranked if pk in specific]
    return sorted(found, key=lambda page: not _has_all(page.title, query))


def _clusters(query: str) -> list[Cluster]:
    """Return the clusters that have a word for each word of the query, those with all of them in the name first.

    They are few and tell of themselves in both languages: the index mixes the two, so what the reader can read of each
    is looked through here.
    """
    wanted = _stems(query)
    rows = Cluster.objects.select_related("sector")
    found = [cluster for cluster in rows if _has_a_word_for_each(wanted, _words_about(cluster))]
    return sorted(found, key=lambda cluster: not _has_all(cluster.name, query))[:MOST_RESULTS]


def _offerings(query: str) -> list[Found]:
    """Return the announced editions and visits that have a word for each word of the query, the latest first.

    Looked through as clusters are: what they say of themselves stands in both languages.
    """
    wanted = _stems(query)
    latest = Offering.objects.announced().order_by(F("starts_at").desc(nulls_last=True), "code")[:MOST_OFFERINGS]
    found = [offering for offering in latest if _has_a_word_for_each(wanted, _words_in(_said_by(offering)))]
    best = sorted(found, key=lambda offering: not _has_all(offering.title, query))[:MOST_RESULTS]
    return [Found(each.title, reverse("training:offering", args=[each.code]), _in_short(each)) for each in best]


def _said_by(offering: Offering) -> str:
    return " ".join(map(str, (offering.title, offering.summary, offering.place, offering.code)))


def _in_short(offering: Offering) -> str:
    return " · ".join(filter(None, (dates_of(offering), offering.place, offering.summary)))


def _stems(query: str) -> list[str]:
    return [_plain(stem(word)) for word in query.split()]


def _has_a_word_for_each(stems: Iterable[str], words: set[str]) -> bool:
    return all(any(word.startswith(wanted) for word in words) for wanted in stems)


def _words_about(cluster: Cluster) -> set[str]:
    """Return the words that the public page says of the cluster in the active language."""
    said = [cluster.name, cluster.full_name, cluster.seat, cluster.province, cluster.sector.name, cluster.description]
    return _words_in(" ".join(map(str, said)))


def _has_all(text: str, query: str) -> bool:
    return _words_in(query) <= _words_in(text)


def _words_in(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", _plain(text)))


def _plain(text: str) -> str:
    """Return the text in lower case and without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))


def _words_of(page: Page) -> str:
    """Return what the page says that it is about, or nothing."""
    return next((words for name in WORDS if (words := getattr(page, name, ""))), "")
