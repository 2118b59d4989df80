"""What can be wrong with the seats of an offering: a rule on values, for the audit of a live database."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .states import HOLDING

NEEDS_APPROVAL = ("waiting", *HOLDING)
OVERDUE = timedelta(hours=1)  # the clock comes by every minute
LEFT_OPEN = {
    "cancelled": ("applied", "waiting", *HOLDING),
    "closed": ("applied", "waiting", "offered", "confirmed"),
    "draft": ("applied", "waiting", *HOLDING),
}


@dataclass(frozen=True)
class Counted:
    """An allotment: its key, how many seats it has and says to be taken."""

    key: int
    seats: int
    taken: int


@dataclass(frozen=True)
class Standing:
    """An enrolment as its row says, and its steps in order: from which state to which."""

    key: int
    status: str
    allotment: int | None = None
    expires_at: datetime | None = None
    is_approved: bool = True
    steps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SeatFault:
    """One fault, as a code, with the key of the allotment or enrolment that it is about and what was found."""

    code: str
    key: int
    found: str = ""


def faults_of(
    *,
    status: str,
    allotments: Sequence[Counted],
    enrolments: Sequence[Standing],
    passed_over: Iterable[int],
    now: datetime,
) -> list[SeatFault]:
    """Return everything that is wrong with one offering.

    `status` is the offering's; `passed_over` are the keys of those who wait although a seat is theirs to have.
    """
    held = Counter(one.allotment for one in enrolments if one.status in HOLDING)
    keys = {one.key: one for one in allotments}
    return [
        *(fault for one in allotments for fault in _of_allotment(one, held[one.key])),
        *(fault for one in enrolments for fault in _of_enrolment(one, keys, now)),
        *(SeatFault("left_open", one.key, one.status) for one in enrolments if one.status in LEFT_OPEN.get(status, ())),
        *(SeatFault("passed_over", key) for key in passed_over),
    ]


def _of_allotment(one: Counted, held: int) -> Iterator[SeatFault]:
    if one.taken != held:
        yield SeatFault("count", one.key, f"{one.taken}, {held}")
    if max(one.taken, held) > one.seats:
        yield SeatFault("oversold", one.key, f"{max(one.taken, held)} > {one.seats}")


def _of_enrolment(one: Standing, allotments: Mapping[int, Counted], now: datetime) -> Iterator[SeatFault]:
    holds = one.status in HOLDING
    if holds != (one.allotment is not None):
        yield SeatFault("seat", one.key, one.status)
    elif holds and one.allotment not in allotments:
        yield SeatFault("elsewhere", one.key, str(one.allotment))
    if one.status in NEEDS_APPROVAL and not one.is_approved:
        yield SeatFault("approval", one.key, one.status)
    if (one.status == "offered") != (one.expires_at is not None):
        yield SeatFault("expiry", one.key, one.status)
    elif one.expires_at is not None and one.expires_at + OVERDUE < now:
        yield SeatFault("overdue", one.key, one.expires_at.isoformat())
    if said := broken_step(one):
        yield SeatFault("steps", one.key, said)


def broken_step(one: Standing) -> str:
    """Say at which step the way of an enrolment breaks: each begins where the one before ended, the last is now."""
    at = ""
    for number, (before, after) in enumerate(one.steps, start=1):
        if before != at:
            return f"{number}: {before or '-'}, {at or '-'}"
        at = after
    return "" if at == one.status else f"{len(one.steps)}: {at or '-'}, {one.status}"
