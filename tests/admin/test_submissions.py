"""What no browser sends is refused with 400 or with a sentence at the field, and changes nothing."""

import logging

import pytest
from django.urls import reverse

from lms.clusters.models import SpecialisationArea
from lms.needs.models import CompetenceIndicator
from lms.people.models import Role
from tests.factories import ClusterFactory, IndicatorFactory, person_with
from tests.factories_courses import CompetenceFactory, ModuleFactory, ModuleLiftFactory

from .forms import form_at

pytestmark = pytest.mark.django_db
HUGE = "9" * 24


@pytest.fixture(autouse=True)
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


def edit(thing):
    return reverse(f"{thing._meta.model_name}_admin:edit", args=[thing.pk])


def framework():
    return IndicatorFactory().framework


def module():
    return ModuleLiftFactory().module


def competence():
    thing = CompetenceFactory()
    CompetenceIndicator.objects.create(competence=thing, indicator=IndicatorFactory(), strength=1)
    return thing


ROWS = [(framework, "levels"), (framework, "groups"), (framework, "indicators"), (module, "lifts")]
ROWS += [(competence, "indicator_links")]


@pytest.mark.parametrize(("make", "rows"), ROWS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("0-id", "\x00"), ("0-id", "abc"), ("0-id", "2026-01-01"), ("0-id", HUGE), ("0-id", "-1"), ("0-id", None),
        ("0-id", ""),
        ("INITIAL_FORMS", "-5"), ("INITIAL_FORMS", "x"), ("INITIAL_FORMS", "500"), ("INITIAL_FORMS", HUGE),
        ("TOTAL_FORMS", "301"), ("TOTAL_FORMS", HUGE),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_are_answered_with_400_and_logged(client, caplog, make, rows, name, value):
    address = edit(make())
    data = form_at(client, address) | {f"{rows}-{name}": value}
    with caplog.at_level(logging.WARNING, logger="django"):
        answer = client.post(address, {key: item for key, item in data.items() if item is not None})
    assert answer.status_code == 400
    assert rows in caplog.text
    assert not [record for record in caplog.records if record.levelno > logging.WARNING]


@pytest.mark.parametrize(("make", "rows"), ROWS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("0-id", "123456"), ("TOTAL_FORMS", "-5"), ("TOTAL_FORMS", None),
        ("INITIAL_FORMS", None), ("0-DELETE", "\x00"), ("0-ORDER", HUGE), ("0-position", HUGE), ("0-indicator", HUGE),
        ("0-group", HUGE), ("0-value", "1e999"), ("0-strength", HUGE),
    ],
)  # fmt: skip
def test_rows_of_another_time_are_never_a_fault(client, make, rows, name, value):
    address = edit(make())
    data = form_at(client, address) | {f"{rows}-{name}": value}
    answer = client.post(address, {key: item for key, item in data.items() if item is not None})
    assert answer.status_code in (200, 302, 400)


@pytest.mark.parametrize("value", [HUGE, "-" + HUGE, "\x00", "abc", "2026-01-01"])
@pytest.mark.parametrize(
    ("make", "name"), [(ClusterFactory, "areas"), (ModuleFactory, "prerequisites"), (ModuleFactory, "competences")]
)
def test_choice_of_what_is_not_there_is_refused_at_the_field(client, make, name, value):
    address = edit(make())
    answer = client.post(address, form_at(client, address) | {name: value})
    assert answer.status_code == 200
    assert answer.context["form"].errors[name]


@pytest.mark.parametrize("screen", ["cluster_admin", "module_admin", "labelaward_admin", "clustertarget_admin"])
def test_filters_take_any_number(client, screen):
    SpecialisationArea.objects.create(code="s3", name_it="Casa", name_en="Home")
    for name in ("areas", "sector", "course", "cluster", "indicator__framework", "level", "province"):
        for value in (HUGE, "\x00", "abc"):
            answer = client.get(reverse(f"{screen}:index"), {name: value})
            assert answer.status_code == 200, (name, value)


def test_second_click_on_a_new_row_is_refused_with_a_sentence(client):
    thing = IndicatorFactory().framework
    row = {"value": "5", "label_it": "Cinque", "label_en": "Five"}
    data = form_at(client, edit(thing)) | {f"levels-5-{name}": value for name, value in row.items()}
    data["levels-TOTAL_FORMS"] = "6"
    assert client.post(edit(thing), data).status_code == 302
    answer = client.post(edit(thing), data)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert thing.levels.count() == 6
