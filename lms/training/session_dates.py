"""What depends on the times of sessions: the start and the end of their offering, and moments typed as local times."""

from datetime import UTC, date, datetime, time

from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from .local_times import wall_time
from .models import Offering

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def refresh_dates(offering: Offering) -> None:
    """Keep the start and the end of the offering those of its sessions; the caller holds the row.

    When none takes place any more, what was announced keeps its last dates.
    """
    found = offering.sessions.planned().aggregate(starts=Min("starts_at"), ends=Max("ends_at"))
    starts, ends = found["starts"], found["ends"]
    if starts is None and offering.published_at is not None:
        return
    if (starts, ends) != (offering.starts_at, offering.ends_at):
        offering.starts_at, offering.ends_at = starts, ends
        offering.save(update_fields=["starts_at", "ends_at"])


def moment_of(day: date, clock: time, zone: str) -> datetime:
    """Return the moment (UTC) meant by a day and a time at a place.

    Raises ValidationError on the nights when the clocks change, for a time that is not there or comes twice, and for a
    day that is surely a slip.
    """
    if not EARLIEST <= day < LATEST:
        raise ValidationError(_("Look at the year of the day again."), code="year")
    found = wall_time(day, clock, zone)
    if found.problem:
        words = {"day": date_format(day, "DATE_FORMAT"), "time": time_format(clock, "TIME_FORMAT"), "zone": zone}
        raise ValidationError(_clock_change(found.problem) % words, code=found.problem)
    return found.at.astimezone(UTC)


def _clock_change(problem: str) -> str:
    if problem == "missing":
        return _(
            "On %(day)s there is no %(time)s in %(zone)s: the clocks go forward in that hour. Choose an earlier or a "
            "later time."
        )
    return _(
        "On %(day)s it is %(time)s twice in %(zone)s: the clocks go back in that hour. Choose a time before or after "
        "it."
    )
