"""The form in which each app tells what it keeps about a person, and what erasure does to it.

Every app that keeps personal data has a `personal_data.py` with `SOURCES`; what spans apps (the person's page, the copy
of all data, erasure, retention) walks through them, so an app that is left out of the list is left out everywhere.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from .models import User

Words = str | Promise  # translated when shown
Record = dict[str, Any]  # plain values: text, numbers, days, times


@dataclass(frozen=True)
class KeptFile:
    """A file that belongs to somebody's data: the name it has in the copy, and how to read it."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of data kept about people.

    `records(person)` returns what is kept, `files(person)` the files of it. `erase(person, now)` removes it and returns
    how many records went; a source without it is evidence: it stays, with the person's name, for as long as a funding
    line asks (`why_kept`), and says nobody's name afterwards. `until` words how long it is kept otherwise.
    """

    key: str
    title: Words
    purpose: Words
    basis: Words
    until: Words
    records: Callable[[User], Iterable[Record]]
    files: Callable[[User], Iterable[KeptFile]] = field(default=lambda person: ())
    erase: Callable[[User, datetime], int] | None = None
    why_kept: Words = ""
