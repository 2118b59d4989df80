"""Funding lines as staff types them: days in order, a stamp that is whole, and what pays today."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from lms.clusters.models import FundingLine
from lms.people.models import Role
from tests.admin.forms import send
from tests.factories import ClusterFactory, person_with
from tests.factories_labels import FundingLineFactory

pytestmark = pytest.mark.django_db
ADD = "fundingline_admin:add"
INDEX = "fundingline_admin:index"
WHOLE = {
    "code": "clus3", "name_it": "Programma", "name_en": "Programme", "project_code": "D29X", "sentence_it": "Con il",
    "sentence_en": "With", "valid_from": "2014-01-01", "threshold_percent": "80", "retain_until": "2035-12-31",
    "retention_basis": "Art. 82",
}  # fmt: skip


@pytest.fixture(autouse=True)
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


def test_line_is_entered_with_clusters_and_logos_in_both_languages(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = Image.objects.create(title="Logo", file=get_test_image_file())
    cluster = ClusterFactory()
    answer = send(
        client, reverse(ADD), **WHOLE, clusters=str(cluster.pk), logos__TOTAL_FORMS="1",
        logos__0__image=str(image.pk), logos__0__position="1", logos__0__alt_it="Regione", logos__0__alt_en="Region",
    )  # fmt: skip
    assert answer.status_code == 302
    line = FundingLine.objects.get(code="clus3")
    assert (line.threshold_percent, line.rounding_minutes, line.rounding, line.sign_in_window_minutes) == (
        80,
        1,
        "down",
        30,
    )
    assert (line.online_allowed, list(line.clusters.all())) == (True, [cluster])
    assert [(logo.image, logo.alt_en) for logo in line.logos.all()] == [(image, "Region")]


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"threshold_percent": ""}, ["threshold_percent"]),
        ({"threshold_percent": "0"}, ["threshold_percent"]),
        ({"threshold_percent": "101"}, ["threshold_percent"]),
        ({"valid_until": "2013-12-31"}, ["valid_until"]),
        ({"valid_until": "2036-01-01"}, ["retain_until"]),
        ({"retain_until": "2013-01-01"}, ["retain_until"]),
        ({"retain_until": ""}, ["retain_until"]),
        ({"stamped_on": "2014-01-01"}, ["stamped_by", "stamped_pages"]),
        ({"stamped_by": "Notary", "stamped_pages": "0", "stamped_on": "2014-01-01"}, ["stamped_pages"]),
        ({"rounding_minutes": "0"}, ["rounding_minutes"]),
        ({"tolerance_minutes": "61"}, ["tolerance_minutes"]),
        ({"sign_in_window_minutes": "241"}, ["sign_in_window_minutes"]),
        ({"code": "a b"}, ["code"]),
        ({"name_it": "\x00"}, ["name_it"]),
        ({"clusters": "99999999999999999999"}, ["clusters"]),
    ],
)
def test_rules_that_contradict_each_other_are_refused_beside_the_field(client, typed, fields):
    answer = send(client, reverse(ADD), **WHOLE | typed)
    assert answer.status_code == 200
    assert sorted(answer.context["form"].errors) == sorted(fields)
    assert not FundingLine.objects.exists()


def test_same_code_twice_is_refused(client):
    FundingLineFactory(code="clus3")
    assert list(send(client, reverse(ADD), **WHOLE).context["form"].errors) == ["code"]


@pytest.mark.parametrize("number", [1, 30])
def test_list_takes_as_many_queries_for_thirty(client, number, django_assert_num_queries):
    for _ in range(number):
        FundingLineFactory().clusters.add(ClusterFactory())
    client.get(reverse(INDEX))
    with django_assert_num_queries(12):
        client.get(reverse(INDEX))


def test_list_says_and_filters_what_pays_today(client):
    FundingLineFactory(code="now", valid_until=date(2026, 11, 22))
    FundingLineFactory(code="open")
    FundingLineFactory(code="past", valid_until=date(2026, 11, 21))
    FundingLineFactory(code="next", valid_from=date(2026, 11, 23))
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        for state, codes in {
            "in_force": ["now", "open"], "ended": ["past"], "to_come": ["next"], "": ["next", "now", "open", "past"],
            "moon": ["next", "now", "open", "past"],
        }.items():  # fmt: skip
            found = client.get(reverse(INDEX), {"state": state}).context["object_list"]
            assert sorted(line.code for line in found) == codes
        rows = {line.code: line.is_in_force(date(2026, 11, 22)) for line in FundingLine.objects.all()}
    assert rows == {"now": True, "open": True, "past": False, "next": False}


def test_deletion_says_what_goes_with_the_line(client):
    line = FundingLineFactory(retain_until=date(2035, 12, 31))
    address = reverse("fundingline_admin:delete", args=[line.pk])
    assert "31 dicembre 2035" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert not FundingLine.objects.exists()
