"""The editions of a course or a module that are still to begin, as the catalogue shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from lms.training.models import Offering
from lms.training.offering_dates import dates_of
from lms.training.querysets.offerings import OfferingQuerySet

from .models.editions import EditionModule

MOST = 5


@dataclass(frozen=True)
class NextEdition:
    """An edition with its dates and free seats."""

    offering: Any
    dates: str
    free: int


def open_offerings(now: datetime) -> OfferingQuerySet:
    """Return what is announced and has not begun."""
    found: OfferingQuerySet = Offering.objects.filter(status=Offering.Status.PUBLISHED, starts_at__gt=now)
    return found


def next_editions(now: datetime, **which: Any) -> list[NextEdition]:
    """Return the next editions of a course (`edition__course`) or a module (`edition__modules__module`); one query."""
    found = open_offerings(now).filter(**which).with_seats().order_by("starts_at", "code")[:MOST]
    return [
        NextEdition(one, dates_of(one), max(0, one.seat_count - one.taken_count - one.waiting_count)) for one in found
    ]


def has_next_edition(module: str, now: datetime) -> Exists:
    """Return whether the module that `module` leads to has an edition still to begin, for another query."""
    taught = EditionModule.objects.filter(module=OuterRef(module), edition__offering__in=open_offerings(now))
    return Exists(taught)
