"""How long a name stays on evidence, and an account that nobody uses: rules on plain values."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

WARNING = timedelta(days=30)  # between the message that an account will be erased and its erasure


@dataclass(frozen=True)
class Spell:
    """A role held from .. until, both days included; `cluster` is its key, none for the whole programme.

    `works_for_all`: the work concerns every cluster (a coordinator's), so every funding line may ask for it.
    """

    start: date
    end: date | None
    cluster: int | None = None
    works_for_all: bool = False


@dataclass(frozen=True)
class Line:
    """A funding line: from .. until, its clusters (none: the whole programme), and how long it asks for evidence.

    `basis` is the rule or act that says so.
    """

    key: int
    start: date
    end: date | None
    retain_until: date
    clusters: frozenset[int] = frozenset()
    basis: str = ""


def holding_line(spells: Iterable[Spell], lines: Iterable[Line], today: date, paid: Iterable[Line] = ()) -> Line | None:
    """Return the line that asks longest for the evidence of somebody with these roles; none when none does any more.

    `paid`: lines as they ask for what they paid for and the person took part in, whatever the roles were. The last day
    of retention counts. Of two lines that ask equally long the one with the smaller key is named.
    """
    spells = list(spells)
    concerned = [line for line in lines if any(_concerns(line, spell) for spell in spells)]
    asking = [line for line in (*concerned, *paid) if line.retain_until >= today]
    return max(asking, key=lambda line: (line.retain_until, -line.key), default=None)


def _concerns(line: Line, spell: Spell) -> bool:
    """Say whether the line paid for a day of the role, in a cluster of the role."""
    if line.clusters and not spell.works_for_all and spell.cluster not in line.clusters:
        return False
    return (spell.end is None or line.start <= spell.end) and (line.end is None or spell.start <= line.end)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, the last day of a month that is too short; negative: earlier."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if months < 0 else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def erased_on(last_day: date, months: int, warned_on: date | None) -> date | None:
    """Return the day on which somebody unseen since `last_day` is erased: never before the warning has had its days."""
    if warned_on is None:
        return None
    return max(months_later(last_day, months), warned_on + WARNING)


def is_to_be_warned(last_day: date, months: int, today: date) -> bool:
    """Say whether somebody unseen since `last_day` is to hear that the account will be erased."""
    return today >= months_later(last_day, months) - WARNING
