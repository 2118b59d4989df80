"""People hear of their roles: when one is given, and before it ends; the clock looks who was not told yet."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from lms.outbox.models import Message, Topic
from lms.outbox.posting import Notice, post
from lms.people.models import RoleGrant
from lms.people.role_ends import STEPS, reminder_due

STILL_NEWS = timedelta(days=7)  # after a week without a clock nobody is told of old roles at once


def tell_of_roles(*, now: datetime) -> int:
    """Write what is due, once each; return how many messages that were."""
    told = 0
    for grant, notice in _untold([*_given(now), *_ending(now)]):
        told += post(to=grant.user, notice=notice, now=now) is not None
    return told


def _given(now: datetime) -> list[tuple[RoleGrant, Notice]]:
    """Roles that a coordinator gave to somebody who is here already; the invitation tells of earlier ones."""
    grants = _of_people_here().filter(
        granted_at__gt=F("user__confirmed_at"), granted_at__gte=now - STILL_NEWS, granted_by__isnull=False
    )
    standing = grants.filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate(now)))
    return [(grant, _notice("role_given", grant, f"role-given:{grant.pk}")) for grant in standing]


def _ending(now: datetime) -> list[tuple[RoleGrant, Notice]]:
    today = timezone.localdate(now)
    latest = today + timedelta(days=max(STEPS))
    grants = list(_of_people_here().filter(valid_until__gte=today, valid_until__lte=latest))
    followed = _followed(grants)
    found = []
    for grant in grants:
        end = grant.valid_until
        if end is None or grant.pk in followed:
            continue
        given_on = timezone.localdate(grant.granted_at)
        step = reminder_due(given_on=given_on, start=grant.valid_from, end=end, today=today)
        if step:
            found.append((grant, _notice("role_ends", grant, f"role-ends:{grant.pk}:{end.isoformat()}:{step}")))
    return found


def _of_people_here() -> QuerySet[RoleGrant]:
    people = RoleGrant.objects.filter(user__is_active=True, user__confirmed_at__isnull=False)
    return people.select_related("user", "cluster", "granted_by").order_by("pk")


def _followed(grants: list[RoleGrant]) -> set[int]:
    """Return the keys of the grants after which the same role goes on without a day between."""
    others: dict[tuple[int, str, int | None], list[RoleGrant]] = defaultdict(list)
    for other in RoleGrant.objects.filter(user__in={grant.user_id for grant in grants}):
        others[(other.user_id, other.role, other.cluster_id)].append(other)
    return {
        grant.pk
        for grant in grants
        if grant.valid_until
        and any(
            other.is_active(grant.valid_until + timedelta(days=1))
            for other in others[(grant.user_id, grant.role, grant.cluster_id)]
        )
    }


def _notice(kind: str, grant: RoleGrant, once: str) -> Notice:
    return Notice(topic=Topic.ROLES, kind=kind, context={"grant": grant}, link=reverse("dashboard:desk"), once=once)


def _untold(found: Iterable[tuple[RoleGrant, Notice]]) -> list[tuple[RoleGrant, Notice]]:
    """Leave out what was told already, before anything is worded: this is asked every minute."""
    pairs = list(found)
    keys = [notice.once for _grant, notice in pairs]
    told = set(Message.objects.filter(once__in=keys).values_list("once", flat=True)) if keys else set()
    return [(grant, notice) for grant, notice in pairs if notice.once not in told]
