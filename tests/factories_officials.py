"""Bare factories of what concerns officials: targets, ratings, supervisions; needs and plans of a person."""

from datetime import date

import factory

from courses.models import TrainingPlan
from lms.needs.models import CompetenceRating, CompetenceTarget, Supervision, TrainingNeed
from lms.people.models import Role
from tests.factories import UserFactory, person_with
from tests.factories_courses import NOW, CompetenceFactory


def official(**grant):
    """Return a person who is a regional official."""
    return person_with(Role.REGIONAL_OFFICIAL, **grant)


class CompetenceTargetFactory(factory.django.DjangoModelFactory):
    """Applies it alone, for everybody."""

    class Meta:
        model = CompetenceTarget

    competence = factory.SubFactory(CompetenceFactory)
    level = 3


class CompetenceRatingFactory(factory.django.DjangoModelFactory):
    """By the official; `by_supervisor` is by somebody else."""

    class Meta:
        model = CompetenceRating

    person = factory.LazyFunction(official)
    competence = factory.SubFactory(CompetenceFactory)
    kind = CompetenceRating.Kind.SELF
    level = 1
    rated_by = factory.SelfAttribute("person")
    rated_at = NOW

    class Params:
        by_supervisor = factory.Trait(kind="supervisor", rated_by=factory.SubFactory(UserFactory))


class SupervisionFactory(factory.django.DjangoModelFactory):
    """Since 2014, without an end."""

    class Meta:
        model = Supervision

    person = factory.LazyFunction(official)
    supervisor = factory.SubFactory(UserFactory)
    valid_from = date(2014, 1, 1)


class OfficialNeedFactory(factory.django.DjangoModelFactory):
    """Declared and confirmed, without a gap; `dropped` is left out."""

    class Meta:
        model = TrainingNeed

    person = factory.LazyFunction(official)
    origin = TrainingNeed.Origin.DECLARED
    competence = factory.SubFactory(CompetenceFactory)
    reason = "My office asks for it"
    decided_by = factory.SelfAttribute("person")
    decided_at = NOW

    class Params:
        dropped = factory.Trait(status="dropped", reason="Not this year")


class OfficialPlanFactory(factory.django.DjangoModelFactory):
    """An empty draft; `published` is in force."""

    class Meta:
        model = TrainingPlan

    person = factory.LazyFunction(official)
    version = 1
    budget_minutes = 600
    computed_at = NOW

    class Params:
        published = factory.Trait(status="published", published_at=NOW)
