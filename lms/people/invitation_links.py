"""The personal link of an invitation: it works once, for two weeks, and only the latest one that was sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import override

from .models import User

VALID_FOR = timedelta(days=14)
SALT = "lms.people.invitation"


class LinkState(StrEnum):
    """What a link is worth now."""

    VALID = auto()
    USED = auto()
    EXPIRED = auto()
    REPLACED = auto()
    INACTIVE = auto()
    BROKEN = auto()


@dataclass(frozen=True)
class Link:
    """A link and whose it is; a broken one is nobody's."""

    state: LinkState
    person: User | None = None


def path_of(person: User) -> str:
    """Return the address at which the person, invited already, accepts: on the site, in the person's language."""
    with override(person.language):
        return reverse("people:invitation", args=[token_of(person)])


def ends_at(person: User) -> datetime | None:
    """Return when the link stops working; none for somebody who was never invited."""
    return person.invited_at + VALID_FOR if person.invited_at else None


def token_of(person: User) -> str:
    """Return the key, the moment of the invitation, and what only this site can make of both and of the e-mail."""
    stamp = _stamp(person)
    return f"{int_to_base36(person.pk)}-{int_to_base36(stamp)}-{_seal(person, stamp)}"


def read_link(token: str, now: datetime) -> Link:
    """Say whose link this is and what it is worth; a new e-mail makes a link worth nothing."""
    try:
        key, stamp, seal = token.split("-")
        person = User.objects.get(pk=base36_to_int(key), erased_at=None)
        if not constant_time_compare(seal, _seal(person, base36_to_int(stamp))):
            return Link(LinkState.BROKEN)
    except (ValueError, OverflowError, User.DoesNotExist):
        return Link(LinkState.BROKEN)
    return Link(_state(person, base36_to_int(stamp), now), person)


def _state(person: User, stamp: int, now: datetime) -> LinkState:
    if not person.is_active:
        return LinkState.INACTIVE
    if person.confirmed_at:
        return LinkState.USED
    if stamp != _stamp(person):
        return LinkState.REPLACED
    ends = ends_at(person)
    return LinkState.VALID if ends and now <= ends else LinkState.EXPIRED


def _stamp(person: User) -> int:
    return int(person.invited_at.timestamp()) if person.invited_at else 0


def _seal(person: User, stamp: int) -> str:
    return salted_hmac(SALT, f"{person.pk}:{stamp}:{person.email}", algorithm="sha256").hexdigest()[:40]
