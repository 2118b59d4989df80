"""What goes into the judging of a list of people and what comes out: frozen values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto


class What(StrEnum):
    """What a row brings about."""

    NEW = auto()
    ROLE = auto()
    NOTHING = auto()


class ListFault(StrEnum):
    """What can be wrong with a row; the value is what is stored and tested."""

    MISSING_ADDRESS = auto()
    BAD_ADDRESS = auto()
    EXAMPLE_ROW = auto()
    REPEATED_PERSON = auto()
    INACTIVE_PERSON = auto()
    MISSING_NAME = auto()
    NAME_TOO_LONG = auto()
    UNKNOWN_LANGUAGE = auto()
    UNKNOWN_ROLE = auto()
    MISSING_ROLE = auto()
    UNKNOWN_CLUSTER = auto()
    AMBIGUOUS_CLUSTER = auto()
    MISSING_CLUSTER = auto()
    ROLE_WITHOUT_CLUSTER = auto()
    UNKNOWN_DATE = auto()
    IMPOSSIBLE_DATE = auto()
    ENDS_BEFORE_START = auto()
    ENDED_ALREADY = auto()
    AUDITOR_WITHOUT_END = auto()
    ROLE_HELD = auto()


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row as it was written: texts by column, days as YYYY-MM-DD, and the columns that could not be read."""

    number: int
    texts: Mapping[str, str]
    unreadable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds from .. until."""

    role: str
    cluster: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who is here already."""

    name: str
    is_active: bool
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the system knows: people by e-mail; words for clusters (empty where two share one) and roles by any name."""

    today: date
    people: Mapping[str, KnownPerson]
    clusters: Mapping[str, str]
    roles: Mapping[str, str]
    of_a_cluster: frozenset[str]
    of_no_cluster: frozenset[str]
    with_an_end: frozenset[str]
    is_address: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class ListProblem:
    """One thing to mend, in a column of a row."""

    row: int
    column: str
    code: StrEnum
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is understood. `known_as` names the person who is here already; no role means none is given."""

    row: int
    what: What
    email: str
    first_name: str
    last_name: str
    language: str
    known_as: str = ""
    role: str = ""
    cluster: str = ""
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rows bring about, in their order, and what is wrong with the others."""

    entries: tuple[Entry, ...]
    problems: tuple[ListProblem, ...]
