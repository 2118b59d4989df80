"""What a calendar without a session holds: RFC 5545 asks for one component at least, and strict readers insist."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from lms.people.models import User

from .ics import Event, Feed


def never_empty(feed: Feed, *, key: str, made_at: datetime, person: User, language: str = "") -> Feed:
    """Return the feed, or in the place of nothing a note on the day it was made, which keeps nobody busy.

    `key` says which feed it is, and stays the same for life.
    """
    if feed.events:
        return feed
    day = made_at.astimezone(ZoneInfo(person.time_zone)).date()
    with translation.override(language or person.language):
        note = Event(
            uid=f"{key}@{urlsplit(settings.BASE_URL).hostname}",
            sequence=0,
            changed_at=made_at,
            starts_at=day,
            ends_at=day + timedelta(days=1),
            summary=_("CLUS3 Academy: no session yet"),
            description=_("Sessions appear here as soon as there are any."),
        )
    return replace(feed, events=(note,))
