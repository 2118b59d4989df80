"""Questions about offerings, enrolments and registers, asked by views, templates, admin and actions alike."""

from typing import Any

from lms.people.models import Role
from lms.people.permissions import is_coordinator

from .models import Enrolment, Offering, SessionInstructor, TrainingSession
from .querysets.offerings import OfferingQuerySet
from .register_rules import may_sign
from .states import TAKING_PART


def can_run_offerings(user: Any) -> bool:
    """Only coordinators open, change, cancel and close offerings, and decide about applications and seats."""
    return is_coordinator(user)


def can_read_all(user: Any) -> bool:
    """Coordinators, and auditors while their grant lasts, read who takes part in what, and what came of everybody."""
    return is_coordinator(user) or bool(user.is_authenticated and user.holds(Role.AUDITOR))


def visible_offerings(user: Any) -> OfferingQuerySet:
    """Return the offerings of which this person may know: announced ones; drafts for coordinators and instructors."""
    if is_coordinator(user):
        return Offering.objects.all()
    if user.is_authenticated and user.holds(Role.INSTRUCTOR):
        return Offering.objects.announced_or_taught_by(user.pk)
    return Offering.objects.announced()


def teaches(user: Any, session: TrainingSession) -> bool:
    """Say whether the person is an instructor of this very session, and holds that role today."""
    if not user.is_authenticated or not user.holds(Role.INSTRUCTOR):
        return False
    return any(person.pk == user.pk for person in session.instructors.all())


def teaches_in(user: Any, offering: Offering) -> bool:
    """Say whether the person teaches any session of the offering, and holds that role today."""
    if not user.is_authenticated or not user.holds(Role.INSTRUCTOR):
        return False
    return SessionInstructor.objects.filter(person=user, session__offering=offering).exists()


def can_keep_register(user: Any, session: TrainingSession) -> bool:
    """The instructors of that session and coordinators write its register; nobody else, other instructors included."""
    return is_coordinator(user) or teaches(user, session)


def can_sign_off(user: Any, session: TrainingSession) -> bool:
    """An instructor of that session signs it; a coordinator only where none of them can (any more)."""
    theirs, runs = teaches(user, session), is_coordinator(user)
    others = session.instructors.all() if runs and not theirs else []
    able = any(one.is_active and one.holds(Role.INSTRUCTOR) for one in others)
    return may_sign(teaches=theirs, is_coordinator=runs, has_instructors=able)


def can_read_register(user: Any, offering: Offering) -> bool:
    """Coordinators, auditors while their grant lasts, and whoever teaches in the offering."""
    return can_read_all(user) or teaches_in(user, offering)


def can_see_rooms(user: Any, offering: Offering, enrolment: Enrolment | None) -> bool:
    """Rooms and links are for those whose seat is confirmed, for the instructors and for coordinators."""
    if enrolment is not None and enrolment.person_id == user.pk and enrolment.status in TAKING_PART:
        return True
    return is_coordinator(user) or teaches_in(user, offering)
