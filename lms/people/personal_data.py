"""The form in which each app tells what it keeps about a person, and what erasure does to it.

Every app that keeps personal data has a `personal_data.py` with `SOURCES`; what spans apps (the person's page, the copy
of all data, erasure, retention) walks through them. A test walks the tables and fails on a column that no source names.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO, Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import User

Words = str | Promise  # translated when shown
Record = dict[str, Any]  # plain values: text, numbers, days, times

PUBLIC_TASK = _("Public task of the programme, Art. 6(1)(e) GDPR")
LEGAL_DUTY = _("Legal duty to prove how public money was spent, Art. 6(1)(c) GDPR")

WITH_ACCOUNT = _(
    "Until you ask for erasure, or until %(inactive_account_months)s months after your last role and your last sign-in."
)
AS_EVIDENCE = _("As long as a funding line asks for it as evidence.")
WITHOUT_NAME = _("Stays without your name once your data are erased.")


class Fate(StrEnum):
    """What erasure does: it removes the rows; keeps them as evidence, with the name while a funding line asks for it;
    or keeps them because they belong to others, without the name.
    """

    GOES = "goes"
    EVIDENCE = "evidence"
    UNNAMED = "unnamed"


@dataclass(frozen=True)
class KeptFile:
    """A file that belongs to somebody's data: the name it has in the copy, and how to open it for reading."""

    name: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of a table in which a person stands.

    `columns` lead to the person ("assessor", "sheet__assessor"), unless `where` finds the rows otherwise; `shown` are
    the columns that the person's copy holds; `holds` names columns with the person's e-mail.
    """

    model: type[Model]
    columns: tuple[str, ...]
    shown: tuple[str, ...]
    holds: tuple[str, ...] = ()
    where: Callable[[User], Q] | None = None

    def of(self, person: User) -> QuerySet[Any]:
        """Return the person's rows, always in the same order."""
        wanted = self.where(person) if self.where else Q(*((c, person.pk) for c in self.columns), _connector=Q.OR)
        return self.model._base_manager.filter(wanted).order_by("pk")

    def records(self, person: User) -> Iterator[Record]:
        """Yield what each row says, and in which of its columns the person stands."""
        for row in self.of(person).values(*dict.fromkeys([*self.shown, *self.columns])).iterator():
            said = {name.replace("__", "_"): row[name] for name in self.shown}
            yield said | {"you_are": [name for name in self.columns if row[name] == person.pk and name != "pk"]}

    @property
    def covered(self) -> set[str]:
        """Name the columns of this table that the source answers for."""
        own = [name for name in (*self.columns, *self.holds) if "__" not in name and name != "pk"]
        return {f"{self.model._meta.get_field(name).model._meta.label}.{name}" for name in own}


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of data kept about people.

    `until` words how long it is kept and may name the columns of the rules of retention ("%(read_log_months)s months");
    `why_kept` says why erasure leaves the rows. `erase(person, now)` removes what goes and returns how many rows that
    were; without it the rows are deleted.
    """

    key: str
    title: Words
    purpose: Words
    basis: Words
    until: Words
    rows: tuple[Rows, ...]
    fate: Fate = Fate.GOES
    why_kept: Words = ""
    files: Callable[[User], Iterable[KeptFile]] = lambda person: ()
    erase: Callable[[User, datetime], int] | None = None

    def erased(self, person: User, now: datetime) -> int:
        """Remove what erasure removes; return how many rows went."""
        if self.fate != Fate.GOES:
            return 0
        if self.erase is not None:
            return self.erase(person, now)
        return sum(rows.of(person).delete()[1].get(rows.model._meta.label, 0) for rows in self.rows)
