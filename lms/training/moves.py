"""How an enrolment moves from one state to the next: the row, its event and its seat, always together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lms.people.models import User

from .models import Enrolment, EnrolmentEvent
from .seat_taking import HeldOffering, return_seat, return_seats, take_seat
from .states import HOLDING

Action = EnrolmentEvent.Action
Status = Enrolment.Status


@dataclass
class Moves:
    """The steps of one transaction: each changes a row at once, the events are written together at the end.

    `by` is empty where time itself does it.
    """

    held: HeldOffering
    by: User | None
    events: list[EnrolmentEvent] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """The moment of the transaction."""
        return self.held.now

    def move(
        self,
        enrolment: Enrolment,
        status: str,
        action: str,
        *,
        reason: str = "",
        allotment: int | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        """Bring an enrolment into a state, with the seat that the state holds or without one."""
        before = _status_of(enrolment)
        self._put(enrolment, status, allotment, expires_at)
        self._note(enrolment, action, before, status, reason)

    def enter(self, enrolment: Enrolment, action: str, *, reason: str = "", allotment: int | None = None) -> None:
        """Let somebody approved into the queue, and through it onto a seat when there is one: one row, two events."""
        before = _status_of(enrolment)
        self._put(enrolment, Status.WAITING if allotment is None else Status.CONFIRMED, allotment)
        self._note(enrolment, action, before, Status.WAITING, reason)
        if allotment is not None:
            self._note(enrolment, Action.SEATED, Status.WAITING, Status.CONFIRMED)

    def leave_all(self, enrolments: Sequence[Enrolment], action: str, *, reason: str = "") -> None:
        """Withdraw many at once, as `move` does one by one: as many queries for a hundred as for one."""
        return_seats(self.held, enrolments)
        for enrolment in enrolments:
            before = enrolment.status
            enrolment.status, enrolment.status_at, enrolment.offer_expires_at = Status.WITHDRAWN, self.now, None
            self._keep_queue(enrolment)
            self.note(enrolment, action, before, reason)
        Enrolment.objects.filter(pk__in=[one.pk for one in enrolments]).update(
            status=Status.WITHDRAWN, status_at=self.now, offer_expires_at=None, allotment=None
        )

    def note(self, enrolment: Enrolment, action: str, before: str, reason: str = "") -> None:
        """Add the event of a move into the state that the enrolment has now."""
        self._note(enrolment, action, before, enrolment.status, reason)

    def _put(
        self, enrolment: Enrolment, status: str, allotment: int | None, expires_at: datetime | None = None
    ) -> None:
        if status not in HOLDING:
            return_seat(self.held, enrolment)
        elif enrolment.allotment_id is None and allotment is not None:
            take_seat(self.held, enrolment, allotment)
        enrolment.status, enrolment.status_at, enrolment.offer_expires_at = status, self.now, expires_at
        if status == Status.CONFIRMED:
            enrolment.confirmed_at = self.now
        enrolment.save()
        self._keep_queue(enrolment)

    def _note(self, enrolment: Enrolment, action: str, before: str, after: str, reason: str = "") -> None:
        self.events.append(
            EnrolmentEvent(
                enrolment=enrolment,
                action=action,
                from_status=before,
                to_status=after,
                at=self.now,
                by=self.by,
                reason=reason,
            )
        )

    def finish(self) -> None:
        """Write the events."""
        EnrolmentEvent.objects.bulk_create(self.events)

    def _keep_queue(self, enrolment: Enrolment) -> None:
        """Keep what was read of the queue true."""
        if enrolment.status == Status.WAITING:
            self.held.waiting[enrolment.pk] = enrolment
        else:
            self.held.waiting.pop(enrolment.pk, None)


def _status_of(enrolment: Enrolment) -> str:
    """Return the state that an enrolment comes from; a new one comes from none."""
    return "" if enrolment._state.adding else enrolment.status
