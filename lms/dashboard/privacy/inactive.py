"""Accounts that nobody uses: a warning, and erasure when nobody came back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from lms.outbox.models import Message
from lms.people.models import RetentionRules, RoleGrant, User
from lms.people.retention import WARNING, erased_on, is_to_be_warned, months_later

from .notices import once_inactive, tell_inactive


@dataclass(frozen=True)
class Unseen:
    """Somebody without a role who has not signed in since `last_day`, and when he or she was told."""

    person: User
    last_day: date
    warned_on: date | None


def warn_inactive(now: datetime) -> int:
    """Tell those whose account will be erased, once for this time without a role; return how many were told."""
    today, months = timezone.localdate(now), _months()
    return sum(
        tell_inactive(found.person, found.last_day, max(months_later(found.last_day, months), today + WARNING), now)
        for found in _unseen(today, months)
        if found.warned_on is None
    )


def inactive_people(now: datetime) -> list[User]:
    """Return those who were told in time and did not come back."""
    today, months = timezone.localdate(now), _months()
    ends = ((found.person, erased_on(found.last_day, months, found.warned_on)) for found in _unseen(today, months))
    return [person for person, day in ends if day is not None and day <= today]


def _unseen(today: date, months: int) -> Iterator[Unseen]:
    """Yield everybody who is to be warned, or was."""
    people = list(_without_a_role_since(months_later(today + WARNING, -months) + WARNING))
    found = [(person, _last_day(person)) for person in people]
    keys = [once_inactive(person, day) for person, day in found]
    warned = dict(Message.objects.filter(once__in=keys).values_list("once", "written_at"))
    for (person, day), key in zip(found, keys, strict=True):
        if is_to_be_warned(day, months, today):
            yield Unseen(person, day, timezone.localdate(warned[key]) if key in warned else None)


def _without_a_role_since(day: date) -> Any:
    """Return who held no role and did not sign in on that day or later."""
    later = Q(valid_until=None) | Q(valid_until__gte=day)
    roles = RoleGrant.objects.filter(later, user=OuterRef("pk"))
    people = User.objects.filter(~Exists(roles), erased_at=None, is_superuser=False, date_joined__date__lt=day)
    seen = Q(last_login=None) | Q(last_login__date__lt=day)
    return people.filter(seen).annotate(last_role_end=Max("role_grants__valid_until"))


def _last_day(person: Any) -> date:
    days = [timezone.localdate(seen) for seen in (person.date_joined, person.last_login) if seen is not None]
    return max([*days, person.last_role_end or date.min])


def _months() -> int:
    rules: Any = RetentionRules.load()
    return int(rules.inactive_account_months)
