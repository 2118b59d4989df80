"""Frameworks change until evidence rests on them, then are only reworded or copied; assessments close for good."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from courses.models import ModuleLift
from lms.benchmarking.models import Assessment, ClusterTarget, Framework, Indicator, IndicatorGroup, ScaleLevel
from lms.needs.models import CompetenceIndicator
from lms.people.models import Role
from tests.factories import (
    AssessmentFactory,
    ClusterFactory,
    FrameworkFactory,
    IndicatorFactory,
    IndicatorGroupFactory,
    ScoreFactory,
    person_with,
)
from tests.factories_courses import CompetenceFactory, ModuleLiftFactory

from .forms import form_at, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


@pytest.fixture
def framework():
    """Two indicators in two groups."""
    framework = FrameworkFactory(code="FW", version="1")
    for number in (1, 2):
        group = IndicatorGroupFactory(framework=framework, code=f"G{number}", position=number)
        IndicatorFactory(group=group, code=f"I-{number}", position=number)
    return framework


@pytest.fixture
def evidence(framework):
    """A closed assessment on the framework."""
    return AssessmentFactory(framework=framework, closed=True)


def edit(framework):
    return reverse("framework_admin:edit", args=[framework.pk])


def errors(answer):
    assert answer.status_code == 200
    return answer.context["form"].non_field_errors()


def test_new_framework_goes_on_to_its_indicators(client, coordinator):
    answer = send(
        client, reverse("framework_admin:add"), code="NEW", version="2026", name_it="Nuovo", name_en="New",
        levels__TOTAL_FORMS="1", levels__0__value="0", levels__0__label_it="Zero", levels__0__label_en="Zero",
        groups__TOTAL_FORMS="1", groups__0__code="A", groups__0__name_it="Gruppo", groups__0__name_en="Group",
        groups__0__position="1",
    )  # fmt: skip
    framework = Framework.objects.get(code="NEW")
    assert answer.url == edit(framework)
    assert [group.code for group in framework.groups.all()] == ["A"]


def test_indicator_is_put_into_a_group_of_its_framework(client, coordinator, framework):
    foreign = IndicatorGroupFactory()
    row = {
        "indicators__TOTAL_FORMS": "3", "indicators__2__code": "I-3", "indicators__2__position": "3",
        "indicators__2__name_it": "Tre", "indicators__2__name_en": "Three", "indicators__2__min_level": "0",
        "indicators__2__max_level": "4", "indicators__2__weight": "2",
    }  # fmt: skip
    answer = send(client, edit(framework), **row, indicators__2__group=str(foreign.pk))
    assert answer.context["form"].formsets["indicators"].errors[2]["group"]
    group = framework.groups.get(code="G2")
    assert send(client, edit(framework), **row, indicators__2__group=str(group.pk)).status_code == 302
    assert Indicator.objects.get(code="I-3").group == group


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"max_level": "0"}, "max_level"),
        ({"excellence_threshold": "9"}, "excellence_threshold"),
        ({"minimum_requirement": "-1"}, "minimum_requirement"),
        ({"max_level": "99999999"}, "max_level"),
        ({"weight": "x"}, "weight"),
        ({"name_it": "\x00"}, "name_it"),
    ],
)
def test_indicator_with_numbers_out_of_order_is_refused(client, coordinator, framework, changes, field):
    typed = {f"indicators__0__{name}": value for name, value in changes.items()}
    answer = send(client, edit(framework), **typed)
    assert list(answer.context["form"].formsets["indicators"].errors[0]) == [field]


def test_framework_without_evidence_changes_freely(client, coordinator, framework):
    AssessmentFactory(framework=framework)  # open: not evidence yet
    assert send(client, edit(framework), indicators__0__excellence_threshold="2").status_code == 302
    assert framework.indicators.get(code="I-1").excellence_threshold == Decimal(2)


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "2"},
        {"gold_share": "0.5"},
        {"indicators__0__code": "I-9"},
        {"indicators__0__excellence_threshold": "2"},
        {"indicators__1__weight": "3"},
        {"indicators__1__max_level": "5"},
        {"indicators__0__DELETE": "on"},
        {"levels__0__value": "7"},
        {"levels__4__DELETE": "on"},
        {"groups__0__code": "G9"},
        {"levels__TOTAL_FORMS": "6", "levels__5__value": "5", "levels__5__label_it": "5", "levels__5__label_en": "5"},
    ],
)
def test_numbers_that_evidence_rests_on_are_refused(client, coordinator, framework, evidence, changes):
    assert "I-1" in str(framework.indicators.first())
    answer = send(client, edit(framework), **changes)
    assert len(errors(answer)) == 1
    assert Framework.objects.get(pk=framework.pk).version == "1"
    assert list(Indicator.objects.values_list("code", "weight")) == [("I-1", 1), ("I-2", 1)]
    assert ScaleLevel.objects.count() == 5


def test_wording_that_evidence_rests_on_changes(client, coordinator, framework, evidence):
    answer = send(client, edit(framework), name_it="Quadro rivisto", indicators__0__name_en="Reworded")
    assert answer.status_code == 302
    assert framework.indicators.get(code="I-1").name_en == "Reworded"


def test_indicator_with_scores_is_not_removed(client, coordinator, framework):
    ScoreFactory(assessment__framework=framework, indicator=framework.indicators.get(code="I-1"))
    answer = send(client, edit(framework), indicators__0__DELETE="on")
    assert len(errors(answer)) == 1
    assert framework.indicators.count() == 2


def test_group_with_indicators_is_not_removed(client, coordinator, framework):
    answer = send(client, edit(framework), groups__0__DELETE="on")
    assert len(errors(answer)) == 1
    assert IndicatorGroup.objects.count() == 2


def test_framework_in_use_is_not_deleted(client, coordinator, framework, evidence):
    answer = client.post(reverse("framework_admin:delete", args=[framework.pk]))
    assert answer.status_code == 302
    assert Framework.objects.filter(pk=framework.pk).exists()


def test_copy_as_a_new_version_brings_what_hangs_on_indicators_and_no_evidence(
    client, coordinator, framework, evidence
):
    indicator = framework.indicators.get(code="I-1")
    ModuleLiftFactory(indicator=indicator, share_bp=1_000)
    CompetenceIndicator.objects.create(competence=CompetenceFactory(), indicator=indicator, strength=3)
    ScoreFactory(assessment=AssessmentFactory(framework=framework), indicator=indicator)
    address = reverse("framework_admin:new_version", args=[framework.pk])
    answer = client.post(address, {"version": "2", "valid_from": "2027-01-01"})
    copied = Framework.objects.get(code="FW", version="2")
    assert answer.url == edit(copied)
    assert copied.valid_from == date(2027, 1, 1)
    assert copied.levels.count() == 5
    assert list(copied.indicators.values_list("code", "group__code", "group__framework")) == [
        ("I-1", "G1", copied.pk),
        ("I-2", "G2", copied.pk),
    ]
    twin = copied.indicators.get(code="I-1")
    assert [lift.share_bp for lift in ModuleLift.objects.filter(indicator=twin)] == [1_000]
    assert twin.competence_links.get().strength == 3
    assert not twin.scores.exists()
    assert not copied.assessments.exists()
    assert framework.indicators.count() == 2


@pytest.mark.parametrize("version", ["1", "", "\x00", "x" * 31])
def test_copy_under_an_impossible_name_copies_nothing(client, coordinator, framework, version):
    answer = client.post(reverse("framework_admin:new_version", args=[framework.pk]), {"version": version})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Framework.objects.count() == 1


def test_complete_assessment_is_closed_for_good(client, coordinator, framework):
    assessment = AssessmentFactory(framework=framework)
    for number, indicator in enumerate(framework.indicators.all()):
        ScoreFactory(assessment=assessment, indicator=indicator, value=None if number else 2)
    address = reverse("assessment_admin:close", args=[assessment.pk])
    client.get(address)
    assert not Assessment.objects.get().is_closed
    assert client.post(address).status_code == 302
    closed = Assessment.objects.get()
    assert (closed.is_closed, closed.closed_by) == (True, coordinator)
    assert list(ModelLogEntry.objects.for_instance(closed).values_list("action", flat=True)) == ["benchmarking.close"]
    assert client.post(address).context["form"].non_field_errors()  # a second click says so


def test_incomplete_assessment_stays_open(client, coordinator, framework):
    assessment = AssessmentFactory(framework=framework)
    answer = client.post(reverse("assessment_admin:close", args=[assessment.pk]))
    assert "I-1, I-2" in answer.context["form"].non_field_errors()[0]
    assert not Assessment.objects.get().is_closed


@pytest.mark.parametrize(("level", "kept"), [("3.5", True), ("9", False), ("-1", False), ("x", False)])
def test_target_lies_on_the_scale(client, coordinator, level, kept):
    data = {"cluster": ClusterFactory().pk, "indicator": IndicatorFactory().pk, "level": level}
    client.post(reverse("clustertarget_admin:add"), data)
    assert ClusterTarget.objects.exists() is kept


def test_decimals_are_shown_and_taken_in_the_language_of_the_person(client, coordinator, framework):
    Indicator.objects.filter(framework=framework).update(excellence_threshold=Decimal("2.5"))
    shown = form_at(client, edit(framework))
    assert (shown["gold_share"], shown["indicators-0-excellence_threshold"]) == ("0,800", "2,50")
    assert shown["levels-1-value"] == "1,00"
    answer = send(client, edit(framework), gold_share="0,75", indicators__0__excellence_threshold="1.5")
    assert answer.status_code == 302
    framework.refresh_from_db()
    assert framework.gold_share == Decimal("0.75")
    assert framework.indicators.get(code="I-1").excellence_threshold == Decimal("1.5")
