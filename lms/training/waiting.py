"""What waits for a coordinator in offerings: each question asked in one place, for the desk and for the lists."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from .models import Enrolment, Offering, Outcome, SeatAllotment, TrainingSession

SOON = timedelta(hours=24)
OPEN = Offering.Status.PUBLISHED


def applications() -> "QuerySet[Enrolment]":
    """Return the applications that nobody has decided yet."""
    return Enrolment.objects.filter(status=Enrolment.Status.APPLIED, offering__status=OPEN)


def offers_that_end(now: datetime) -> "QuerySet[Enrolment]":
    """Return the seats that are kept for somebody who has until tomorrow, at this hour, to accept."""
    ends = Q(offer_expires_at__gte=now, offer_expires_at__lte=now + SOON)
    return Enrolment.objects.filter(ends, status=Enrolment.Status.OFFERED, offering__status=OPEN)


def seats_beside_a_queue(now: datetime) -> "QuerySet[Offering]":
    """Return what has begun with a seat free for somebody who waits: by itself nobody is asked any more.

    Whose account is closed is passed by, so nothing waits there.
    """
    can_come = Q(status=Enrolment.Status.WAITING, person__is_active=True)
    waiting = Enrolment.objects.filter(can_come, offering=OuterRef("offering"))
    for_all = Q(cluster=None) | Q(reserved_until__lt=timezone.localdate(now))
    wanted = for_all & Exists(waiting) | Exists(waiting.filter(cluster=OuterRef("cluster")))
    free = SeatAllotment.objects.filter(wanted, taken__lt=F("seats"))
    return Offering.objects.filter(status=OPEN, starts_at__lte=now, ends_at__gt=now, pk__in=free.values("offering"))


def unsigned(now: datetime) -> "QuerySet[TrainingSession]":
    """Return the sessions that are over and that no instructor has signed off."""
    return TrainingSession.objects.planned().filter(ends_at__lte=now, sign_off=None, offering__status=OPEN)


def to_be_closed(now: datetime) -> "QuerySet[Offering]":
    """Return what is over and not closed, so that nobody has an outcome yet."""
    return Offering.objects.filter(status=OPEN, ends_at__lte=now)


def passed() -> "QuerySet[Outcome]":
    """Return the outcomes that lead to a certificate."""
    return Outcome.objects.filter(has_passed=True, enrolment__offering__status=Offering.Status.CLOSED)
