"""A session in words, for a calendar: what everybody may read, and the room and the link for whoever may see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.training.models import TrainingSession

from .ics import CANCELLED, CONFIRMED, TENTATIVE, Event
from .models import FeedAddress

Kind = FeedAddress.Kind


@dataclass(frozen=True)
class Seen:
    """What one reader sees of a session: rooms or not, and until when a seat is kept for him or her."""

    rooms: bool
    offered_until: datetime | None
    time_zone: str


def event_of(session: TrainingSession, seen: Seen) -> Event:
    """Return the event in the active language; the session comes with its offering and its part."""
    return Event(
        uid=f"{session.uid}@{urlsplit(settings.BASE_URL).hostname}",
        sequence=session.sequence,
        changed_at=session.changed_at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=_("Cancelled: %(title)s") % {"title": session.title} if session.is_cancelled else session.title,
        status=_status(session, seen),
        location=_location(session, seen),
        description="\n".join(_description(session, seen)),
        url=f"{settings.BASE_URL}{reverse('training:offering', args=[session.offering.code])}",
    )


def name_of(asked: Any) -> str:
    """Return what calendars call a feed (a kind with its offering or cluster), in the active language."""
    of_what = {Kind.OFFERING: asked.offering and asked.offering.title, Kind.CLUSTER: asked.cluster}
    return f"CLUS3 Academy – {of_what.get(asked.kind) or Kind(asked.kind).label}"


def _status(session: TrainingSession, seen: Seen) -> str:
    if session.is_cancelled:
        return CANCELLED
    return TENTATIVE if seen.offered_until else CONFIRMED


def _location(session: TrainingSession, seen: Seen) -> str:
    """Return the place, which everybody knows, with the room for whoever may see it."""
    is_online = session.mode == TrainingSession.Mode.ONLINE
    parts = [session.get_mode_display() if is_online else session.where, session.room if seen.rooms else ""]
    return ", ".join(part for part in parts if part)


def _description(session: TrainingSession, seen: Seen) -> list[str]:
    lines = [str(session.offering.title)] if session.offering.title != session.title else []
    lines.append(_("At the place: %(when)s") % {"when": _when(session)})
    if session.is_cancelled:
        return lines
    if seen.offered_until:
        until = _moment(seen.offered_until, seen.time_zone)
        lines.append(
            _("A seat is kept for you until %(until)s: accept it on the page of the offering.") % {"until": until}
        )
    if seen.rooms and session.link:
        lines.append(_("Link: %(link)s") % {"link": session.link})
    return lines


def _when(session: TrainingSession) -> str:
    """Say from when to when by the clocks of the place; the zone is named, since the reader may be elsewhere.

    In the night in which the clocks change each of the two times says by which it is.
    """
    start, end = (moment.astimezone(session.zone) for moment in (session.starts_at, session.ends_at))
    first = date_format(start, "DATETIME_FORMAT")
    last = date_format(end, "TIME_FORMAT" if end.date() == start.date() else "DATETIME_FORMAT")
    if start.utcoffset() != end.utcoffset():
        first, last = f"{first} {start.tzname()}", f"{last} {end.tzname()}"
    return f"{first}–{last} ({session.time_zone})"


def _moment(moment: datetime, zone: str) -> str:
    return date_format(moment.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")
