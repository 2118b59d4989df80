"""Register, roll call, lines and sign-off on the site: who sees what, and that a form loses nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from lxml import html

from lms.people.models import Role
from lms.training.enrolment_actions import withdraw
from lms.training.models import AttendanceEntry, Enrolment, SignOff
from lms.training.register_actions import record_attendance, sign_off
from lms.training.register_page import register_page
from tests.factories import person_with
from tests.factories_training import STARTS_AT, EnrolmentFactory, OfferingFactory, SessionFactory, attended

from .register_cases import absent, held_session, present

pytestmark = pytest.mark.django_db
ROLL_CALL_QUERIES = 9
REGISTER_QUERIES = 11
DURING = STARTS_AT + timedelta(minutes=20)
AFTER = STARTS_AT + timedelta(minutes=245)


@pytest.fixture
def case():
    return held_session()


@pytest.fixture(autouse=True)
def _during():
    with time_machine.travel(DURING, tick=False):
        yield


def page(client, name, *args):
    with time_machine.travel(DURING, tick=False):
        answer = client.get(reverse(f"training:{name}", args=args))
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def statuses(client, case):
    session, code = case.session.pk, case.offering.code
    names = [
        ("register", code),
        ("roll_call", session),
        ("register_lines", session),
        ("sign_off", session),
        ("register_pdf", code),
        ("register_to_sign", code),
        ("hours", code),
    ]
    return [client.get(reverse(f"training:{name}", args=[arg])).status_code for name, arg in names]


def test_each_page_opens_to_whom_it_is_for(client, case):
    colleague = person_with(Role.INSTRUCTOR)
    SessionFactory(offering=case.offering, taught_by=[colleague])
    seen = {
        "instructor": (case.instructor, [200, 200, 200, 200, 404, 200, 200]),
        "coordinator": (case.coordinator, [200, 200, 200, 404, 200, 200, 200]),
        "auditor": (person_with(Role.AUDITOR), [200, 200, 200, 404, 200, 200, 200]),
        "instructor of another session": (colleague, [200, 404, 404, 404, 404, 200, 200]),
        "instructor of nothing here": (person_with(Role.INSTRUCTOR), [404] * 7),
        "participant": (case.enrolments[0].person, [404] * 7),
        "manager": (person_with(Role.CLUSTER_MANAGER, case.enrolments[0].cluster), [404] * 7),
    }
    for who, (person, expected) in seen.items():
        client.force_login(person)
        assert statuses(client, case) == expected, who
    client.logout()
    assert statuses(client, case) == [302] * 7


def test_colleague_and_auditor_write_nothing(client, case):
    for person in (person_with(Role.AUDITOR), person_with(Role.INSTRUCTOR), case.enrolments[0].person):
        client.force_login(person)
        answer = client.post(reverse("training:roll_call", args=[case.session.pk]), {"evidence": "roll_call"})
        assert answer.status_code == 404
    assert not AttendanceEntry.objects.exists()


def filled(case, **fields):
    data = {"evidence": "roll_call", "why": ""}
    for one in case.enrolments:
        data |= {f"{name}_{one.pk}": "" for name in ("late", "early", "note", "reason")} | {f"seen_{one.pk}": "0"}
    return data | fields


def send(client, case, **fields):
    client.force_login(case.instructor)
    return client.post(reverse("training:roll_call", args=[case.session.pk]), filled(case, **fields))


def test_all_present_then_exceptions_without_any_script(client, case):
    ada, bruno = case.enrolments
    answer = send(client, case, everybody="1", **{f"state_{bruno.pk}": "partly", f"late_{bruno.pk}": "15"})
    assert answer.status_code == 302
    assert list(AttendanceEntry.objects.values_list("enrolment", "minutes")) == [(ada.pk, 240), (bruno.pk, 225)]
    again = page(client, "roll_call", case.session.pk)
    chosen = {radio.get("name"): radio.get("value") for radio in again.xpath("//input[@type='radio'][@checked]")}
    assert chosen == {f"state_{ada.pk}": "present", f"state_{bruno.pk}": "partly"}


def test_who_is_not_marked_gets_no_line(client, case):
    send(client, case, **{f"state_{case.enrolments[0].pk}": "absent"})
    assert AttendanceEntry.objects.get().enrolment == case.enrolments[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "partly"},
        {"state": "partly", "late": "-1"},
        {"state": "partly", "late": "99999999999999999999"},
        {"state": "partly", "late": "ten"},
        {"state": "partly", "late": "240"},
        {"state": "asleep"},
        {"state": "present", "note": "\x00"},
        {"state": "present", "note": "x" * 251},
        {"state": "absent", "seen": "99999999999999999999999"},
        {"state": "absent", "seen": "7"},
        {"note": "but no choice"},
    ],
    ids=str,
)
def test_wrong_input_stands_beside_its_row_and_saves_nothing(client, case, fields):
    ada, bruno = case.enrolments
    sent = {f"{name}_{ada.pk}": value for name, value in fields.items()} | {f"state_{bruno.pk}": "absent"}
    answer = send(client, case, **sent)
    assert answer.status_code == 200
    read = html.fromstring(answer.content)
    assert read.xpath(f"//*[@id='wrong-{ada.pk}']/p")
    assert read.xpath(f"//input[@name='state_{bruno.pk}'][@value='absent'][@checked]"), "what was chosen stays chosen"
    assert not AttendanceEntry.objects.exists()


@pytest.mark.parametrize("evidence", ["", "host", "\x00"])
def test_evidence_is_one_of_those_offered(client, case, evidence):
    answer = send(client, case, evidence=evidence, **{f"state_{case.enrolments[0].pk}": "present"})
    assert answer.status_code == 200
    assert not AttendanceEntry.objects.exists()


def test_somebody_who_left_the_list_meanwhile_is_told(client, case):
    gone = case.enrolments[1]
    Enrolment.objects.filter(pk=gone.pk).update(status="withdrawn", allotment=None)
    answer = send(client, case, **{f"state_{one.pk}": "present" for one in case.enrolments})
    assert answer.status_code == 200
    assert not AttendanceEntry.objects.exists()


def test_signed_roll_call_keeps_whoever_leaves_afterwards(client, case):
    ada, bruno = case.enrolments
    record_attendance(session=case.session, marks=[present(ada), present(bruno)], by=case.instructor, now=DURING)
    sign_off(session=case.session, topics="All", by=case.instructor, now=AFTER)
    withdraw(enrolment=ada, by=ada.person, now=AFTER, reason="Ill")
    client.force_login(case.instructor)
    rows = page(client, "roll_call", case.session.pk).xpath("//tbody/tr")
    assert [row.xpath("string(td[2])").strip() for row in rows] == ["240", "240"]
    (row,) = register_page(case.offering, case.instructor, AFTER).rows
    assert (row.marked, row.expected) == (2, 2)


def test_only_a_coordinator_corrects_lines_of_who_left(client, case):
    ada, bruno = case.enrolments
    record_attendance(session=case.session, marks=[present(ada)], by=case.instructor, now=DURING)
    withdraw(enrolment=ada, by=ada.person, now=DURING, reason="Ill")
    client.force_login(case.instructor)
    read = page(client, "roll_call", case.session.pk)
    assert not read.xpath(f"//input[@name='state_{ada.pk}']")
    assert read.xpath(f"//input[@name='state_{bruno.pk}']")
    assert "240" in read.xpath("string(//tbody/tr)")
    mark = absent(ada, reason="Not there", seen=1)
    with pytest.raises(ValidationError):
        record_attendance(session=case.session, marks=[mark], by=case.instructor, now=DURING)
    client.force_login(case.coordinator)
    assert page(client, "roll_call", case.session.pk).xpath(f"//input[@name='state_{ada.pk}']")
    (line,) = record_attendance(session=case.session, marks=[mark], by=case.coordinator, now=DURING)
    assert line.minutes == 0


def test_conflict_shows_both_and_is_settled_by_a_reason(client, case):
    ada = case.enrolments[0]
    record_attendance(session=case.session, marks=[present(ada)], by=case.coordinator, now=DURING)
    mine = {f"state_{ada.pk}": "absent"}
    read = html.fromstring(send(client, case, **mine).content)
    assert str(case.coordinator) in read.xpath(f"string(//*[@id='wrong-{ada.pk}'])")
    assert read.xpath(f"//input[@name='state_{ada.pk}'][@value='absent'][@checked]")
    seen = read.xpath(f"//input[@name='seen_{ada.pk}']")[0].get("value")
    assert seen == "1"
    send(client, case, **mine, **{f"seen_{ada.pk}": seen, f"reason_{ada.pk}": "Not in the room"})
    assert AttendanceEntry.objects.that_count().get().is_present is False


def test_name_with_a_sign_of_per_cent_breaks_no_message(client, case):
    ada = case.enrolments[0]
    type(case.coordinator).objects.filter(pk=case.coordinator.pk).update(last_name="100% d'Este")
    record_attendance(session=case.session, marks=[present(ada)], by=case.coordinator, now=DURING)
    answer = send(client, case, **{f"state_{ada.pk}": "absent"})
    assert "100% d&#x27;Este" in answer.content.decode()


def test_day_after_one_reason_serves_all_first_lines(client, case):
    with time_machine.travel(STARTS_AT + timedelta(days=1), tick=False):
        assert send(client, case, everybody="1").status_code == 200
        assert send(client, case, everybody="1", why="No network").status_code == 302
    assert list(AttendanceEntry.objects.values_list("reason", flat=True)) == ["No network"] * 2


def test_signing_off_on_the_site(client, case):
    record_attendance(session=case.session, marks=map(present, case.enrolments), by=case.instructor, now=DURING)
    client.force_login(case.instructor)
    address = reverse("training:sign_off", args=[case.session.pk])
    with time_machine.travel(AFTER, tick=False):
        assert client.post(address, {"topics": ""}).status_code == 200
        assert client.post(address, {"topics": "\x00"}).status_code == 200
        assert not SignOff.objects.exists()
        assert client.post(address, {"topics": "Facilitation"}).status_code == 302
        read = client.get(reverse("training:roll_call", args=[case.session.pk])).content.decode()
    assert "Facilitation" in read
    assert "data-roll" not in read, "the instructor reads only"
    client.force_login(case.coordinator)
    assert "data-roll" in client.get(reverse("training:roll_call", args=[case.session.pk])).content.decode()


def test_lines_show_what_was_corrected_and_why(client, case):
    ada = case.enrolments[0]
    record_attendance(session=case.session, marks=[present(ada)], by=case.instructor, now=DURING)
    mark = absent(ada, seen=1, reason="Marked <by> mistake")
    record_attendance(session=case.session, marks=[mark], by=case.coordinator, now=DURING)
    client.force_login(case.instructor)
    rows = page(client, "register_lines", case.session.pk).xpath("//tbody/tr")
    assert [row.get("id") for row in rows] == ["line-1", "line-2"]
    assert "Marked <by> mistake" in rows[1].text_content()
    assert rows[1].xpath(".//a[@href='#line-1']")


@pytest.mark.parametrize("people", [1, 30])
def test_roll_call_asks_as_much_for_one_as_for_thirty(client, people, django_assert_num_queries):
    case = held_session(people=people)
    record_attendance(session=case.session, marks=map(present, case.enrolments), by=case.instructor, now=DURING)
    client.force_login(case.instructor)
    with django_assert_num_queries(ROLL_CALL_QUERIES):
        client.get(reverse("training:roll_call", args=[case.session.pk]))


@pytest.mark.parametrize("sessions", [1, 12])
def test_register_asks_as_much_for_one_session_as_for_twelve(client, sessions, django_assert_num_queries):
    case = held_session()
    for number in range(1, sessions):
        more = SessionFactory(offering=case.offering, starts_at=STARTS_AT - timedelta(days=number))
        attended(more, case.enrolments[0])
    client.force_login(case.instructor)
    with django_assert_num_queries(REGISTER_QUERIES):
        answer = client.get(reverse("training:register", args=[case.offering.code]))
    assert len(html.fromstring(answer.content).xpath("//ol[@class='session-list']/li")) == sessions


def test_register_of_a_draft_without_funding_line_opens(client):
    offering = OfferingFactory(draft=True, funding_line=None)
    session = SessionFactory(offering=offering)
    client.force_login(person_with(Role.COORDINATOR))
    for name, arg in (("register", offering.code), ("roll_call", session.pk), ("hours", offering.code)):
        assert client.get(reverse(f"training:{name}", args=[arg])).status_code == 200
    assert client.get(reverse("training:register_pdf", args=[offering.code])).status_code == 404


def test_sign_off_names_who_is_not_marked(client, case):
    EnrolmentFactory(offering=OfferingFactory(seats=1), confirmed=True)
    client.force_login(case.instructor)
    with time_machine.travel(AFTER, tick=False):
        read = client.get(reverse("training:sign_off", args=[case.session.pk])).content.decode()
    assert all(str(one.person) in read for one in case.enrolments)


def test_address_of_nothing_is_not_found(client, case):
    client.force_login(case.coordinator)
    for pk in (0, 10**30):
        assert client.get(f"/it/sessions/{pk}/register/").status_code == 404


def test_signed_sessions_show_on_the_register(client, case):
    record_attendance(session=case.session, marks=map(present, case.enrolments), by=case.instructor, now=DURING)
    sign_off(session=case.session, topics="x", by=case.instructor, now=AFTER)
    client.force_login(case.coordinator)
    card = page(client, "register", case.offering.code).xpath("//ol[@class='session-list']/li")[0]
    assert "state-signed" in card.get("class")
    assert str(case.instructor) in card.text_content()
