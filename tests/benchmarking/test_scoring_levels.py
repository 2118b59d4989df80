"""What levels mean: shipped for every indicator, kept where staff wrote their own, copied with a new version."""

import csv
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from lms.benchmarking.framework_seed import FOLDER, seed_framework
from lms.benchmarking.framework_versions import copy_framework
from lms.benchmarking.models import IndicatorLevel
from lms.people.models import Role
from tests.factories import AssessmentFactory, IndicatorFactory, person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


def rows():
    with (FOLDER / "ecei_2012_levels.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_indicator_has_its_five_levels_in_both_languages():
    with (FOLDER / "ecei_2012.csv").open(encoding="utf-8-sig", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    assert [(row["code"], row["level"]) for row in rows()] == [
        (code, str(level)) for code in codes for level in range(5)
    ]


@pytest.mark.parametrize("column", ["description_it", "description_en"])
def test_each_level_is_one_sentence_that_fits_and_says_something_of_its_own(column):
    texts = [row[column] for row in rows()]
    assert [text for text in texts if not text.endswith(".") or len(text) > 400 or text != text.strip()] == []
    assert len(set(texts)) == len(texts)


def test_framework_is_seeded_with_its_levels_once():
    framework, _created = seed_framework("ecei_2012")
    assert IndicatorLevel.objects.filter(indicator__framework=framework).count() == 155
    seed_framework("ecei_2012")
    assert IndicatorLevel.objects.count() == 155


def test_existing_framework_gets_what_it_lacks_and_keeps_what_staff_wrote():
    framework, _created = seed_framework("ecei_2012")
    levels = IndicatorLevel.objects.filter(indicator__framework=framework)
    levels.exclude(indicator__code="ECEI-01").delete()
    levels.filter(value=0).update(description_it="Parole nostre")
    call_command("seed_frameworks", verbosity=0)
    assert levels.count() == 155
    assert levels.get(indicator__code="ECEI-01", value=0).description_it == "Parole nostre"


def test_new_version_has_the_levels_too(boss):
    indicator = IndicatorFactory()
    IndicatorLevel.objects.create(indicator=indicator, value=3, description_it="Tre", description_en="Three")
    copied = copy_framework(framework=indicator.framework, version="2", valid_from=date(2027, 1, 1), by=boss)
    twin = IndicatorLevel.objects.get(indicator__framework=copied)
    assert (twin.indicator.code, twin.value, twin.description_en) == (indicator.code, 3, "Three")


@pytest.fixture
def level():
    return IndicatorLevel.objects.create(
        indicator=IndicatorFactory(), value=3, description_it="Tre", description_en="Three"
    )


def change(client, level, **fields):
    data = {
        "indicator": level.indicator_id, "value": "3", "description_it": "Tre", "description_en": "Three",
    }  # fmt: skip
    return client.post(reverse("indicatorlevel_admin:edit", args=[level.pk]), data | fields)


def test_staff_rewords_a_level(client, boss, level):
    assert change(client, level, description_en="At least three").status_code == 302
    level.refresh_from_db()
    assert level.description_en == "At least three"


@pytest.mark.parametrize("value", ["7", "2,5", "-1", "x"])
def test_level_is_one_of_the_scale(client, boss, level, value):
    assert change(client, level, value=value).status_code == 200
    level.refresh_from_db()
    assert level.value == 3


def test_once_evidence_rests_on_it_only_the_words_change(client, boss, level):
    AssessmentFactory(framework=level.indicator.framework, closed=True)
    assert change(client, level, value="2", description_en="At least three").status_code == 302
    level.refresh_from_db()
    assert (level.value, level.description_en) == (3, "At least three")
    client.post(reverse("indicatorlevel_admin:delete", args=[level.pk]))
    assert IndicatorLevel.objects.filter(pk=level.pk).exists()


def test_without_evidence_it_can_be_deleted(client, boss, level):
    client.post(reverse("indicatorlevel_admin:delete", args=[level.pk]))
    assert IndicatorLevel.objects.count() == 0
