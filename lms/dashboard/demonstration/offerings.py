"""Who takes part in the editions, who was there, and what came of it: by the actions that people use.

What happened to somebody: "applied", "waiting" (approved, no seat free), "confirmed", "withdrawn" (before the start),
"left" (yesterday, so that the seat is offered to the first in the queue).
"""

from datetime import datetime, timedelta

from django.utils import timezone

from lms.certificates.due import due_in
from lms.certificates.issuing import issue_round
from lms.certificates.models import IssueRun
from lms.clusters.models import Cluster
from lms.people.models import User
from lms.training.closing import close_offering
from lms.training.enrolment_actions import apply, approve, withdraw
from lms.training.models import Enrolment, Offering, TrainingSession
from lms.training.offering_actions import cancel_offering
from lms.training.register_actions import record_attendance, sign_off
from lms.training.register_rules import ABSENT, PRESENT, Mark

from .editions import Row, coordinator, make_edition, rows_of

LEFT_OPEN = timedelta(days=4)  # a session that ended later than this many days ago still waits for its signature


def load_first_editions() -> None:
    """Load the edition between the two benchmarks, with its certificates."""
    for row in rows_of("closed"):
        offering = _with_people(row)
        _hold_sessions(offering, row, until=timezone.now())
        ended = offering.sessions.latest("ends_at").ends_at
        close_offering(offering=offering.code, by=coordinator(), now=ended + timedelta(days=2))
        _issue(offering, ended + timedelta(days=3))


def _issue(offering: Offering, now: datetime) -> None:
    """Issue what background work would: nobody waits for it here."""
    offering.refresh_from_db()
    wanted = len(due_in(offering))
    run = IssueRun.objects.create(
        offering=offering, language="both", asked_by=coordinator(), asked_at=now, wanted=wanted
    )
    issue_round(run=run, now=now, is_demonstration=True)


def load_editions() -> None:
    """Load the editions of today: one that runs, those that take people, a draft, one that was cancelled."""
    for row in rows_of("running", "open", "draft", "cancelled"):
        offering = _with_people(row)
        if row["state"] == "running":
            _hold_sessions(offering, row, until=timezone.now() - LEFT_OPEN)
        if row["state"] == "cancelled":
            cancel_offering(offering=offering, reason=row["cancelled_reason"], by=coordinator(), now=timezone.now())


def _with_people(row: Row) -> Offering:
    offering = make_edition(row)
    asked_at = (offering.published_at or offering.created_at) + timedelta(days=1)
    for place, (email, cluster, happened) in enumerate(row["participant"]):
        _take_part(offering, email, cluster, happened, asked_at + timedelta(hours=place))
    for email, _cluster, happened in row["participant"]:
        if happened in ("withdrawn", "left"):
            _leave(offering, email, happened, timezone.now() - timedelta(days=1))
    offering.refresh_from_db()
    return offering


def _take_part(offering: Offering, email: str, cluster: str, happened: str, at: datetime) -> None:
    comes_for = Cluster.objects.get(code=cluster) if cluster else None
    enrolment = apply(offering=offering.code, by=User.objects.get(email=email), cluster=comes_for, now=at)
    if offering.needs_approval and happened != "applied":
        approve(enrolment=enrolment, by=coordinator(), now=at + timedelta(days=1))


def _leave(offering: Offering, email: str, happened: str, yesterday: datetime) -> None:
    enrolment = Enrolment.objects.get(offering=offering, person__email=email)
    before_the_start = (offering.starts_at or yesterday) - timedelta(days=10)
    at = before_the_start if happened == "withdrawn" else yesterday
    withdraw(enrolment=enrolment, by=enrolment.person, now=at, reason="Un impegno del cluster in quei giorni.")


def _hold_sessions(offering: Offering, row: Row, *, until: datetime) -> None:
    """Write the register of the sessions that ended by then, as their instructors did, and sign them."""
    for number, session in enumerate(offering.sessions.filter(ends_at__lt=until).order_by("starts_at"), start=1):
        teacher = session.instructors.get()
        marks = [_mark(one, number, row) for one in Enrolment.objects.filter(offering=offering).taking_part()]
        record_attendance(session=session, marks=marks, by=teacher, now=session.ends_at)
        sign_off(session=session, topics=_topics(session), by=teacher, now=session.ends_at + timedelta(minutes=5))


def _mark(enrolment: Enrolment, number: int, row: Row) -> Mark:
    for email, session, *how in row["away"]:
        if (email, session) == (enrolment.person.email, number):
            return Mark(enrolment.pk, ABSENT) if how[0] == "absent" else Mark(enrolment.pk, PRESENT, *how)
    return Mark(enrolment.pk, PRESENT)


def _topics(session: TrainingSession) -> str:
    return f"{session.part.title_it}: introduzione, lavoro a gruppi su un caso, discussione."
