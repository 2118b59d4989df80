"""An offering with an instructor, a session and participants, as tests of the register want it."""

from types import SimpleNamespace

from lms.people.models import Role
from lms.training.register_rules import Mark
from tests.factories import ClusterFactory, person_with
from tests.factories_training import EnrolmentFactory, OfferingFactory, SessionFactory


def held_session(people=2, **offering):
    """Return `offering`, `session`, `instructor`, `enrolments` (by name), a `coordinator`."""
    instructor = person_with(Role.INSTRUCTOR)
    made = OfferingFactory(seats=max(people, 1), **offering)
    session = SessionFactory(offering=made, taught_by=[instructor])
    cluster = ClusterFactory()
    enrolments = [EnrolmentFactory(offering=made, cluster=cluster, confirmed=True) for _ in range(people)]
    return SimpleNamespace(
        offering=made,
        session=session,
        instructor=instructor,
        enrolments=enrolments,
        coordinator=person_with(Role.COORDINATOR),
    )


def present(enrolment, **more):
    return Mark(enrolment.pk, "present", **more)


def absent(enrolment, **more):
    return Mark(enrolment.pk, "absent", **more)
