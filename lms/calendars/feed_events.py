"""What a feed shows to its owner at this moment: sessions as rows, then as events in the owner's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation

from lms.people.models import User
from lms.training.models import Enrolment, EnrolmentEvent, Offering, TrainingSession
from lms.training.states import TAKING_PART

from .event_words import Seen, event_of, name_of
from .ics import Event, Feed
from .models import FeedAddress
from .permissions import can_follow, offerings_with_rooms

Kind = FeedAddress.Kind
Status = Enrolment.Status
KEPT_FOR = timedelta(days=730)  # sessions that ended before are left out: a calendar is no archive
PROGRAMME_KEPT_FOR = timedelta(days=60)  # of everybody's sessions: what is over interests those who were there
CANCELLED_KEPT_FOR = timedelta(weeks=8)  # long enough for every client to have seen that it does not take place


@dataclass(frozen=True)
class Asked:
    """Which feed: its kind, whose it is, of what."""

    kind: str
    person: User
    offering: Offering | None = None
    cluster: Any = None


def asked_by(address: FeedAddress) -> Asked:
    """Return what an address stands for."""
    return Asked(address.kind, address.person, address.offering, address.cluster)


def feed_of(asked: Asked, *, now: datetime, language: str = "") -> Feed:
    """Return the feed in the owner's language, or in another one; at most five queries, however many sessions."""
    with translation.override(language or asked.person.language):
        return Feed(name_of(asked), tuple(_events(asked, now)))


def _events(asked: Asked, now: datetime) -> Iterable[Event]:
    if not can_follow(asked.person, asked.kind, asked.cluster):
        return
    sessions = [session for session in _sessions(asked, now) if _is_shown(session, now)]
    offerings = {session.offering_id for session in sessions}
    open_rooms = offerings_with_rooms(asked.person, offerings)
    offers = _offers(asked.person) if asked.kind == Kind.PERSON else {}
    for session in sessions:
        offering = session.offering_id
        yield event_of(session, Seen(offering in open_rooms, offers.get(offering), asked.person.time_zone))


def _sessions(asked: Asked, now: datetime) -> Iterable[TrainingSession]:
    """Return the sessions with what is said of them, in the order of time; of drafts never."""
    shown = TrainingSession.objects.filter(_wanted(asked), _recent(asked.kind, now))
    announced = shown.filter(offering__in=Offering.objects.announced())
    return announced.select_related("offering", "part").order_by("starts_at", "pk")


def _recent(kind: str, now: datetime) -> Q:
    """Bound how far back a feed goes; a cancellation is told for its weeks in any case."""
    kept_for = PROGRAMME_KEPT_FOR if kind == Kind.PROGRAMME else KEPT_FOR
    cancelled = Q(status=TrainingSession.Status.CANCELLED, changed_at__gte=now - CANCELLED_KEPT_FOR)
    return Q(ends_at__gte=now - kept_for) | cancelled


def _wanted(asked: Asked) -> Q:
    if asked.kind == Kind.PERSON:
        return Q(offering__in=_seats([*TAKING_PART, Status.OFFERED], person=asked.person).values("offering"))
    if asked.kind == Kind.INSTRUCTOR:
        return Q(teaching__person=asked.person)
    if asked.kind == Kind.OFFERING:
        return Q(offering=asked.offering)
    if asked.kind == Kind.CLUSTER:
        return Q(offering__in=_seats(TAKING_PART, cluster=asked.cluster).values("offering"))
    return Q()


def _seats(states: Iterable[str], **whose: Any) -> "QuerySet[Enrolment]":
    """Return the enrolments in these states, and those that were until the offering was cancelled."""
    lost = EnrolmentEvent.objects.filter(
        enrolment=OuterRef("pk"), action=EnrolmentEvent.Action.CANCELLED, from_status__in=states
    )
    called_off = Q(offering__status=Offering.Status.CANCELLED, status=Status.WITHDRAWN) & Exists(lost)
    return Enrolment.objects.filter(Q(status__in=states) | called_off, **whose)


def _offers(person: User) -> dict[int, datetime]:
    """Return until when seats are kept for the person, by offering."""
    kept = Enrolment.objects.filter(person=person, status=Status.OFFERED)
    return dict(kept.values_list("offering", "offer_expires_at"))


def _is_shown(session: TrainingSession, now: datetime) -> bool:
    """Say whether a session is still told: a cancelled one for some weeks after its date or the change."""
    return not session.is_cancelled or max(session.ends_at, session.changed_at) >= now - CANCELLED_KEPT_FOR
