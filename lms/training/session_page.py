"""What coordinators see of an offering's facts, sessions and changes; lists that the template walks through."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format

from .change_words import Said, in_words
from .models import Change, Offering, OfferingPart, SeatAllotment, TrainingSession
from .offering_dates import times_of
from .publishing import PartPlan, Readiness, part_plans, readiness

MOST_CHANGES = 60


@dataclass(frozen=True)
class SessionRow:
    """A session with its day and hours at the place."""

    session: TrainingSession
    is_over: bool

    @property
    def day(self) -> str:
        """The day at the place."""
        local = timezone.localtime(self.session.starts_at, self.session.zone)
        return f"{date_format(local, 'D')} {date_format(local, 'DATE_FORMAT')}"

    @property
    def hours(self) -> str:
        """From .. to .. at the place."""
        return times_of(self.session)[0]

    @property
    def is_fixed(self) -> bool:
        """Whether it can no longer be changed."""
        return self.session.is_cancelled or getattr(self.session, "is_signed", False)


@dataclass(frozen=True)
class SessionsPage:
    """Everything about an offering that its coordinators keep."""

    offering: Offering
    parts: list[OfferingPart]
    sessions: list[TrainingSession]
    allotments: list[SeatAllotment]
    changes: list[Said]
    now: datetime

    @cached_property
    def rows(self) -> list[SessionRow]:
        """The sessions, the earliest first."""
        return [SessionRow(one, one.ends_at <= self.now) for one in self.sessions]

    @cached_property
    def plans(self) -> list[PartPlan]:
        """Each part with the hours that were promised and those that its sessions last."""
        return part_plans(self.parts, self.sessions)

    @property
    def seats(self) -> int:
        """How many seats there are in all."""
        return sum(one.seats for one in self.allotments)

    @property
    def taken(self) -> int:
        """How many of them are taken."""
        return sum(one.taken for one in self.allotments)

    @cached_property
    def readiness(self) -> Readiness:
        """What it lacks, and what to look at again."""
        return readiness(self.offering, self.sessions, self.seats, self.plans, self.now)

    @property
    def can_change(self) -> bool:
        """Whether anything can still be changed."""
        return self.offering.status in (Offering.Status.DRAFT, Offering.Status.PUBLISHED)

    @property
    def can_cancel(self) -> bool:
        """Whether it can be cancelled as a whole: not once a session of it was held."""
        held = any(row.is_over and not row.session.is_cancelled for row in self.rows)
        return self.offering.is_open and not held


def sessions_page(offering: Offering, now: datetime) -> SessionsPage:
    """Read the page: six queries, seven when instructors were changed; the offering comes with its funding line."""
    parts = list(offering.parts.all())
    sessions = list(offering.sessions.for_sessions_page())
    return SessionsPage(
        offering=offering,
        parts=parts,
        sessions=sessions,
        allotments=list(offering.allotments.select_related("cluster")),
        changes=in_words(changes_of(offering), parts),
        now=now,
    )


def changes_of(offering: Offering, session: TrainingSession | None = None) -> list[Change]:
    """Return the latest changes of an offering, or of one session of it."""
    found = Change.objects.filter(offering=offering.pk).select_related("by", "session__part")
    if session is not None:
        found = found.filter(session=session.pk)
    return list(found[:MOST_CHANGES])
