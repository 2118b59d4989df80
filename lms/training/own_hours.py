"""A person's own hours in everything that he or she takes part in, from the same function as everywhere else."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from lms.people.models import User

from .hours import Hours, Presence, Terms, Verdict, hours_of, percent_shown, verdict_of
from .models import AttendanceEntry, Enrolment, TrainingSession
from .register_hours import sitting_of
from .terms import terms_of


@dataclass(frozen=True)
class OwnHours:
    """One enrolment with its hours, what is asked, and whether that is met so far."""

    enrolment: Enrolment
    hours: Hours
    verdict: Verdict
    terms: Terms

    @property
    def percent(self) -> int:
        """The share of the planned hours, as people read it."""
        return percent_shown(self.hours.attended, self.hours.planned, self.terms)


def hours_of_person(person: User) -> list[OwnHours]:
    """Return the hours of each enrolment that takes part or has lines, the latest offering first: four queries."""
    mine = Enrolment.objects.filter(person=person).in_register()
    lines = AttendanceEntry.objects.filter(session=OuterRef("pk"))
    sessions = TrainingSession.objects.select_related("part").annotate(is_written=Exists(lines))
    related = ("offering__parts", Prefetch("offering__sessions", queryset=sessions))
    found = mine.select_related("offering__funding_line", "outcome").prefetch_related(*related)
    presences = _presences_of(person)
    return [_own(one, presences[one.pk]) for one in found.order_by("-offering__starts_at", "-pk")]


def _own(enrolment: Enrolment, presences: dict[int, Presence]) -> OwnHours:
    offering = enrolment.offering
    terms = terms_of(offering)
    sittings = [sitting_of(session) for session in offering.sessions.all() if not session.is_cancelled]
    hours = hours_of(sittings, presences, {part.pk: part.minutes for part in offering.parts.all()}, terms)
    return OwnHours(enrolment, hours, verdict_of(hours, terms), terms)


def _presences_of(person: User) -> dict[int, dict[int, Presence]]:
    """Return when the person was where: the lines that count, by enrolment and session."""
    found: dict[int, dict[int, Presence]] = defaultdict(dict)
    rows = AttendanceEntry.objects.filter(enrolment__person=person, came_at__isnull=False).that_count()
    for enrolment, session, came, left in rows.values_list("enrolment", "session", "came_at", "left_at"):
        found[enrolment][session] = Presence(came, left)
    return found
