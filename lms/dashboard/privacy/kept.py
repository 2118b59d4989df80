"""How much is kept about a person, and what erasure would do to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add
from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.db.models.expressions import Combinable

from lms.people.erasing import Hold, line_that_holds
from lms.people.models import RetentionRules, User
from lms.people.personal_data import Fate, Source
from lms.training.retaining import lines_that_paid_for

from .sources import EVIDENCE, SOURCES


@dataclass(frozen=True)
class Kept:
    """One kind of data, how many records of it, and what erasure does; `line` is the one that asks for the name."""

    source: Source
    count: int
    rules: RetentionRules
    line: Hold | None = None

    @property
    def until(self) -> str:
        """How long it is kept, with the figures of the rules."""
        return str(self.source.until) % vars(self.rules)

    @property
    def goes(self) -> bool:
        """Say whether erasure removes it."""
        return self.source.fate == Fate.GOES

    @property
    def named_until(self) -> date | None:
        """The day until which erasure leaves the name on it."""
        return self.line.retain_until if self.line and self.source.fate == Fate.EVIDENCE else None


@dataclass(frozen=True)
class Holdings:
    """Everything kept about a person: the kinds of which there is something, and the line that asks for the name."""

    kinds: list[Kept]
    line: Hold | None
    rules: RetentionRules

    @property
    def going(self) -> list[Kept]:
        """What erasure removes."""
        return [kind for kind in self.kinds if kind.goes]

    @property
    def staying(self) -> list[Kept]:
        """What erasure leaves, with the name for a while or without it."""
        return [kind for kind in self.kinds if not kind.goes]

    @property
    def name_kept_until(self) -> date | None:
        """The day until which the name stays on evidence; none when nothing asks for it."""
        return self.line.retain_until if self.line else None


def holdings_of(person: User, today: date) -> Holdings:
    """Return what is kept about a person: six queries, however much that is."""
    counts = counts_of(person, SOURCES)
    line = hold_on(person, counts, today)
    rules: Any = RetentionRules.load()
    kinds = [Kept(source, counts[source.key], rules, line) for source in SOURCES if counts[source.key]]
    return Holdings(kinds, line, rules)


def hold_on(person: User, counts: dict[str, int], today: date) -> Hold | None:
    """Return the funding line that asks longest for the person's name; none when there is no evidence to put it on.

    A line asks for the people whose roles it paid for, and for whoever took part in an offering that it paid for.
    """
    if not any(counts[source.key] for source in EVIDENCE):
        return None
    return line_that_holds(person, today, lines_that_paid_for(person))


def counts_of(person: User, sources: Iterable[Source]) -> dict[str, int]:
    """Return how many records there are of each source, in one query."""
    asked = {
        f"number_of_{source.key}": reduce(add, (_count(rows.of(person)) for rows in source.rows)) for source in sources
    }
    counted = User.objects.filter(pk=person.pk).values(**asked).get()
    return {key.removeprefix("number_of_"): int(count) for key, count in counted.items()}


def _count(rows: "QuerySet[Any]") -> Combinable:
    """Return the number of rows as part of another query; a function, since an aggregate would group them."""
    counted = rows.order_by().annotate(_number=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("_number"))
