"""Bare factories; states are traits."""

from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone

from lms.benchmarking.models import Assessment, Framework, Indicator, IndicatorGroup, ScaleLevel, Score
from lms.clusters.models import Cluster, LabelAward, Sector
from lms.people.actions import apply_grants
from lms.people.models import Role, RoleGrant, User


class SectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sector

    code = factory.Sequence(lambda n: f"sector-{n}")
    name_it = factory.Sequence(lambda n: f"Settore {n}")
    name_en = factory.Sequence(lambda n: f"Sector {n}")


class ClusterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cluster

    code = factory.Sequence(lambda n: f"CLUSTER-{n}")
    slug = factory.Sequence(lambda n: f"cluster-{n}")
    name = factory.Sequence(lambda n: f"Cluster {n}")
    sector = factory.SubFactory(SectorFactory)
    seat = "Udine"
    description_it = "Un cluster della regione."
    description_en = "A cluster of the region."


class LabelAwardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LabelAward

    cluster = factory.SubFactory(ClusterFactory)
    level = LabelAward.Level.BRONZE
    valid_from = date(2014, 7, 1)
    valid_until = date(2016, 7, 31)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@clus3.example")
    first_name = "Ada"
    last_name = factory.Sequence(lambda n: f"Rossi {n}")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or "a-long-password")
        self.save()


class RoleGrantFactory(factory.django.DjangoModelFactory):
    """A grant in force since 2014 without end; groups are put in step as the action does."""

    class Meta:
        model = RoleGrant
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    role = Role.COORDINATOR
    valid_from = date(2014, 1, 1)

    @factory.post_generation
    def groups_in_step(self, create, extracted, **kwargs):
        apply_grants(user=self.user, today=timezone.localdate())
        self.user.__dict__.pop("active_grants", None)


def person_with(role, cluster=None, **grant):
    """Return a person who holds this role."""
    if role == Role.AUDITOR:
        grant.setdefault("valid_until", date(2099, 12, 31))
    return RoleGrantFactory(role=role, cluster=cluster, **grant).user


class FrameworkFactory(factory.django.DjangoModelFactory):
    """An evaluation with the scale 0..4, without indicators."""

    class Meta:
        model = Framework
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"FW{n}")
    version = "1"
    name_it = "Quadro"
    name_en = "Framework"
    gold_share = Decimal("0.8")

    @factory.post_generation
    def scale(self, create, extracted, **kwargs):
        for value in extracted or range(5):
            ScaleLevel.objects.create(framework=self, value=value, label_it=str(value), label_en=str(value))


class IndicatorGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndicatorGroup

    framework = factory.SubFactory(FrameworkFactory)
    code = factory.Sequence(lambda n: f"G{n}")
    name_it = "Gruppo"
    name_en = "Group"


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    group = factory.SubFactory(IndicatorGroupFactory)
    framework = factory.SelfAttribute("group.framework")
    code = factory.Sequence(lambda n: f"I-{n:02}")
    position = factory.Sequence(lambda n: n)
    name_it = factory.Sequence(lambda n: f"Indicatore {n}")
    name_en = factory.Sequence(lambda n: f"Indicator {n}")
    max_level = Decimal(4)
    excellence_threshold = Decimal(3)


class AssessmentFactory(factory.django.DjangoModelFactory):
    """An open self-assessment without scores."""

    class Meta:
        model = Assessment

    cluster = factory.SubFactory(ClusterFactory)
    framework = factory.SubFactory(FrameworkFactory)
    kind = Assessment.Kind.SELF
    assessed_on = date(2014, 10, 1)

    class Params:
        closed = factory.Trait(status="closed", closed_at=timezone.now())


class ScoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Score

    assessment = factory.SubFactory(AssessmentFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    value = Decimal(2)
