"""What was changed, in words: from the plain values that a change keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.languages import current
from lms.people.models import User

from .models import Change, OfferingPart, TrainingSession
from .offering_dates import hours_between

Kind = Change.Kind
NOTHING = "–"


@dataclass(frozen=True)
class Said:
    """One change: what it was about, what it said before and says now; either may be empty."""

    change: Change
    before: str
    after: str


def in_words(changes: Iterable[Change], parts: Iterable[OfferingPart]) -> list[Said]:
    """Return changes as people read them; one query when instructors were changed."""
    changes = list(changes)
    names = _names(changes)
    titles = {part.pk: str(part.title) for part in parts}
    return [Said(one, _words(one, one.before, names, titles), _words(one, one.after, names, titles)) for one in changes]


def _names(changes: Iterable[Change]) -> dict[int, str]:
    told = [said for one in changes if one.kind == Kind.INSTRUCTORS for said in (one.before, one.after)]
    keys = {key for said in told for key in said.get("people", [])}
    return {person.pk: str(person) for person in User.objects.filter(pk__in=keys)} if keys else {}


def _words(change: Change, said: dict[str, Any], names: Mapping[int, str], titles: Mapping[int, str]) -> str:
    if change.kind in (Kind.TIME, Kind.ADDED) and said:
        return _times(said)
    if change.kind == Kind.PLACE:
        return _place(said)
    if change.kind == Kind.TITLE:
        return str(said.get(f"title_{current()}") or said.get("title_it") or NOTHING)
    if change.kind == Kind.INSTRUCTORS:
        return ", ".join(names.get(key, _("somebody removed")) for key in said.get("people", [])) or NOTHING
    if change.kind == Kind.HOURS:
        return titles.get(said.get("part", 0), NOTHING)
    return ""


def _times(said: dict[str, Any]) -> str:
    zone = ZoneInfo(said["time_zone"])
    start, end = (datetime.fromisoformat(said[name]).astimezone(zone) for name in ("starts_at", "ends_at"))
    return f"{date_format(start, 'DATE_FORMAT')}, {hours_between(start, end)}"


def _place(said: dict[str, Any]) -> str:
    held = _("Online") if said.get("mode") == TrainingSession.Mode.ONLINE else ""
    named = [held, said.get("place", ""), said.get("room", ""), said.get("link", "")]
    return ", ".join(text for text in named if text) or NOTHING
