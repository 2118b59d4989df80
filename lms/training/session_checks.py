"""What stands in the way of a session as somebody wants it; each raises ValidationError with what to do instead."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lms.people.models import Role, RoleGrant, User

from .models import AttendanceEntry, Enrolment, Offering, SessionInstructor, SignOff, TrainingSession
from .publishing import not_in_force
from .session_facts import SessionFacts
from .states import LEFT

LONGEST = timedelta(hours=16)


def check_open(offering: Offering) -> None:
    """Refuse what is closed or cancelled."""
    if offering.status == Offering.Status.CLOSED:
        raise ValidationError(_("The offering is closed: its sessions stay as they were held."), code="closed")
    if offering.status == Offering.Status.CANCELLED:
        raise ValidationError(_("The offering was cancelled: copy it to hold it after all."), code="cancelled")


def check_changeable(session: TrainingSession) -> None:
    """Refuse what was signed off or cancelled."""
    if SignOff.objects.filter(session=session.pk).exists():
        raise ValidationError(
            _("The session was signed off: it stays as it was held. Corrections are made in the register."),
            code="signed",
        )
    if session.is_cancelled:
        raise ValidationError(_("The session was cancelled: add another one in its place."), code="cancelled")


def was_attended(session: TrainingSession) -> bool:
    """Say whether somebody was there, by the lines that count: what was corrected to absent is none."""
    lines = AttendanceEntry.objects.filter(session=session.pk, came_at__isnull=False)
    return lines.that_count().exists()


def check_register(session: TrainingSession) -> None:
    """Refuse another time where any line is written, an absence too: it would count for a day nobody was called on."""
    if was_attended(session):
        raise ValidationError(
            _("Attendance of this session is written already, so its time stays: correct the register instead."),
            code="attended",
        )
    if AttendanceEntry.objects.filter(session=session.pk).exists():
        raise ValidationError(
            _("Absences of this session are written already, so its time stays: cancel it and add another one."),
            code="called",
        )


def check_paid(session: TrainingSession) -> None:
    """Refuse a day on which the funding line of what was published is not in force."""
    if session.offering.is_open and (refused := not_in_force(session.offering, [session])):
        raise ValidationError(refused, code="line")


def check_reason(offering: Offering, starts: Iterable[datetime], reason: str, now: datetime) -> None:
    """Ask why, when what has begun is changed afterwards and people know of it."""
    if offering.is_open and not reason.strip() and min(starts) <= now:
        raise ValidationError(
            _("The session has begun already, so this is a correction: say why it is made."), code="reason"
        )


def check_facts(offering: Offering, facts: SessionFacts) -> None:
    """Refuse what cannot be: an end before the start, a part of another offering, no place to go to."""
    if facts.ends_at <= facts.starts_at:
        raise ValidationError(_("The session ends before it starts: correct one of the two times."), code="order")
    if facts.ends_at - facts.starts_at > LONGEST:
        raise ValidationError(_("A session of more than 16 hours is surely a slip: look at the times."), code="long")
    if not offering.parts.filter(pk=facts.part).exists():
        raise ValidationError(_("Choose one of the modules of this offering."), code="part")


def check_overlap(offering: Offering, facts: SessionFacts, session: int | None = None) -> None:
    """Refuse a time at which another session of the offering is held: nobody can be in both."""
    others = offering.sessions.planned().exclude(pk=session).select_related("part")
    other = others.filter(starts_at__lt=facts.ends_at, ends_at__gt=facts.starts_at).first()
    if other is None:
        return
    starts = date_format(localtime(other.starts_at, other.zone), "DATETIME_FORMAT")
    raise ValidationError(
        _("“%(session)s” of this offering is held at that time (%(starts)s): choose another time, or move that one.")
        % {"session": other.title, "starts": starts},
        code="overlap",
    )


def check_instructors(
    offering: Offering, facts: SessionFacts, now: datetime, *, new: Iterable[int], session: int | None = None
) -> None:
    """Refuse who holds the role no longer (among the new ones), takes part in the offering, or teaches elsewhere then.

    The rows of the instructors are held, so that nobody is put into two rooms at the same moment.
    """
    people = hold_instructors(facts.instructors)
    names = {person.pk: str(person) for person in people}
    _check_roles(set(new) | (set(facts.instructors) - set(names)), names, now)
    enrolled = Enrolment.objects.filter(offering=offering.pk, person__in=names).exclude(status__in=LEFT)
    for person in enrolled.values_list("person", flat=True)[:1]:
        raise ValidationError(
            _("%(person)s takes part in this offering, so cannot teach in it: choose somebody else.")
            % {"person": names[person]},
            code="enrolled",
        )
    _check_free(facts, names, session)


def hold_instructors(people: Iterable[int]) -> list[User]:
    """Lock the rows of these instructors until the transaction ends, in the one order in which everybody does.

    Whoever writes several sessions locks those of all of them first: otherwise two could wait for one another.
    """
    return list(User.objects.select_for_update().filter(pk__in=set(people)).order_by("pk"))


def _check_roles(people: Iterable[int], names: dict[int, str], now: datetime) -> None:
    grants = RoleGrant.objects.active(timezone.localdate(now)).filter(role=Role.INSTRUCTOR, user__in=people)
    holding = set(grants.values_list("user", flat=True))
    for person in sorted(set(people) - holding):
        raise ValidationError(
            _("%(person)s is no Cluster Instructor today: choose somebody who is.")
            % {"person": names.get(person, _("This person"))},
            code="no_instructor",
        )


def _check_free(facts: SessionFacts, names: dict[int, str], session: int | None) -> None:
    clashes = SessionInstructor.objects.filter(
        person__in=names,
        session__status=TrainingSession.Status.PLANNED,
        session__starts_at__lt=facts.ends_at,
        session__ends_at__gt=facts.starts_at,
    ).exclude(session__offering__status=Offering.Status.CANCELLED)
    clash = clashes.exclude(session=session).select_related("session__part").order_by("session__starts_at").first()
    if clash is None:
        return
    starts = date_format(localtime(clash.session.starts_at, clash.session.zone), "DATETIME_FORMAT")
    raise ValidationError(
        _("%(person)s teaches “%(session)s” at that time (%(starts)s): choose another time or another person.")
        % {"person": names[clash.person_id], "session": clash.session.title, "starts": starts},
        code="busy",
    )
