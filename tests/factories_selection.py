"""Bare factories of calls, applications and sheets; states are traits."""

from datetime import UTC, datetime, timedelta

import factory

from lms.people.models import Role
from lms.selection.models import (
    Application,
    Assessor,
    Call,
    Criterion,
    EligibilityRule,
    Question,
    ScoreSheet,
    SheetPoints,
    TieRule,
)
from tests.factories import ClusterFactory, UserFactory, person_with

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class CallFactory(factory.django.DjangoModelFactory):
    """Open for two weeks, two criteria (weights 2 and 1, ten points each), earlier application first."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"call-{n}")
    kind = Call.Kind.INSTRUCTORS
    status = Call.Status.PUBLISHED
    title_it = factory.Sequence(lambda n: f"Avviso {n}")
    title_en = factory.Sequence(lambda n: f"Call {n}")
    text_it = "Testo."
    text_en = "Text."
    opens_at = NOW - timedelta(days=7)
    closes_at = NOW + timedelta(days=7)
    places = 2
    created_at = NOW - timedelta(days=8)
    published_at = NOW - timedelta(days=8)
    lot_seed = "seed"

    class Params:
        draft = factory.Trait(status=Call.Status.DRAFT, published_at=None)
        visit = factory.Trait(kind=Call.Kind.VISIT, of_a_cluster=True)
        scoring = factory.Trait(status=Call.Status.SCORING, closes_at=NOW - timedelta(days=1))

    @factory.post_generation
    def criteria(self, create, extracted, **kwargs):
        for position, weight in enumerate([2, 1] if extracted is None else extracted, start=1):
            CriterionFactory(call=self, position=position, weight=weight)
        TieRule.objects.create(call=self, position=1, code="earlier")

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or []:
            EligibilityRule.objects.create(call=self, role=role)


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    call = factory.SubFactory(CallFactory, criteria=[])
    position = factory.Sequence(lambda n: n + 1)
    name_it = factory.Sequence(lambda n: f"Criterio {n}")
    name_en = factory.Sequence(lambda n: f"Criterion {n}")
    max_points = 10


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    call = factory.SubFactory(CallFactory)
    position = factory.Sequence(lambda n: n + 1)
    kind = Question.Kind.LONG
    label_it = factory.Sequence(lambda n: f"Domanda {n}")
    label_en = factory.Sequence(lambda n: f"Question {n}")


class ApplicationFactory(factory.django.DjangoModelFactory):
    """Handed in by somebody without a role; `managed=True` by the manager of a cluster of its own."""

    class Meta:
        model = Application

    call = factory.SubFactory(CallFactory)
    person = factory.SubFactory(UserFactory)
    status = Application.Status.SUBMITTED
    started_at = NOW
    submitted_at = factory.Sequence(lambda n: NOW - timedelta(days=3) + timedelta(seconds=n))
    status_at = NOW

    class Params:
        unsent = factory.Trait(status=Application.Status.DRAFT, submitted_at=None)
        managed = factory.Trait(
            cluster=factory.SubFactory(ClusterFactory),
            person=factory.LazyAttribute(lambda one: person_with(Role.CLUSTER_MANAGER, one.cluster)),
        )


class AssessorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assessor

    call = factory.SubFactory(CallFactory)
    person = factory.SubFactory(UserFactory)
    named_at = NOW


def sheet_of(assessor, application, *points, handed_in=True):
    """Write a sheet with the points of the criteria, in order."""
    sheet = ScoreSheet.objects.create(
        assessor=assessor, application=application, saved_at=NOW, handed_in_at=NOW if handed_in else None
    )
    for criterion, value in zip(application.call.criteria.all(), points, strict=True):
        SheetPoints.objects.create(sheet=sheet, criterion=criterion, points=value)
    return sheet
