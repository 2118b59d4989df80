"""What the database itself keeps true of modules, lifts and completed modules."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from courses.models import CompletedModule, ModuleLift, TaggedModule
from courses.prerequisites import find_circle
from tests.factories import ClusterFactory
from tests.factories_courses import CompetenceFactory, CourseFactory, ModuleFactory, ModuleLiftFactory


def refused(name, make, **facts):
    """Say whether the database refuses the row by that constraint."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make(**facts)
    return name in str(refusal.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("module_has_a_language", {"in_italian": False, "in_english": False}),
        ("module_period_in_order", {"planned_from": date(2027, 2, 1), "planned_until": date(2027, 1, 31)}),
        ("module_lasts_a_while", {"duration_minutes": 14}),
    ],
)
def test_module_out_of_order_is_refused(constraint, facts):
    assert refused(constraint, ModuleFactory, **facts)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"in_italian": False, "in_english": True},
        {"planned_from": date(2027, 2, 1), "planned_until": date(2027, 2, 1)},
        {"planned_from": date(2027, 2, 1)},
        {"planned_until": date(2027, 2, 1)},
        {"duration_minutes": 15},
    ],
)
def test_module_at_the_edge_is_kept(facts):
    assert ModuleFactory(**facts).pk


@pytest.mark.django_db
@pytest.mark.parametrize("share", [0, 10_001])
def test_lift_that_is_no_share_is_refused(share):
    assert refused("lift_is_a_share", ModuleLiftFactory, share_bp=share)


@pytest.mark.django_db
@pytest.mark.parametrize("share", [1, 10_000])
def test_lift_at_the_edge_is_kept(share):
    assert ModuleLiftFactory(share_bp=share).pk


@pytest.mark.django_db
def test_one_lift_per_indicator_and_one_tag_per_competence():
    lift = ModuleLiftFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ModuleLift.objects.create(module=lift.module, indicator=lift.indicator, share_bp=1)
    competence = CompetenceFactory()
    TaggedModule.objects.create(content_object=lift.module, tag=competence)
    with pytest.raises(IntegrityError), transaction.atomic():
        TaggedModule.objects.create(content_object=lift.module, tag=competence)


@pytest.mark.django_db
def test_module_is_completed_once_by_a_cluster_and_then_stays():
    facts = {"cluster": ClusterFactory(), "module": ModuleFactory(), "completed_on": date(2016, 1, 1)}
    CompletedModule.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        CompletedModule.objects.create(**facts)
    with pytest.raises(ProtectedError):
        facts["module"].delete()


@pytest.mark.django_db
def test_sentences_say_what_to_correct():
    module = ModuleFactory.build(course=CourseFactory(), in_italian=False, duration_minutes=20_000, eqf_level=9)
    with pytest.raises(ValidationError) as refusal:
        module.full_clean()
    assert set(refusal.value.message_dict) == {"duration_minutes", "eqf_level", "__all__"}


@pytest.mark.parametrize(
    ("prerequisites", "circle"),
    [
        ({}, []),
        ({"A": {"B"}, "B": {"C"}}, []),
        ({"A": {"B", "C"}, "B": {"D"}, "C": {"D"}}, []),  # two ways to the same module are no circle
        ({"A": {"A"}}, ["A", "A"]),
        ({"A": {"B"}, "B": {"A"}}, ["A", "B", "A"]),
        ({"A": {"B"}, "B": {"C"}, "C": {"A"}}, ["A", "B", "C", "A"]),
        ({"A": {"B"}, "B": {"C"}, "C": {"B"}}, []),  # a circle elsewhere is not this module's
    ],
)
def test_circle_is_found_and_its_way_told(prerequisites, circle):
    assert find_circle("A", prerequisites) == circle
