"""Bare factories of offerings, sessions, seats and enrolments; states are traits.

`OfferingFactory(seats=10)` makes an open offering of the future with one part of four hours and seats for everybody;
`SessionFactory(offering=...)` adds a sitting; `EnrolmentFactory(confirmed=True)` takes a seat as the engine would.
"""

from datetime import UTC, datetime, timedelta

import factory
from django.db.models import F

from lms.people.models import Role
from lms.training.models import (
    AttendanceEntry,
    Enrolment,
    Offering,
    OfferingPart,
    SeatAllotment,
    SessionInstructor,
    TrainingSession,
)
from lms.training.register_lines import append
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_privacy import FundingLineFactory

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
STARTS_AT = datetime(2027, 1, 12, 8, 0, tzinfo=UTC)


class OfferingFactory(factory.django.DjangoModelFactory):
    """Published, from 12 January 2027, without approval; `draft=True` is one that nobody sees yet."""

    class Meta:
        model = Offering
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"ed-{n:03}")
    title_it = factory.Sequence(lambda n: f"Edizione {n}")
    title_en = factory.Sequence(lambda n: f"Edition {n}")
    status = Offering.Status.PUBLISHED
    published_at = NOW - timedelta(days=7)
    created_at = NOW - timedelta(days=8)
    starts_at = STARTS_AT
    ends_at = STARTS_AT + timedelta(hours=4)
    funding_line = factory.SubFactory(FundingLineFactory)
    needs_approval = False

    class Params:
        draft = factory.Trait(status=Offering.Status.DRAFT, published_at=None)

    @factory.post_generation
    def seats(self, create, extracted, **kwargs):
        if extracted is not None:
            SeatAllotment.objects.create(offering=self, seats=extracted)

    @factory.post_generation
    def parts(self, create, extracted, **kwargs):
        """Give the minutes of each part, [240] unless told otherwise; [] makes none."""
        for position, minutes in enumerate([240] if extracted is None else extracted, start=1):
            PartFactory(offering=self, position=position, minutes=minutes)


class PartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfferingPart

    offering = factory.SubFactory(OfferingFactory, parts=[])
    position = factory.Sequence(lambda n: n + 1)
    code = factory.LazyAttribute(lambda part: f"M-{part.position:02}")
    title_it = factory.LazyAttribute(lambda part: f"Modulo {part.position}")
    title_en = factory.LazyAttribute(lambda part: f"Module {part.position}")
    minutes = 240


class SessionFactory(factory.django.DjangoModelFactory):
    """Four hours from the start of the offering, of its first part; `taught_by=[...]`: its instructors."""

    class Meta:
        model = TrainingSession
        skip_postgeneration_save = True

    offering = factory.SubFactory(OfferingFactory)
    part = factory.LazyAttribute(lambda session: session.offering.parts.first())
    starts_at = factory.LazyAttribute(lambda session: session.offering.starts_at)
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + timedelta(hours=4))
    place = "Udine"
    room = "Sala Rossa"
    changed_at = NOW

    @factory.post_generation
    def taught_by(self, create, extracted, **kwargs):
        for person in extracted or []:
            SessionInstructor.objects.create(session=self, person=person)


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """In the queue; traits are the other states. Those that hold a seat take it from the seats for everybody."""

    class Meta:
        model = Enrolment

    offering = factory.SubFactory(OfferingFactory, seats=30)
    cluster = factory.SubFactory(ClusterFactory)
    person = factory.LazyAttribute(lambda one: person_with(Role.CLUSTER_MANAGER, one.cluster))
    status = Enrolment.Status.WAITING
    status_at = NOW
    queued_at = NOW
    approved_at = NOW

    class Params:
        applied = factory.Trait(status=Enrolment.Status.APPLIED, approved_at=None)
        offered = factory.Trait(
            status=Enrolment.Status.OFFERED,
            offer_expires_at=NOW + timedelta(days=2),
            allotment=factory.LazyAttribute(lambda one: seat_of(one.offering)),
        )
        confirmed = factory.Trait(
            status=Enrolment.Status.CONFIRMED,
            confirmed_at=NOW,
            allotment=factory.LazyAttribute(lambda one: seat_of(one.offering)),
        )
        withdrawn = factory.Trait(status=Enrolment.Status.WITHDRAWN)


def seat_of(offering):
    """Take a seat for everybody."""
    allotment = SeatAllotment.objects.get(offering=offering, cluster=None)
    SeatAllotment.objects.filter(pk=allotment.pk).update(taken=F("taken") + 1)
    return allotment


def attended(session, enrolment, *, came=None, left=None, author=None, absent=False):
    """Write one line of the register, chained as the action does it: there all the time unless told otherwise."""
    came_at = None if absent else came or session.starts_at
    left_at = None if absent else left or session.ends_at
    entry = AttendanceEntry(
        enrolment=enrolment,
        session=session,
        came_at=came_at,
        left_at=left_at,
        minutes=0 if absent else int((left_at - came_at).total_seconds()) // 60,
        author=author or UserFactory(),
        written_at=session.ends_at,
    )
    return append(Offering.objects.get(pk=session.offering_id), [entry])[0]
