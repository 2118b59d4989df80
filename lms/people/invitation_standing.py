"""How far somebody's invitation is: in words for one person, as a condition for a list of people."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .invitation_links import VALID_FOR, ends_at
from .models import User


class Standing(models.TextChoices):
    """The ways in which a person can be on the way in."""

    CONFIRMED = "confirmed", gettext_lazy("accepted")
    INVITED = "invited", gettext_lazy("invited")
    EXPIRED = "expired", gettext_lazy("link expired")
    NOT_INVITED = "not_invited", gettext_lazy("not invited")


def standing_of(person: User, now: datetime) -> Standing:
    """Say how far the invitation is."""
    if person.confirmed_at:
        return Standing.CONFIRMED
    ends = ends_at(person)
    if ends is None:
        return Standing.NOT_INVITED
    return Standing.INVITED if now <= ends else Standing.EXPIRED


def standing_words(person: User, now: datetime) -> str:
    """Say the same in words, with the day that matters."""
    found = standing_of(person, now)
    ends = ends_at(person)
    if found == Standing.CONFIRMED and person.confirmed_at:
        return _("accepted on %(day)s") % {"day": _day(person.confirmed_at)}
    if found == Standing.INVITED and ends:
        return _("invited, link until %(day)s") % {"day": _day(ends)}
    if found == Standing.EXPIRED and ends:
        return _("link expired on %(day)s") % {"day": _day(ends)}
    return str(found.label)


def standing_filter(standing: str, now: datetime) -> Q:
    """Return the condition that keeps the people of whom `standing_of()` says this."""
    oldest = now - VALID_FOR
    waiting = Q(confirmed_at=None)
    return {
        Standing.CONFIRMED: Q(confirmed_at__isnull=False),
        Standing.INVITED: waiting & Q(invited_at__gte=oldest),
        Standing.EXPIRED: waiting & Q(invited_at__lt=oldest),
        Standing.NOT_INVITED: waiting & Q(invited_at=None),
    }[Standing(standing)]


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "SHORT_DATE_FORMAT")
