"""The page of the outcomes: what would come of everybody, what did, and who may decide otherwise."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from lms.people.models import Role
from lms.training.models import Enrolment, Offering, Outcome
from tests.certificates.issued import LATER, closed_offering, sign
from tests.factories import UserFactory, person_with
from tests.factories_training import EnrolmentFactory, OfferingFactory, SessionFactory, attended

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


def at(name, *args):
    with translation.override("en"):
        return reverse(f"training:{name}", args=args)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def held(people=1, *, signed=True):
    """An offering that is over; the first person was there for half of it, the others all the time."""
    offering = OfferingFactory(seats=40)
    session = SessionFactory(offering=offering, title_en="First day")
    author = UserFactory()
    for place in range(people):
        left = session.starts_at + timedelta(hours=2 if place == 0 else 4)
        attended(session, EnrolmentFactory(offering=offering, confirmed=True), left=left, author=author)
    if signed:
        sign(session, author)
    return offering


@pytest.fixture(autouse=True)
def _later():
    with time_machine.travel(LATER, tick=False):
        yield


def test_preview_says_what_would_come_and_closing_writes_it(client, coordinator):
    offering = held(2)
    EnrolmentFactory(offering=offering)
    client.force_login(coordinator)
    before = words(client.get(at("close", offering.code)))
    assert "2 of 4 hours: 50 %, threshold 70 %" in before
    assert "1 person applied, waits or was offered a seat" in before
    assert not Outcome.objects.exists()
    assert client.post(at("close", offering.code)).url == at("close", offering.code)
    after = words(client.get(at("close", offering.code)))
    assert "2 of 4 hours: 50 %, threshold 70 %" in after
    assert "1 passed 1 did not pass 0 never came" in after
    assert Enrolment.objects.filter(status="completed").count() == 2


def test_what_is_missing_is_said_and_nothing_is_closed(client, coordinator):
    offering = held(signed=False)
    client.force_login(coordinator)
    page = words(client.get(at("close", offering.code)))
    assert "not signed off" in page
    assert "First day" in page
    answer = client.post(at("close", offering.code), follow=True)
    assert "cannot be closed yet" in words(answer)
    assert Offering.objects.get(pk=offering.pk).status == "published"


def test_draft_without_funding_line_has_a_page(client, coordinator):
    offering = OfferingFactory(draft=True, funding_line=None, seats=3)
    EnrolmentFactory(offering=offering, confirmed=True)
    client.force_login(coordinator)
    assert "never published" in words(client.get(at("close", offering.code)))
    assert client.get(at("close", "nothing")).status_code == 404


def test_auditors_read_and_nobody_else_comes_in(client, coordinator):
    offering = held()
    auditor = person_with(Role.AUDITOR)
    client.force_login(auditor)
    assert "Close and compute" not in words(client.get(at("close", offering.code)))
    assert client.post(at("close", offering.code)).status_code == 403
    for person in (Enrolment.objects.first().person, person_with(Role.INSTRUCTOR)):
        client.force_login(person)
        assert client.get(at("close", offering.code)).status_code == 403
    client.logout()
    assert client.get(at("close", offering.code)).status_code == 302
    assert not Outcome.objects.exists()


def test_decision_with_its_reason_is_shown_and_taken_back(client, coordinator):
    offering = held()
    client.force_login(coordinator)
    client.post(at("close", offering.code))
    outcome = Outcome.objects.get()
    address = at("override", offering.code, outcome.pk)
    assert "by the rule" in words(client.get(address)).lower()
    assert client.post(address, {}).context["form"].errors.keys() == {"reason"}
    assert client.post(address, {"reason": "Ill, with a note"}).url == at("close", offering.code)
    page = words(client.get(at("close", offering.code)))
    assert "1 passed" in page
    assert "Ill, with a note" in page
    client.post(at("take_back", offering.code, outcome.pk))
    assert "Ill, with a note" not in words(client.get(at("close", offering.code)))


def test_decisions_are_the_coordinators_alone(client, coordinator):
    offering, people = closed_offering(by=coordinator)
    outcome = Outcome.objects.get()
    for person in (people[0].person, person_with(Role.AUDITOR)):
        client.force_login(person)
        assert client.get(at("override", offering.code, outcome.pk)).status_code == 404
        assert client.post(at("take_back", offering.code, outcome.pk)).status_code == 404
    client.force_login(coordinator)
    assert client.get(at("override", "other", outcome.pk)).status_code == 404


@pytest.mark.parametrize("people", [1, 30])
def test_page_costs_the_same_for_one_and_thirty(client, coordinator, people, django_assert_num_queries):
    offering = held(people)
    client.force_login(coordinator)
    client.get(at("close", offering.code))
    with django_assert_num_queries(13):
        client.get(at("close", offering.code))
    client.post(at("close", offering.code))
    client.get(at("close", offering.code))  # with the message
    with django_assert_num_queries(7):
        client.get(at("close", offering.code))
