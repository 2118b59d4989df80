"""Everybody's hours on the site and in files: one figure wherever it stands."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
import time_machine
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from lms.people.models import Role
from lms.training.enrolment_actions import withdraw
from lms.training.hours import percent_shown
from lms.training.hours_page import hours_page, own_pages
from lms.training.models import TrainingSession
from lms.training.own_hours import hours_of_person
from lms.training.register_actions import record_attendance
from lms.training.register_hours import hours_by_enrolment
from lms.training.register_print import register_print
from tests.factories import UserFactory, person_with
from tests.factories_training import STARTS_AT, EnrolmentFactory, SessionFactory, attended

from .register_cases import absent, held_session, present

pytestmark = pytest.mark.django_db
HOURS_QUERIES = 13
AFTER = STARTS_AT + timedelta(hours=5)


@pytest.fixture
def case():
    """Two modules of four and two hours; of the first one was there in part, the other not at all."""
    made = held_session(parts=[240, 120])
    ada, bruno = made.enrolments
    for one, name in ((ada, "Alfieri"), (bruno, "Bruni")):
        one.person.last_name = name
        one.person.save()
    now = STARTS_AT + timedelta(minutes=20)
    record_attendance(session=made.session, marks=[present(ada, late=40), absent(bruno)], by=made.instructor, now=now)
    return made


@pytest.fixture(autouse=True)
def _after():
    with time_machine.travel(AFTER, tick=False):
        yield


def read(client, person, name, *args):
    client.force_login(person)
    answer = client.get(reverse(f"training:{name}", args=args))
    assert answer.status_code == 200
    return answer


def leave(enrolment):
    return withdraw(enrolment=enrolment, by=enrolment.person, now=AFTER, reason="Ill")


@pytest.mark.parametrize("leaves", [False, True])
def test_figure_is_the_same_on_page_file_register_and_for_the_person(client, case, leaves):
    ada = case.enrolments[0]
    if leaves:
        leave(ada)
    found = hours_by_enrolment(case.offering, case.enrolments)[ada.pk]
    assert (found.attended, found.planned) == (200, 360)
    rows = html.fromstring(read(client, case.coordinator, "hours", case.offering.code).content).xpath("//tbody/tr")
    (whole,) = rows[0].find_class("hours-words")
    assert [word for word in whole.text_content().split() if word[0].isdigit()] == ["3,33", "6"]
    assert "56 %" in rows[0].text_content()
    line = list(csv.reader(StringIO(files(client, case)["csv"]), delimiter=";"))[1]
    assert line[3:7] == ["3,33", "6,00", "56", "70"]
    assert [own.hours for own in hours_of_person(ada.person)] == [found]
    (printed,) = register_print(case.offering).sessions
    assert sum(entry.minutes for entry in printed.lines) == found.attended
    assert bool(line[-1]) == leaves
    assert line[-1] in rows[0].text_content()


def files(client, case):
    text = read(client, case.coordinator, "hours_file", case.offering.code, "csv").content.decode("utf-8-sig")
    book = load_workbook(BytesIO(read(client, case.coordinator, "hours_file", case.offering.code, "xlsx").content))
    return {"csv": text, "xlsx": book.active}


def test_workbook_says_the_same_as_numbers(client, case):
    rows = list(files(client, case)["xlsx"].values)
    assert len(rows) == 3
    assert rows[1][3:6] == (3.33, 6, 56)
    assert rows[1][8:] == (3.33, 4, 0, 2, None)


def test_file_of_another_kind_is_not_found(client, case):
    client.force_login(case.coordinator)
    assert client.get(reverse("training:hours_file", args=[case.offering.code, "pdf"])).status_code == 404


def test_files_are_for_those_who_read_the_register(client, case):
    for person in (case.enrolments[0].person, person_with(Role.INSTRUCTOR)):
        client.force_login(person)
        assert client.get(reverse("training:hours_file", args=[case.offering.code, "csv"])).status_code == 404


def test_files_name_addresses_to_coordinators_alone(client, case):
    address = case.enrolments[0].person.email
    for person in (case.coordinator, case.instructor, person_with(Role.AUDITOR)):
        read_of = [read(client, person, "hours_file", case.offering.code, kind).content for kind in ("csv", "xlsx")]
        cells = [str(cell) for row in load_workbook(BytesIO(read_of[1])).active.values for cell in row]
        assert (address.encode() in read_of[0]) == (address in cells) == (person == case.coordinator)


def test_page_tells_what_was_held_and_what_can_still_be_met(case):
    page = hours_page(case.offering, AFTER)
    assert (page.planned, page.held, page.to_come, page.unwritten) == (360, 240, 120, 0)
    assert [one.standing for one in page.people] == ["open", "short"]


def test_session_without_any_line_is_told_and_still_counts_as_open(case):
    SessionFactory(
        offering=case.offering,
        part=case.offering.parts.last(),
        starts_at=STARTS_AT - timedelta(days=1),
        ends_at=STARTS_AT - timedelta(days=1) + timedelta(hours=2),
    )
    page = hours_page(case.offering, AFTER)
    assert (page.held, page.to_come, page.unwritten) == (360, 0, 120)
    assert [one.standing for one in page.people] == ["open", "short"]


def test_cancelled_session_stays_missing(case):
    TrainingSession.objects.update(status="cancelled", cancelled_reason="Snow")
    page = hours_page(case.offering, AFTER)
    assert (page.planned, page.held, page.people[0].whole.attended) == (360, 0, 0)


@pytest.mark.parametrize("people", [1, 30])
def test_hours_ask_as_much_for_one_as_for_thirty(client, people, django_assert_num_queries):
    case = held_session(people=people)
    for one in case.enrolments:
        attended(case.session, one)
    client.force_login(case.instructor)
    with django_assert_num_queries(HOURS_QUERIES):
        client.get(reverse("training:hours", args=[case.offering.code]))


def test_own_hours_session_by_session(case, django_assert_num_queries):
    ada = case.enrolments[0]
    SessionFactory(offering=case.offering, starts_at=STARTS_AT + timedelta(days=7))
    SessionFactory(offering=case.offering, starts_at=STARTS_AT - timedelta(days=7))
    SessionFactory(
        offering=case.offering, starts_at=STARTS_AT + timedelta(days=8), status="cancelled", cancelled_reason="Snow"
    )
    with django_assert_num_queries(5):
        (page,) = own_pages(ada.person, AFTER)
    assert [line.state for line in page.lines] == ["unwritten", "present", "to_come", "cancelled"]
    assert sum(line.minutes for line in page.lines) == page.own.hours.attended == 200
    assert page.own.percent == percent_shown(page.own.hours.attended, page.own.hours.planned, page.own.terms)
    assert [line.state for line in own_pages(case.enrolments[1].person, AFTER)[0].lines][1] == "absent"


def test_own_hours_of_who_left_are_those_of_the_register(client, case):
    ada = case.enrolments[0]
    SessionFactory(offering=case.offering, starts_at=STARTS_AT + timedelta(days=7))
    never = EnrolmentFactory(offering=case.offering)
    leave(ada)
    leave(never)
    (page,) = own_pages(ada.person, AFTER)
    assert [(line.state, line.minutes) for line in page.lines] == [("present", 200)]
    assert page.left
    assert own_pages(never.person, AFTER) == []
    assert [one.standing for one in hours_page(case.offering, AFTER).people] == ["left", "short"]
    assert page.left in read(client, ada.person, "my_hours").content.decode()


def test_own_hours_are_ones_own(client, case):
    mine = read(client, case.enrolments[0].person, "my_hours").content.decode()
    assert str(case.offering.title) in mine
    assert str(case.offering.title) not in read(client, UserFactory(), "my_hours").content.decode()
    client.logout()
    assert client.get(reverse("training:my_hours")).status_code == 302
