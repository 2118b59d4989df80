"""What training leaves behind: a line of the register, an outcome, a certificate, a change."""

from datetime import timedelta
from itertools import count

from lms.certificates.models import Certificate
from lms.training.models import Change, Offering, Outcome
from lms.training.terms import facts_of
from tests.factories import UserFactory
from tests.factories_privacy import FundingLineFactory
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory, SessionFactory, attended

NUMBERS = count(1)


def line_of(session=None, enrolment=None):
    """Return a line of the register: somebody who was there."""
    session = session or SessionFactory(offering=OfferingFactory(seats=30))
    return attended(session, enrolment or EnrolmentFactory(offering=session.offering, confirmed=True))


def closed_offering(**fields):
    """Return an offering that is over and closed on frozen terms."""
    over = {"starts_at": NOW - timedelta(days=3), "ends_at": NOW - timedelta(days=2)}
    line = FundingLineFactory()
    terms = facts_of(Offering(funding_line=line))
    frozen = {"funding_line": line, "terms": terms, "terms_frozen_at": NOW - timedelta(days=3)}
    return OfferingFactory(seats=30, status=Offering.Status.CLOSED, closed_at=NOW, **over, **frozen, **fields)


def outcome_of(enrolment=None, *, passed=True, minutes=240):
    """Return what came of an enrolment in a closed offering."""
    enrolment = enrolment or EnrolmentFactory(offering=closed_offering(), confirmed=True, status="completed")
    return Outcome.objects.create(
        enrolment=enrolment, attended_minutes=minutes, planned_minutes=240, is_met=passed, has_passed=passed,
        reason="met" if passed else "below", params={"percent": 100 * minutes // 240, "threshold": 70}, decided_at=NOW,
    )  # fmt: skip


def certified(enrolment=None):
    """Return a certificate in force, without its document."""
    enrolment = enrolment or outcome_of().enrolment
    return Certificate.objects.create(
        number=f"T-{next(NUMBERS):05}", code="abc", enrolment=enrolment, language="it", facts={"name": "Ada Rossi"},
        sha256="0" * 64, size=1, issued_at=NOW, issued_by=UserFactory(),
    )  # fmt: skip


def changed(offering=None):
    """Return a change of the time of a session."""
    session = SessionFactory(offering=offering or OfferingFactory())
    values = {"before": {"starts_at": "2027-01-12T08:00:00Z"}, "after": {"starts_at": "2027-01-13T08:00:00Z"}}
    return Change.objects.create(offering=session.offering, session=session, kind="time", at=NOW, **values)
