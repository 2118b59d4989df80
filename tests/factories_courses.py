"""Bare factories of competences, needs, courses and plans; states are traits."""

from datetime import UTC, datetime
from decimal import Decimal

import factory

from courses.models import Course, Module, ModuleLift, TaggedModule, TrainingPlan
from lms.needs.models import Competence, TrainingNeed
from tests.factories import AssessmentFactory, ClusterFactory, IndicatorFactory

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class CompetenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Competence

    slug = factory.Sequence(lambda n: f"competence-{n}")
    name = factory.Sequence(lambda n: f"Competenza {n}")
    name_en = factory.Sequence(lambda n: f"Competence {n}")


class CourseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Course

    code = factory.Sequence(lambda n: f"CRS{n}")
    position = factory.Sequence(lambda n: n)


class ModuleFactory(factory.django.DjangoModelFactory):
    """Eight hours in Italian for managers; `lifts={indicator: share}`, `competences=[...]`: what it closes."""

    class Meta:
        model = Module
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"M-{n:03}")
    course = factory.SubFactory(CourseFactory)
    duration_minutes = 480

    @factory.post_generation
    def lifts(self, create, extracted, **kwargs):
        for indicator, share in (extracted or {}).items():
            ModuleLiftFactory(module=self, indicator=indicator, share_bp=share)

    @factory.post_generation
    def competences(self, create, extracted, **kwargs):
        for competence in extracted or []:
            TaggedModule.objects.create(content_object=self, tag=competence)

    @factory.post_generation
    def prerequisites(self, create, extracted, **kwargs):
        if extracted:
            self.prerequisites.set(extracted)
            self.save()


class ModuleLiftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ModuleLift

    module = factory.SubFactory(ModuleFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    share_bp = 2_500


class TrainingNeedFactory(factory.django.DjangoModelFactory):
    """Confirmed, from a gap of a quarter of the range (2 of 4 held against 3); `declared` is one of a competence."""

    class Meta:
        model = TrainingNeed

    cluster = factory.SubFactory(ClusterFactory)
    origin = TrainingNeed.Origin.GAP
    indicator = factory.SubFactory(IndicatorFactory)
    assessment = factory.SubFactory(
        AssessmentFactory,
        cluster=factory.SelfAttribute("..cluster"),
        framework=factory.SelfAttribute("..indicator.framework"),
    )
    score = Decimal(2)
    reference = TrainingNeed.Reference.EXCELLENCE
    reference_level = Decimal(3)
    gap_bp = 2_500
    decided_at = NOW

    class Params:
        dropped = factory.Trait(status="dropped", reason="Not this year")
        declared = factory.Trait(
            origin="declared",
            competence=factory.SubFactory(CompetenceFactory),
            indicator=None,
            assessment=None,
            score=None,
            reference="",
            reference_level=None,
            gap_bp=None,
            reason="Asked for by the team",
        )


class TrainingPlanFactory(factory.django.DjangoModelFactory):
    """An empty draft; `published`, `superseded` and `set_aside` are the later states."""

    class Meta:
        model = TrainingPlan

    cluster = factory.SubFactory(ClusterFactory)
    version = 1
    budget_minutes = 2_400
    computed_at = NOW

    class Params:
        published = factory.Trait(status="published", published_at=NOW)
        superseded = factory.Trait(status="superseded", published_at=NOW)
        set_aside = factory.Trait(status="set_aside")
