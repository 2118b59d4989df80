"""Where the reader stands in an offering, and what comes next: as values that the page words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lms.people.models import Role, User

from .apply_form import ApplyForm
from .asking import asked_by
from .eligibility import obstacles
from .enrolment_actions import must_say_why
from .enrolment_words import refusal
from .left_words import ended_with
from .models import Enrolment, EnrolmentEvent, TrainingSession
from .offering_dates import moment
from .own_outcome import OwnOutcome, own_outcome
from .seat_taking import HeldOffering, queue_of
from .states import LEFT, TAKING_PART


@dataclass(frozen=True)
class OwnState:
    """The own enrolment, if any, and what can be done.

    `place`: in the queue, 1 is next. `form`: with which a seat can be asked for, none when `obstacles` say why not.
    `last`: the last step of somebody who left, which says why; `is_cancelled`: it was the offering that ended.
    """

    enrolment: Enrolment | None
    now: datetime
    place: int | None = None
    form: ApplyForm | None = None
    obstacles: list[str] = field(default_factory=list)
    last: EnrolmentEvent | None = None
    next_session: TrainingSession | None = None
    overlaps: list[tuple[TrainingSession, TrainingSession]] = field(default_factory=list)
    says_why: bool = False
    is_cancelled: bool = False

    @property
    def can_accept(self) -> bool:
        """Whether the seat that was offered is still kept."""
        expires = self.enrolment.offer_expires_at if self.enrolment else None
        return expires is not None and expires >= self.now

    @property
    def outcome(self) -> OwnOutcome | None:
        """What came of it, once the offering was closed."""
        return own_outcome(self.enrolment) if self.enrolment else None

    @property
    def next_words(self) -> str:
        """When the next session is, by the reader's clock."""
        return moment(self.next_session.starts_at) if self.next_session else ""

    @property
    def overlap_words(self) -> list[str]:
        """When each overlapping session of another offering is, and what it is."""
        return [f"{moment(other.starts_at)}: {other.title}, {other.offering.title}" for _one, other in self.overlaps]

    @property
    def can_leave(self) -> bool:
        """Whether there is something to give back."""
        return self.enrolment is not None and self.enrolment.status in ("applied", "waiting", "offered", "confirmed")


def own_state(reader: User, seats: HeldOffering, sessions: Sequence[TrainingSession]) -> OwnState:
    """Return the state of who is signed in; the sessions are those of the offering."""
    own, now = seats.own, seats.now
    ahead = [one for one in sessions if not one.is_cancelled and one.ends_at > now]
    may_ask = own is None or own.status in LEFT
    form, refused = _asking(reader, seats) if may_ask else (None, [])
    comes = form is not None or (own is not None and own.status not in LEFT)
    return OwnState(
        enrolment=own,
        now=now,
        place=_place(seats) if own and own.status == Enrolment.Status.WAITING else None,
        form=form,
        obstacles=refused,
        last=own.events.order_by("pk").last() if own and own.status in LEFT else None,
        next_session=ahead[0] if ahead and own and own.status in TAKING_PART else None,
        overlaps=overlaps_of(reader, seats.offering.pk, ahead) if comes else [],
        is_cancelled=own is not None and ended_with(own, seats.offering),
        says_why=own is not None and must_say_why(seats.offering, own, now),
    )


def _place(seats: HeldOffering) -> int | None:
    order = [one.key for one in queue_of(seats)]
    return order.index(seats.own.pk) + 1 if seats.own and seats.own.pk in order else None


def _asking(reader: User, seats: HeldOffering) -> tuple[ApplyForm | None, list[str]]:
    """Return the form to ask for a seat with, or why that cannot be.

    Neither for whoever comes as no learner at all, nor where the page itself says that nobody is taken any more.
    """
    ends_at = seats.offering.ends_at
    is_over = not seats.offering.is_open or (ends_at is not None and ends_at < seats.now)
    if is_over or not reader.holds(Role.CLUSTER_MANAGER, Role.REGIONAL_OFFICIAL):
        return None, []
    asked, asking = asked_by(reader, seats.offering, seats.own)
    form = ApplyForm(person=reader, audience=seats.offering.audience)
    in_the_way = obstacles(asked, asking, form.first_cluster, seats.now)
    return (None, [refusal(code, seats.offering) for code in in_the_way]) if in_the_way else (form, [])


def overlaps_of(
    reader: User, offering: int, sessions: Sequence[TrainingSession]
) -> list[tuple[TrainingSession, TrainingSession]]:
    """Return pairs of a session of this offering and one of another in which the reader's seat is confirmed."""
    if not sessions:
        return []
    others = TrainingSession.objects.planned().filter(
        offering__enrolments__person=reader,
        offering__enrolments__status=Enrolment.Status.CONFIRMED,
        starts_at__lt=max(one.ends_at for one in sessions),
        ends_at__gt=sessions[0].starts_at,
    )
    elsewhere = list(others.exclude(offering=offering).select_related("offering", "part"))
    return [
        (one, other)
        for one in sessions
        for other in elsewhere
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]
