"""What a person reads of the own outcome, wherever it stands: passed or not and why; and of what was cancelled."""

import re
from datetime import timedelta

import pytest
import time_machine

from lms.people.models import Role
from lms.training.hours_page import own_pages
from lms.training.models import Enrolment, Offering
from lms.training.offering_actions import cancel_offering
from tests.factories import ClusterFactory, person_with
from tests.factories_evidence import closed_offering, outcome_of
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory, SessionFactory, attended

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager():
    return person_with(Role.CLUSTER_MANAGER, ClusterFactory())


def words(client, person, path):
    client.force_login(person)
    text = client.get(path).content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def pages_of(offering):
    return "/en/desk/", f"/en/calendar/{offering.code}/", "/en/me/hours/", "/en/me/certificates/"


def test_who_failed_reads_it_with_the_reason_everywhere(client, manager):
    one = EnrolmentFactory(offering=closed_offering(), person=manager, confirmed=True, status="completed")
    outcome_of(one, passed=False, minutes=120)
    for path in pages_of(one.offering):
        text = words(client, manager, path)
        assert "Not passed" in text, path
        assert "2 of 4 hours: 50 %, threshold 70 %" in text, path
        assert "ompleted" not in text, path


def test_who_passed_by_decision_reads_its_reason_everywhere(client, manager):
    one = EnrolmentFactory(offering=closed_offering(), person=manager, confirmed=True, status="completed")
    outcome = outcome_of(one, passed=False, minutes=120)
    outcome.has_passed, outcome.override_reason = True, "Made up at home"
    outcome.overridden_by, outcome.overridden_at = person_with(Role.COORDINATOR), NOW
    outcome.save()
    for path in pages_of(one.offering):
        text = words(client, manager, path)
        assert "Passed" in text, path
        assert "Decided otherwise: Made up at home" in text, path


def test_running_course_says_what_can_still_be_reached_and_what_is_not_written(client, manager):
    offering = OfferingFactory(seats=3, starts_at=NOW - timedelta(days=2), parts=[480])
    one = EnrolmentFactory(offering=offering, person=manager, confirmed=True)
    attended(SessionFactory(offering=offering), one)
    SessionFactory(offering=offering, starts_at=NOW - timedelta(days=1))
    (page,) = own_pages(manager, NOW)
    assert (page.standing, page.unwritten) == ("open", 240)
    text = words(client, manager, "/en/me/hours/")
    assert "can still be met" in text
    assert "4 h held but not written down yet" in text


@pytest.mark.parametrize("withdrew", [False, True])
def test_cancelled_offering_is_not_the_learners_withdrawal(client, manager, withdrew):
    offering = OfferingFactory(seats=3)
    one = EnrolmentFactory(offering=offering, person=manager, confirmed=True)
    if withdrew:
        before = NOW - timedelta(days=1)
        Enrolment.objects.filter(pk=one.pk).update(status="withdrawn", status_at=before, allotment=None)
    cancel_offering(offering=offering, by=person_with(Role.COORDINATOR), now=NOW, reason="Too few people")
    assert Offering.objects.get(pk=offering.pk).cancelled_at == NOW
    for path in pages_of(offering)[:2]:
        text = words(client, manager, path)
        assert ("Withdrawn" in text) == withdrew, path
        assert ("Too few people" in text) or withdrew, path
