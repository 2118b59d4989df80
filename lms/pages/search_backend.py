"""Wagtail's database search, which takes any query: its backends fail on quotes, operators, NUL and endless words."""

import re
import unicodedata
from typing import Any

from wagtail.search.backends import database

LONGEST_QUERY = 120


def clean_query(text: str) -> str:
    """Return words and digits, at most 120 characters, in what the backends can take.

    Accents are composed first (an "à" typed as two signs is one letter), and lower case keeps AND, OR, NOT and NEAR
    words of the reader, not operators of the backend.
    """
    composed = unicodedata.normalize("NFC", text[:LONGEST_QUERY])
    return " ".join(re.findall(r"[^\W_]+", composed)).lower()


def SearchBackend(params: Any) -> Any:  # noqa: N802  # the name that Wagtail looks for
    """Return the backend of this database with a search that cleans what was typed."""
    backend = database.SearchBackend(params)
    found = backend._search

    def search(compiler: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        return found(compiler, clean_query(query) if isinstance(query, str) else query, *args, **kwargs)

    backend._search = search
    return backend
