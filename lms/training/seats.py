"""Who gets which seat: the order of the queue, and from where a seat comes. Rules on values, without database or clock.

Seats are kept for a cluster until a day (this day included) or are for everybody. A person sits on a seat of the own
cluster while there is one, otherwise on one for everybody; nobody passes somebody who waits for the same seat.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

NO_RANK = 2**31  # whoever has no rank by need comes after everybody who has one


@dataclass(frozen=True)
class Pool:
    """One allotment: its key, whose it is (none: everybody's), how many seats are free, until when it is kept."""

    key: int
    cluster: int | None
    free: int
    reserved_until: date | None = None


@dataclass(frozen=True)
class Waiting:
    """Somebody in the queue: the enrolment's key, the cluster, the rank by need (1 is the greatest), since when."""

    key: int
    cluster: int | None
    queued_at: datetime
    rank: int | None = None


@dataclass(frozen=True)
class Seat:
    """Who gets a seat, and from which allotment."""

    enrolment: int
    pool: int


def in_order(waiting: Iterable[Waiting], *, by_need: bool) -> list[Waiting]:
    """Return the queue: by rank when the offering says so, then by arrival; two at one moment by their keys."""

    def place(one: Waiting) -> tuple[int, datetime, int]:
        rank = one.rank if by_need and one.rank is not None else NO_RANK
        return (rank if by_need else 0, one.queued_at, one.key)

    return sorted(waiting, key=place)


def pool_for(cluster: int | None, pools: Iterable[Pool], today: date) -> Pool | None:
    """Return where somebody of this cluster may take a seat now: the cluster's own first, then everybody's.

    An allotment whose day has passed is everybody's, whoever it was kept for.
    """
    free = [pool for pool in pools if pool.free > 0]
    own = [pool for pool in free if pool.cluster is not None and pool.cluster == cluster and _is_kept(pool, today)]
    shared = [pool for pool in free if pool.cluster is None or not _is_kept(pool, today)]
    return next(iter([*own, *sorted(shared, key=lambda pool: (pool.cluster is not None, pool.key))]), None)


def next_seats(queue: Sequence[Waiting], pools: Iterable[Pool], today: date) -> list[Seat]:
    """Return the seats that the free ones give to the queue, which is in order: the first who can sit, sits."""
    left = {pool.key: pool for pool in pools}
    seats = []
    for one in queue:
        pool = pool_for(one.cluster, left.values(), today)
        if pool is None:
            continue
        left[pool.key] = Pool(pool.key, pool.cluster, pool.free - 1, pool.reserved_until)
        seats.append(Seat(one.key, pool.key))
    return seats


def _is_kept(pool: Pool, today: date) -> bool:
    """Say whether the allotment is still one cluster's: the day itself counts."""
    return pool.cluster is not None and pool.reserved_until is not None and pool.reserved_until >= today
