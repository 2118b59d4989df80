"""One session as the desks show it: its day and hours at the place, and by the reader's clock where that differs."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format

from lms.training.models import TrainingSession
from lms.training.offering_dates import times_of


@dataclass(frozen=True)
class SessionLine:
    """A session whose offering and part are at hand."""

    session: TrainingSession
    now: datetime

    @property
    def day(self) -> str:
        """The day at the place, in words."""
        return date_format(self.session.starts_at.astimezone(self.session.zone), "l, j F Y")

    @property
    def hours(self) -> str:
        """The hours at the place."""
        return times_of(self.session)[0]

    @property
    def own_hours(self) -> str:
        """The hours by the reader's clock, when it shows others."""
        return times_of(self.session)[1]

    @property
    def is_today(self) -> bool:
        """Whether it is of this day at the place, or began before and goes on; not once it is over."""
        zone = self.session.zone
        begins = self.session.starts_at.astimezone(zone).date()
        return begins <= self.now.astimezone(zone).date() and self.session.ends_at > self.now
