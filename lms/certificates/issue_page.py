"""What coordinators see of the certificates of an offering."""

from dataclasses import dataclass
from datetime import datetime

from lms.training.models import Offering, Outcome
from lms.training.outcome_words import outcome_sentence

from .asking import LONGEST
from .models import Certificate, IssueRun


@dataclass(frozen=True)
class Due:
    """Somebody who passed and has no certificate, with the outcome in words."""

    person: str
    sentence: str
    is_nameless: bool


@dataclass(frozen=True)
class IssuePage:
    """Who is due, what was issued, and the latest round: running, lost or ended."""

    is_closed: bool
    due: list[Due]
    certificates: list[Certificate]
    run: IssueRun | None
    is_running: bool
    is_lost: bool

    @property
    def to_issue(self) -> int:
        """How many would be issued now."""
        return sum(not one.is_nameless for one in self.due)


def issue_page(offering: Offering, now: datetime) -> IssuePage:
    """Read everything that the page shows: three queries, however many people there are."""
    passed = Outcome.objects.filter(enrolment__offering=offering, has_passed=True).select_related("enrolment__person")
    certificates = list(Certificate.objects.filter(enrolment__offering=offering).for_lists())
    certified = {one.enrolment_id for one in certificates if one.status == Certificate.Status.VALID}
    run = IssueRun.objects.filter(offering=offering).first()
    is_open = run is not None and run.ended_at is None
    is_running = is_open and run is not None and run.asked_at > now - LONGEST
    ordered = passed.order_by("enrolment__person__last_name", "enrolment__person__first_name", "pk")
    return IssuePage(
        is_closed=offering.status == Offering.Status.CLOSED,
        due=[_due(outcome) for outcome in ordered if outcome.enrolment_id not in certified],
        certificates=certificates,
        run=run,
        is_running=is_running,
        is_lost=is_open and not is_running,
    )


def _due(outcome: Outcome) -> Due:
    person = outcome.enrolment.person
    return Due(str(person), outcome_sentence(outcome), not person.get_full_name())
