"""The tabs of an offering lead whoever reads them to pages that open, and to all of them."""

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from lms.people.models import Role
from tests.factories import person_with
from tests.factories_evidence import closed_offering, outcome_of
from tests.factories_training import NOW, EnrolmentFactory

pytestmark = pytest.mark.django_db
READ = ("offering", "people", "register", "hours", "close")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def offering():
    made = closed_offering(closed_by=person_with(Role.COORDINATOR))
    outcome_of(EnrolmentFactory(offering=made, confirmed=True, status="completed"))
    return made


def tabs(client, name, offering):
    read = html.fromstring(client.get(reverse(f"training:{name}", args=[offering.code])).content)
    return read.xpath("//nav[@class='offering-tabs']//a/@href")


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize(("role", "number"), [(Role.AUDITOR, 6), (Role.COORDINATOR, 7)])
def test_every_tab_opens(client, offering, role, number, name):
    client.force_login(person_with(role))
    links = tabs(client, name, offering)
    assert len(links) == number
    assert [link for link in links if client.get(link).status_code != 200] == []


def test_tabs_are_for_nobody_else(client, offering):
    client.force_login(offering.enrolments.get().person)
    assert tabs(client, "offering", offering) == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COORDINATOR])
def test_auditor_is_not_told_to_decide(client, offering, role):
    client.force_login(person_with(role))
    path = reverse("training:close", args=[offering.code]).replace("/it/", "/en/", 1)
    assert ("Decide otherwise" in client.get(path).content.decode()) == (role == Role.COORDINATOR)
