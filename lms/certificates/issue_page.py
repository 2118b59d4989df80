"""What coordinators see of the certificates of an offering."""

from dataclasses import dataclass
from datetime import datetime

from lms.training.models import Offering, Outcome
from lms.training.outcome_words import outcome_sentence

from .asking import LONGEST
from .due import uncertified
from .models import Certificate, IssueRun


@dataclass(frozen=True)
class Due:
    """Somebody who passed and never had a certificate, with the outcome in words."""

    person: str
    sentence: str
    is_nameless: bool


@dataclass(frozen=True)
class IssuePage:
    """Who is due, what was issued, and the latest round: running, lost or ended.

    `again`: the revoked ones (keys) in whose place another could be issued.
    """

    is_closed: bool
    due: list[Due]
    certificates: list[Certificate]
    again: set[int]
    run: IssueRun | None
    is_running: bool
    is_lost: bool

    @property
    def to_issue(self) -> int:
        """How many would be issued now."""
        return sum(not one.is_nameless for one in self.due)


def issue_page(offering: Offering, now: datetime) -> IssuePage:
    """Read everything that the page shows: three queries, however many people there are."""
    waiting = uncertified().filter(enrolment__offering=offering).select_related("enrolment__person")
    certificates = list(Certificate.objects.filter(enrolment__offering=offering).for_lists().with_outcomes())
    run = IssueRun.objects.filter(offering=offering).first()
    is_open = run is not None and run.ended_at is None
    is_running = is_open and run is not None and run.asked_at > now - LONGEST
    ordered = waiting.order_by("enrolment__person__last_name", "enrolment__person__first_name", "pk")
    return IssuePage(
        is_closed=offering.status == Offering.Status.CLOSED,
        due=[_due(outcome) for outcome in ordered],
        certificates=certificates,
        again=_again(certificates),
        run=run,
        is_running=is_running,
        is_lost=is_open and not is_running,
    )


def _due(outcome: Outcome) -> Due:
    person = outcome.enrolment.person
    return Due(str(person), outcome_sentence(outcome), not person.get_full_name())


def _again(certificates: list[Certificate]) -> set[int]:
    """Return the latest revoked one of each who passed all the same and has none that is valid."""
    status = Certificate.Status
    holders = {one.enrolment_id for one in certificates if one.status == status.VALID}
    revoked = [one for one in reversed(certificates) if one.status == status.REVOKED]  # the newest come last
    latest = {one.enrolment_id: one for one in revoked}
    return {one.pk for key, one in latest.items() if key not in holders and _can_have_one(one)}


def _can_have_one(certificate: Certificate) -> bool:
    outcome = getattr(certificate.enrolment, "outcome", None)
    return outcome is not None and outcome.has_passed and bool(certificate.enrolment.person.get_full_name())
