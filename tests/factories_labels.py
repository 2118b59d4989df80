"""Bare factories of label rules, evidence and proposals; states are traits."""

from datetime import UTC, date, datetime

import factory
from django.utils import timezone

from lms.clusters.models import FundingLine
from lms.labels.models import ImprovementArea, LabelEvidence, LabelProposal, LabelRequirement, LabelRule
from tests.factories import AssessmentFactory, ClusterFactory, UserFactory

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class LabelRuleFactory(factory.django.DjangoModelFactory):
    """Bronze since 2012 with the figures of the columns; `asks=[{"kind": ..., "amount": ...}]`: its requirements."""

    class Meta:
        model = LabelRule
        django_get_or_create = ("level", "valid_from")
        skip_postgeneration_save = True

    level = "bronze"
    valid_from = date(2012, 1, 1)

    @factory.post_generation
    def asks(self, create, extracted, **kwargs):
        for position, asked in enumerate(extracted or (), start=1):
            words = {"code": asked["kind"], "name_it": f"It {asked['kind']}", "name_en": f"En {asked['kind']}"}
            LabelRequirement.objects.create(rule=self, position=position, **(words | asked))


class LabelEvidenceFactory(factory.django.DjangoModelFactory):
    """A text for Bronze's requirement "evidence", waiting to be looked at."""

    class Meta:
        model = LabelEvidence

    cluster = factory.SubFactory(ClusterFactory)
    level = "bronze"
    requirement = "evidence"
    text = factory.Sequence(lambda n: f"Story {n}")
    written_by = factory.SubFactory(UserFactory)
    written_at = NOW

    class Params:
        accepted = factory.Trait(review="accepted", reviewed_by=factory.SubFactory(UserFactory), reviewed_at=NOW)
        refused = factory.Trait(
            review="refused", reviewed_by=factory.SubFactory(UserFactory), reviewed_at=NOW, review_reason="Too short"
        )


class ImprovementAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImprovementArea

    cluster = factory.SubFactory(ClusterFactory)
    title = factory.Sequence(lambda n: f"Area {n}")
    what_changed = "A new plan."
    effect = "More members."
    written_by = factory.SubFactory(UserFactory)
    written_at = NOW

    class Params:
        accepted = factory.Trait(review="accepted", reviewed_by=factory.SubFactory(UserFactory), reviewed_at=NOW)


class FundingLineFactory(factory.django.DjangoModelFactory):
    """A line for the whole programme since 2014, without an end."""

    class Meta:
        model = FundingLine

    code = factory.Sequence(lambda n: f"line-{n}")
    name_it = factory.Sequence(lambda n: f"Linea {n}")
    name_en = factory.Sequence(lambda n: f"Line {n}")
    sentence_it = "Con il contributo di."
    sentence_en = "With the support of."
    valid_from = date(2014, 1, 1)
    threshold_percent = 80
    retain_until = date(2035, 12, 31)
    retention_basis = "Art. 82"


class LabelProposalFactory(factory.django.DjangoModelFactory):
    """An open proposal of Bronze from an interview of October 2026."""

    class Meta:
        model = LabelProposal

    cluster = factory.SubFactory(ClusterFactory)
    level = "bronze"
    kind = LabelProposal.Kind.FIRST
    assessment = factory.SubFactory(
        AssessmentFactory,
        cluster=factory.SelfAttribute("..cluster"),
        kind="interview",
        assessed_on=date(2026, 10, 15),
        status="closed",
        closed_at=timezone.now(),
    )
    rule = factory.SubFactory(LabelRuleFactory)
    valid_from = date(2026, 10, 15)
    valid_until = date(2028, 10, 31)
    proposed_at = NOW
