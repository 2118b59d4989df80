"""What the calendar of offerings shows, as values: cards, each with the reader's own state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from .models import Enrolment, Offering, SeatAllotment
from .offering_dates import dates_of, moment
from .offering_page import still_kept
from .querysets.offerings import OfferingQuerySet

PER_PAGE = 20
WHEN = ("upcoming", "past", "drafts")


@dataclass(frozen=True)
class Card:
    """One offering in the calendar; `own`: the reader's enrolment, if there is one."""

    offering: Any  # an Offering with its seats counted
    own: Enrolment | None
    now: datetime

    @property
    def dates(self) -> str:
        """When it takes place."""
        return dates_of(self.offering)

    @property
    def minutes(self) -> int:
        """The planned minutes of all its parts."""
        return sum(part.minutes for part in self.offering.parts.all())

    @property
    def free(self) -> int:
        """How many seats nobody holds."""
        return int(self.offering.seat_count - self.offering.taken_count)

    @property
    def kept(self) -> list[SeatAllotment]:
        """The free seats that are still kept for a cluster."""
        today = self.now.astimezone(ZoneInfo(self.offering.time_zone)).date()
        return still_kept(self.offering.allotments.all(), today)

    @property
    def takes_people(self) -> bool:
        """Whether it is open and has not begun."""
        return self.offering.is_open and not self.is_running and not self.is_over

    @property
    def is_running(self) -> bool:
        """Whether it has begun and is not over."""
        begun = self.offering.starts_at is not None and self.offering.starts_at <= self.now
        return bool(self.offering.is_open and begun and not self.is_over)

    @property
    def is_over(self) -> bool:
        """Whether its last session is over."""
        return self.offering.ends_at is not None and self.offering.ends_at < self.now

    @property
    def deadline(self) -> str:
        """Until when seats can be asked for, when that is still to come."""
        until = self.offering.apply_until
        return moment(until) if until is not None and until >= self.now else ""

    @property
    def is_too_late(self) -> bool:
        """Whether applications were taken until a moment that has passed."""
        until = self.offering.apply_until
        return until is not None and until < self.now


def chosen(offerings: OfferingQuerySet, when: str, now: datetime) -> OfferingQuerySet:
    """Return the offerings of one of the lists: what is to come, what is over (the latest first), or drafts."""
    if when == "past":
        return offerings.announced().past(now)
    return offerings.drafts() if when == "drafts" else offerings.announced().to_come(now)


def cards_of(offerings: Iterable[Offering], reader: Any, now: datetime) -> list[Card]:
    """Return the cards of a page of the calendar; one query for the states of the reader."""
    shown = list(offerings)
    own: dict[int, Enrolment] = {}
    if reader.is_authenticated and shown:
        rows = Enrolment.objects.filter(person=reader, offering__in=shown)
        own = {one.offering_id: one for one in rows}
    return [Card(offering, own.get(offering.pk), now) for offering in shown]
