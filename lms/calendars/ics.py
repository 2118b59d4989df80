"""Calendars as files (RFC 5545, with the names of RFC 7986): values in, bytes out, the same for the same values.

Every session is a single event in UTC without a VTIMEZONE, which every client reads alike; there is no METHOD, since a
feed invites nobody, and DTSTAMP is when the data changed, not when somebody looked.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

import icalendar

FORM = "2"  # the way in which values become bytes: raise it with every change here, since the ETag rests on it
PRODUCT = "-//CLUS3 Academy//Calendar//EN"
ASK_AGAIN = timedelta(hours=6)
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True)
class Event:
    """One session in words of the reader; `uid` is the same for life, `sequence` and `changed_at` tell a change.

    With days instead of moments it is a note for the whole day, to before `ends_at`.
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime | date
    ends_at: datetime | date
    summary: str
    status: str = CONFIRMED
    location: str = ""
    description: str = ""
    url: str = ""


@dataclass(frozen=True)
class Feed:
    """A calendar with its name."""

    name: str
    events: tuple[Event, ...] = ()


def etag_of(feed: Feed) -> str:
    """Return a strong ETag: equal values give equal bytes, so the bytes need not be made to know them."""
    said = repr((FORM, icalendar.__version__, feed))
    return f'"{sha256(said.encode()).hexdigest()}"'


def ics_of(feed: Feed) -> bytes:
    """Return the calendar as it is sent, with CRLF and folded lines."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, icalendar.vText(_clean(feed.name)))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(ASK_AGAIN))
    for event in feed.events:
        calendar.add_component(_component(event))
    return calendar.to_ical()


def _component(event: Event) -> icalendar.Event:
    said = icalendar.Event()
    said.add("uid", event.uid)
    said.add("sequence", event.sequence)
    said.add("dtstamp", event.changed_at)
    said.add("last-modified", event.changed_at)
    said.add("dtstart", event.starts_at)
    said.add("dtend", event.ends_at)
    said.add("status", event.status)
    # What does not take place, and a note, keep nobody busy.
    is_busy = event.status != CANCELLED and isinstance(event.starts_at, datetime)
    said.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")
    for name in ("summary", "location", "description"):
        if text := _clean(getattr(event, name)):
            said.add(name, text)
    if event.url:
        said.add("url", event.url)
    return said


def _clean(text: str) -> str:
    """Return text without the control characters that RFC 5545 forbids; lines end as it asks."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
