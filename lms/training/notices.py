"""Who hears what of an enrolment: each person concerned, once, how it stands when the transaction ends."""

from dataclasses import dataclass

from django.urls import reverse

from lms.outbox.models import Topic
from lms.outbox.posting import Notice, post_to_many
from lms.people.models import User

from .models import EnrolmentEvent, Offering
from .moves import Action, Moves, Status
from .seat_taking import queue_of

BY_STATUS: dict[str, str] = {
    Status.APPLIED: "seat_applied",
    Status.WAITING: "seat_waiting",
    Status.OFFERED: "seat_offered",
    Status.CONFIRMED: "seat_confirmed",
    Status.DECLINED: "seat_declined",
}
BY_ACTION: dict[str, str] = {
    Action.EXPIRED: "seat_expired",
    Action.REMOVED: "seat_removed",
    Action.CANCELLED: "seat_cancelled",
    Action.WITHDREW: "seat_withdrawn",
    Action.REFUSED: "seat_withdrawn",
}


@dataclass
class Told:
    """What happened to one person: the first and the last step of the transaction."""

    first: EnrolmentEvent
    last: EnrolmentEvent

    @property
    def kind(self) -> str | None:
        """The templates that say it; none for what is told elsewhere, such as the outcome."""
        return BY_STATUS.get(self.last.to_status) or BY_ACTION.get(self.last.action)


def tell_moved(moves: Moves) -> None:
    """Tell each person concerned what happened in this transaction; as many queries for many as for one."""
    told: dict[int, Told] = {}
    for event in moves.events:
        told.setdefault(event.enrolment.pk, Told(event, event)).last = event
    people = {one.last.enrolment.person_id: one for one in told.values() if one.kind}
    if not people:
        return
    places = _places(moves) if any(one.kind == "seat_waiting" for one in people.values()) else {}
    recipients = [one.last.enrolment.person for one in people.values()]

    def notice_for(person: User) -> Notice:
        one = people[person.pk]
        return _notice(one, moves, places.get(one.last.enrolment.pk))

    post_to_many(recipients=recipients, notice_for=notice_for, now=moves.now)


def _notice(told: Told, moves: Moves, place: int | None) -> Notice:
    offering = moves.held.offering
    return Notice(
        topic=Topic.SEATS,
        kind=str(told.kind),
        context={
            "offering": offering,
            "enrolment": told.last.enrolment,
            "was_entered": told.first.action == Action.ENROLLED,
            "reason": told.first.reason or told.last.reason,
            "place": place,
            "is_over": offering.ends_at is not None and offering.ends_at <= moves.now,
            "by": moves.by,
        },
        link=address_of(offering),
    )


def address_of(offering: Offering) -> str:
    """Return the page of the offering, where everything that a message asks for is done."""
    return reverse("training:offering", args=[offering.code])


def _places(moves: Moves) -> dict[int, int]:
    """Return the place of each in the queue, from 1."""
    return {one.key: number for number, one in enumerate(queue_of(moves.held), start=1)}
