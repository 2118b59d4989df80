"""Wagtail's database search, which takes any query and finds beginnings of words.

Its backends fail on quotes, operators, NUL and endless words, and find whole words only. Text of two languages lies in
one index, so neither language's own stemming fits: `stem` is a rule that serves both.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any

from modelsearch.query import PlainText
from wagtail.search.backends import database

LONGEST_QUERY = 120
SHORTEST_STEM = 4
ENDING = re.compile(rf"(\w{{{SHORTEST_STEM},}}?)[aeiouyàèéìòù]*s?")


def clean_query(text: str) -> str:
    """Return words and digits, at most 120 characters, in what the backends can take.

    Accents are composed first (an "à" typed as two signs is one letter), and lower case keeps AND, OR, NOT and NEAR
    words of the reader, not operators of the backend.
    """
    composed = unicodedata.normalize("NFC", text[:LONGEST_QUERY])
    return " ".join(re.findall(r"[^\W_]+", composed)).lower()


def stem(word: str) -> str:
    """Return the word without its last vowels and the s of the plural, but never less than four letters.

    "strategie", "strategia", "strategies" and "strategy" all become "strateg", with which each of them begins.
    """
    match = ENDING.fullmatch(word)
    return match[1] if match else word


class WordBeginnings:
    """Added to the query compiler of either database: every word of the query is the beginning of a word."""

    LAST_TERM_IS_PREFIX = True

    def build_search_query_content(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Build a query of SQLite."""
        build = super().build_search_query_content  # type: ignore[misc]  # a mixin
        return _word_by_word(build, query, *args, **kwargs)

    def build_tsquery_content(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Build a query of PostgreSQL."""
        build = super().build_tsquery_content  # type: ignore[misc]  # a mixin
        return _word_by_word(build, query, *args, **kwargs)


def _word_by_word(build: Callable[..., Any], query: Any, *args: Any, **kwargs: Any) -> Any:
    """Build the words one at a time and join them: the last word of a query is the one taken as a beginning."""
    if not isinstance(query, PlainText) or not query.query_string.split():
        return build(query, *args, **kwargs)
    words = [build(PlainText(stem(word)), *args, **kwargs) for word in query.query_string.split()]
    return reduce(or_ if query.operator == "or" else and_, words)


def SearchBackend(params: Any) -> Any:  # noqa: N802  # the name that Wagtail looks for
    """Return the backend of this database with a search that cleans what was typed."""
    backend = database.SearchBackend(params)
    found = backend._search
    backend.query_compiler_class = type("Compiler", (WordBeginnings, backend.query_compiler_class), {})

    def search(compiler: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        return found(compiler, clean_query(query) if isinstance(query, str) else query, *args, **kwargs)

    backend._search = search
    return backend
