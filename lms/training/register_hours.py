"""The hours of people in an offering, read from the register: what page, register, report and certificate ask."""

from collections import defaultdict
from collections.abc import Iterable

from .hours import Hours, Presence, Sitting, hours_of
from .models import AttendanceEntry, Enrolment, Offering, TrainingSession
from .terms import terms_of


def hours_by_enrolment(offering: Offering, enrolments: Iterable[Enrolment]) -> dict[int, Hours]:
    """Return the hours of each of these enrolments, by key: three queries, however many there are.

    The offering comes with its funding line unless its terms are frozen.
    """
    terms = terms_of(offering)
    sittings = sittings_of(offering)
    promised = {part.pk: part.minutes for part in offering.parts.all()}
    presences = presences_in(offering)
    return {one.pk: hours_of(sittings, presences[one.pk], promised, terms) for one in enrolments}


def sittings_of(offering: Offering) -> list[Sitting]:
    """Return the sessions that were not cancelled, as values."""
    return [sitting_of(one) for one in offering.sessions.planned()]


def sitting_of(session: TrainingSession) -> Sitting:
    """Return one session as a value."""
    is_online = session.mode == TrainingSession.Mode.ONLINE
    return Sitting(session.pk, session.part_id, session.starts_at, session.ends_at, is_online)


def presences_in(offering: Offering) -> dict[int, dict[int, Presence]]:
    """Return who was there when, by enrolment and session: the lines that count."""
    found: dict[int, dict[int, Presence]] = defaultdict(dict)
    rows = AttendanceEntry.objects.filter(offering=offering.pk, came_at__isnull=False).that_count()
    for enrolment, session, came, left in rows.values_list("enrolment", "session", "came_at", "left_at"):
        found[enrolment][session] = Presence(came, left)
    return found
