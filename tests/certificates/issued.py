"""Closed offerings and their certificates for the tests."""

from datetime import timedelta

import time_machine

from lms.certificates.asking import ask_to_issue
from lms.certificates.models import Certificate
from lms.people.models import Role
from lms.training.closing import close_offering
from lms.training.models import Offering, SignOff
from tests.factories import UserFactory, person_with
from tests.factories_privacy import FundingLineFactory
from tests.factories_training import STARTS_AT, EnrolmentFactory, OfferingFactory, SessionFactory, attended

LATER = STARTS_AT + timedelta(days=30)


def closed_offering(people=1, *, by=None, names=(), minutes=240, threshold=70, **offering):
    """Close an offering of four hours with people who were there from its start on; return the offering and them."""
    line = FundingLineFactory(
        project_code="D29J21000000007",
        sentence_it="Finanziato dall'UE",
        sentence_en="EU funded",
        threshold_percent=threshold,
    )
    made = OfferingFactory(
        seats=200, funding_line=line, title_it="Strategia", title_en="Strategy", place="Udine", **offering
    )
    session = SessionFactory(offering=made)
    enrolments = [EnrolmentFactory(offering=made, confirmed=True) for _ in range(people)]
    for enrolment, (first, last) in zip(enrolments, names, strict=False):
        enrolment.person.first_name, enrolment.person.last_name = first, last
        enrolment.person.save()
    author = UserFactory()
    for enrolment in enrolments:
        attended(session, enrolment, left=session.starts_at + timedelta(minutes=minutes), author=author)
    sign(session, author)
    close_offering(offering=made.code, by=by or person_with(Role.COORDINATOR), now=LATER)
    return Offering.objects.get(pk=made.pk), enrolments


def sign(session, by):
    return SignOff.objects.create(
        session=session, by=by, at=session.ends_at, topics="Strategy", register_count=0, register_head=""
    )


def issued(offering, by, language="it"):
    """Issue what is due and return the valid certificates."""
    with time_machine.travel(LATER, tick=False):  # the background work asks the clock
        ask_to_issue(offering=offering, language=language, by=by, now=LATER)
    return list(Certificate.objects.valid().filter(enrolment__offering=offering).order_by("number"))
