"""Days and times of offerings and sessions as people read them: at the place, and by their own clock as well."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.people.time_zone_names import zone_name

from .models import Offering, TrainingSession


def dates_of(offering: Offering) -> str:
    """Return when it takes place, by the calendar of the place: one day with its hours, or the first and last day."""
    if offering.starts_at is None or offering.ends_at is None:
        return _("Dates to be announced")
    zone = ZoneInfo(offering.time_zone)
    start, end = offering.starts_at.astimezone(zone), offering.ends_at.astimezone(zone)
    if start.date() == end.date():
        return f"{date_format(start, 'DATE_FORMAT')}, {hours_between(start, end)}"
    return f"{date_format(start, 'DATE_FORMAT')} – {date_format(end, 'DATE_FORMAT')}"


def hours_between(start: datetime, end: datetime) -> str:
    """Return "09:00–13:00", with the day of the end when that is another one."""
    until = date_format(end, "TIME_FORMAT")
    if end.date() != start.date():
        until = f"{date_format(end, 'SHORT_DATE_FORMAT')}, {until}"
    return f"{date_format(start, 'TIME_FORMAT')}–{until}"


def moment(at: datetime) -> str:
    """Return day and time by the reader's clock."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def times_of(session: TrainingSession) -> tuple[str, str]:
    """Return the hours of a session at the place, and where the reader's clock shows others: the zone and those."""
    zone = session.zone
    start, end = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    own_start, own_end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    if own_start.utcoffset() == start.utcoffset() and own_end.utcoffset() == end.utcoffset():
        return hours_between(start, end), ""
    own = hours_between(own_start, own_end)
    if own_start.date() != start.date():
        own = f"{date_format(own_start, 'SHORT_DATE_FORMAT')}, {own}"
    words = _("Time of %(zone)s; by your clock %(hours)s")
    return hours_between(start, end), words % {"zone": zone_name(session.time_zone), "hours": own}
