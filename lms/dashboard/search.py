"""Site search: pages in the reader's language and clusters; any input is a query."""

import re
from typing import Any

from wagtail.models import Locale, Page

from lms.clusters.models import Cluster

LONGEST_QUERY = 120
MOST_RESULTS = 30


def clean_query(text: str) -> str:
    """Return what search backends can take: words and digits, at most 120 characters; they fail on quotes and NUL."""
    return " ".join(re.findall(r"\w+", text[:LONGEST_QUERY].replace("\x00", " ")))


def search_site(text: str, user: Any) -> dict[str, Any]:
    """Return the query as searched and what was found, pages first by relevance."""
    query = clean_query(text)
    if not query:
        return {"query": text[:LONGEST_QUERY].replace("\x00", " ").strip(), "pages": [], "clusters": []}
    pages = Page.objects.live().public().filter(locale=Locale.get_active()).search(query, operator="and")
    clusters = Cluster.objects.select_related("sector").search(query, operator="and")
    return {"query": query, "pages": list(pages[:MOST_RESULTS]), "clusters": list(clusters[:MOST_RESULTS])}
