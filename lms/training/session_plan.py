"""The sessions with which a draft begins: laid out at once, without a trace of changes, since nobody has seen it."""

from collections.abc import Iterable
from datetime import datetime

from lms.people.models import User

from .models import Offering, SessionInstructor, TrainingSession
from .session_actions import hold_for_sessions
from .session_checks import check_facts, check_instructors, hold_instructors
from .session_dates import refresh_dates
from .session_facts import SessionFacts


def lay_out_sessions(*, offering: Offering, sessions: Iterable[SessionFacts], by: User, now: datetime) -> Offering:
    """Write the sessions of a draft that was just made, inside its transaction; return it with its dates."""
    held = hold_for_sessions(offering.pk, by)
    sessions = list(sessions)
    hold_instructors(person for facts in sessions for person in facts.instructors)
    for facts in sessions:
        check_facts(held, facts)
        if facts.instructors:
            check_instructors(held, facts, now, new=facts.instructors)
        session = TrainingSession(offering=held, changed_at=now, **facts.columns)
        session.full_clean(exclude=["part", "offering"], validate_unique=False)
        session.save()
        teaching = [SessionInstructor(session=session, person_id=person) for person in facts.instructors]
        SessionInstructor.objects.bulk_create(teaching)
    refresh_dates(held)
    return held
