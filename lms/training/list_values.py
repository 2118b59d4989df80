"""What goes into the judging of a list of people to enrol and what comes out: frozen values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto

REASON = "reason"
"""The column that a list of people does not have elsewhere."""


class What(StrEnum):
    """What a row brings about: entered, an application approved, entered again after leaving, or nothing new."""

    NEW = auto()
    APPLIED = auto()
    BACK = auto()
    NOTHING = auto()


class ListFault(StrEnum):
    """What can be wrong with a row."""

    MISSING_ADDRESS = auto()
    BAD_ADDRESS = auto()
    EXAMPLE_ROW = auto()
    REPEATED_PERSON = auto()
    UNKNOWN_PERSON = auto()
    INACTIVE_PERSON = auto()
    TEACHES = auto()
    UNKNOWN_CLUSTER = auto()
    AMBIGUOUS_CLUSTER = auto()
    CHOOSE_CLUSTER = auto()
    OTHER_CLUSTER = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was written: texts by column, and the columns that could not be read."""

    number: int
    texts: Mapping[str, str]
    unreadable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is here: key, name, codes of the clusters managed today, and how he or she stands in the offering.

    `asked_for` is the code of the cluster for which there is an application; `is_meant`: the offering is for such.
    """

    key: int
    name: str
    is_active: bool = True
    clusters: tuple[str, ...] = ()
    teaches: bool = False
    status: str | None = None
    asked_for: str = ""
    is_meant: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """People by e-mail in lower case; codes of clusters by any of their names, empty where two share one."""

    people: Mapping[str, Known]
    clusters: Mapping[str, str]
    is_address: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, in a column of a row."""

    row: int
    column: str
    code: StrEnum
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is understood: who comes for which cluster (its code, or none), and why; `is_meant` stops nobody."""

    row: int
    what: What
    person: int
    name: str
    cluster: str
    reason: str
    is_meant: bool = True
