"""The staff's lists of training: as many queries for many rows as for one, filters that ask what the desk asks."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from lms.people.models import Role
from lms.training.models import AttendanceEntry, Enrolment, Offering, SignOff, TrainingSession
from tests.factories import UserFactory, person_with
from tests.factories_evidence import certified, changed, line_of
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory, SessionFactory

PER_PAGE = 20
pytestmark = pytest.mark.django_db
SCREENS = {
    "offering_admin": (OfferingFactory, 12),
    "trainingsession_admin": (SessionFactory, 12),
    "enrolment_admin": (EnrolmentFactory, 12),
    "attendanceentry_admin": (line_of, 12),
    "certificate_admin": (certified, 12),
    "change_admin": (changed, 12),
}
LEADS_TO = {
    "offering_admin": lambda row: reverse("training:sessions", args=[row.code]),
    "trainingsession_admin": lambda row: reverse("training:roll_call", args=[row.pk]),
    "enrolment_admin": lambda row: reverse("training:people", args=[row.offering.code]),
    "attendanceentry_admin": lambda row: reverse("training:register", args=[row.offering.code]),
    "certificate_admin": lambda row: reverse("certificates:issue", args=[row.enrolment.offering.code]),
    "change_admin": lambda row: reverse("training:sessions", args=[row.offering.code]),
}


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


def rows(client, screen, query=""):
    response = client.get(f"{reverse(f'{screen}:index')}?{query}")
    assert response.status_code == 200
    return {row.pk for row in response.context["object_list"]}


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize("screen", SCREENS)
def test_list_asks_the_database_as_often_for_many(client, coordinator, django_assert_num_queries, screen, many):
    make, queries = SCREENS[screen]
    for _ in range(many):
        make()
    address = reverse(f"{screen}:index") + "?p=1"
    client.get(address)
    with django_assert_num_queries(queries):
        response = client.get(address)
    assert len(response.context["object_list"]) == min(many, PER_PAGE)


@pytest.mark.parametrize("screen", SCREENS)
def test_row_leads_to_the_page_where_it_is_worked_on(client, coordinator, screen):
    row = SCREENS[screen][0]()
    page = client.get(reverse(f"{screen}:index")).content.decode()
    assert f'href="{LEADS_TO[screen](row)}"' in page
    assert reverse(f"{screen}:inspect", args=[row.pk]) in page


@pytest.mark.parametrize("screen", SCREENS)
def test_empty_list_says_how_rows_come_to_be(client, coordinator, screen):
    message = client.get(reverse(f"{screen}:index")).context["no_results_message"]
    assert str(message).endswith(".")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_list_is_exported_with_a_row_each(client, coordinator, screen, kind):
    for _ in range(2):
        SCREENS[screen][0]()
    answer = client.get(f"{reverse(f'{screen}:index')}?export={kind}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert len(body.decode("utf-8-sig").splitlines()) == 3 if kind == "csv" else body.startswith(b"PK")


def test_offerings_are_found_by_what_waits(client, coordinator):
    ahead = OfferingFactory(seats=1)
    over = OfferingFactory(starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1))
    running = OfferingFactory(seats=1, starts_at=NOW - timedelta(days=1), ends_at=NOW + timedelta(days=1))
    EnrolmentFactory(offering=running)
    with time_machine.travel(NOW, tick=False):
        assert rows(client, "offering_admin", "waiting=closing") == {over.pk}
        assert rows(client, "offering_admin", "waiting=seats") == {running.pk}
        assert rows(client, "offering_admin", "waiting=nothing") == {ahead.pk, over.pk, running.pk}
    assert rows(client, "offering_admin", f"q={ahead.code}") == {ahead.pk}


def test_sessions_are_found_by_whether_they_are_signed_off(client, coordinator):
    past = OfferingFactory(starts_at=NOW - timedelta(days=2), ends_at=NOW + timedelta(days=2))
    signed, unsigned = SessionFactory(offering=past), SessionFactory(offering=past)
    ahead = SessionFactory(offering=past, starts_at=NOW + timedelta(days=1))
    SignOff.objects.create(session=signed, by=coordinator, at=NOW, topics="All", register_count=0, register_head="")
    with time_machine.travel(NOW, tick=False):
        assert rows(client, "trainingsession_admin", "unsigned=true") == {unsigned.pk}
        assert rows(client, "trainingsession_admin", "unsigned=false") == {signed.pk, ahead.pk}


def test_enrolments_are_found_by_status_name_and_offering(client, coordinator):
    asked = EnrolmentFactory(applied=True, person=UserFactory(last_name="Zanier"))
    seated = EnrolmentFactory(confirmed=True)
    assert rows(client, "enrolment_admin", "status=applied") == {asked.pk}
    assert rows(client, "enrolment_admin", "q=zanier") == {asked.pk}
    assert rows(client, "enrolment_admin", f"of={seated.offering.code}") == {seated.pk}
    assert rows(client, "enrolment_admin", f"cluster={asked.cluster.name}&of=nothing") == set()


def test_corrections_are_found_in_the_register(client, coordinator):
    line = line_of()
    assert rows(client, "attendanceentry_admin", "corrections=true") == set()
    assert rows(client, "attendanceentry_admin", "corrections=false") == {line.pk}


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_added_changed_or_deleted_here(client, coordinator, screen):
    row = SCREENS[screen][0]()
    before = [model.objects.count() for model in (Offering, TrainingSession, Enrolment, AttendanceEntry)]
    for path in ("new/", f"edit/{row.pk}/", f"delete/{row.pk}/"):
        address = reverse(f"{screen}:index") + path
        for answer in (client.get(address, follow=True), client.post(address, follow=True)):
            assert answer.status_code == 404
    assert [model.objects.count() for model in (Offering, TrainingSession, Enrolment, AttendanceEntry)] == before
