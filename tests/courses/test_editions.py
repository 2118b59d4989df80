"""Editions are made from a course in one step, and copied; the list of them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation

from courses import edition_actions
from courses.edition_actions import copy_edition
from courses.models import Edition
from lms.people.models import Role
from lms.training import session_checks, session_plan
from lms.training.models import NeedRank, Offering, SessionInstructor, TrainingSession
from tests.factories import ClusterFactory, person_with
from tests.factories_courses import CourseFactory, ModuleFactory
from tests.factories_pages import course_page, module_page, plant_site
from tests.factories_privacy import FundingLineFactory
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory, SessionFactory

pytestmark = pytest.mark.django_db
QUERIES = 8


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


@pytest.fixture
def course():
    """Three modules of four, four and eight hours; the last one is asked for by none, the first by the second."""
    made = CourseFactory(code="GOV")
    first = ModuleFactory(course=made, code="GOV-B", duration_minutes=240)
    ModuleFactory(course=made, code="GOV-A", duration_minutes=240, prerequisites=[first])
    ModuleFactory(course=made, code="GOV-C", duration_minutes=480)
    FundingLineFactory()
    return made


def defaults(client, course):
    """Return what the browser sends of the form as it is shown."""
    form = client.get(reverse("courses:edition_new"), {"course": course.code}).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value not in (None, "", False)} | {"course": course.code}


def sent(client, data, step):
    return client.post(reverse("courses:edition_new"), data | {"step": step})


def rows_of(answer):
    rows = answer.context["proposal"].rows
    data = {f"{rows.prefix}-TOTAL_FORMS": len(rows.forms), f"{rows.prefix}-INITIAL_FORMS": rows.initial_form_count()}
    for row in rows.forms:
        for name in ("module", "day", "starts", "ends"):
            data[row.add_prefix(name)] = str(row[name].value() or "")
    return data


def test_three_modules_and_four_sessions_with_three_clicks(client, coordinator, course):
    teacher = person_with(Role.INSTRUCTOR)
    client.force_login(coordinator)
    data = defaults(client, course) | {
        "place": "Udine",
        "instructors": [teacher.pk],
        "summary_it": "a",
        "summary_en": "b",
    }
    proposal = sent(client, data, "propose")
    assert proposal.context["proposal"].doubts == []
    answer = sent(client, data | rows_of(proposal), "publish")
    offering = Offering.objects.get()
    assert answer.url == reverse("training:sessions", args=[offering.code])
    assert (offering.status, offering.code) == ("published", "gov-2027-1")
    sessions = list(TrainingSession.objects.select_related("part"))
    assert [one.part.code for one in sessions] == ["GOV-B", "GOV-A", "GOV-C", "GOV-C"]
    assert {one.instructors.get() for one in sessions} == {teacher}
    assert [part.minutes for part in offering.parts.all()] == [240, 240, 480]
    assert offering.starts_at == sessions[0].starts_at == datetime(2027, 1, 12, 8, tzinfo=UTC)
    assert offering.apply_until == offering.starts_at - timedelta(days=7)
    assert offering.allotments.get().seats == 20
    assert Edition.objects.get().modules.count() == 3
    assert not offering.changes.exists()


def test_next_code_is_proposed_and_a_taken_one_refused(client, coordinator, course):
    client.force_login(coordinator)
    OfferingFactory(code="gov-2027-1")
    data = defaults(client, course)
    assert data["code"] == "gov-2027-2"
    data |= {"code": "gov-2027-1", "place": "Udine"}
    answer = sent(client, data | rows_of(sent(client, data, "propose")), "draft")
    assert len(answer.context["refused"]) == 1
    assert not Edition.objects.exists()


def test_last_edition_says_what_the_next_one_is_like(client, coordinator, course):
    client.force_login(coordinator)
    data = defaults(client, course) | {"place": "Gorizia", "room": "A1", "seats": 7, "queue_order": "need"}
    sent(client, data | rows_of(sent(client, data, "propose")), "draft")
    again = defaults(client, course)
    assert [again[name] for name in ("place", "room", "seats", "queue_order")] == ["Gorizia", "A1", 7, "need"]


def test_hours_that_do_not_come_out_are_said_and_publishing_asks_for_a_yes(client, coordinator, course):
    client.force_login(coordinator)
    data = defaults(client, course) | {"place": "Udine", "count": 3}
    proposal = sent(client, data, "propose")
    assert len(proposal.context["proposal"].doubts) == 1
    assert "GOV-C" in proposal.context["proposal"].doubts[0]
    data |= rows_of(proposal)
    refused = sent(client, data, "publish")
    assert refused.context["refused"]
    assert not Offering.objects.exists()
    sent(client, data | {"confirmed": "yes"}, "publish")
    assert Offering.objects.get().status == "published"


def test_a_session_taken_away_or_of_the_night_is_what_was_typed(client, coordinator, course):
    client.force_login(coordinator)
    data = defaults(client, course)
    data |= rows_of(sent(client, data, "propose")) | {"session-0-DELETE": "on", "session-1-day": "2027-03-28"}
    night = data | {"session-1-starts": "02:30", "session-1-ends": "04:00"}
    assert sent(client, night, "draft").context["proposal"].rows.forms[1].errors.keys() == {"starts"}
    sent(client, data, "draft")
    assert TrainingSession.objects.count() == 3
    assert TrainingSession.objects.get(starts_at=datetime(2027, 3, 28, 7, tzinfo=UTC)).part.code == "GOV-A"


@pytest.mark.parametrize(
    "wrong",
    [
        {"modules": []},
        {"modules": ["99999999999999999999"]},
        {"first_day": "9999-12-31"},
        {"weekdays": ["9"]},
        {"ends": "08:00"},
        {"starts_again": "14:00"},
        {"starts_again": "12:00", "ends_again": "15:00"},
        {"days_off": "Christmas"},
        {"seats": "0"},
        {"title_it": "a\x00"},
        {"code": "è vero"},
        {"funding_line": "99999999999999999999"},
        {"count": "1000000"},
    ],
)
def test_what_cannot_be_is_told_at_the_form(client, coordinator, course, wrong):
    client.force_login(coordinator)
    answer = sent(client, defaults(client, course) | wrong, "propose")
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"session-TOTAL_FORMS": "99999999999", "session-INITIAL_FORMS": "0"},
        {"session-TOTAL_FORMS": "x", "session-INITIAL_FORMS": "-1"},
        {"session-TOTAL_FORMS": "1", "session-INITIAL_FORMS": "1", "session-0-module": "NOT"},
    ],
)
def test_rows_that_no_browser_sends_create_nothing(client, coordinator, course, wrong):
    client.force_login(coordinator)
    assert sent(client, defaults(client, course) | wrong, "draft").status_code == 200
    assert not Offering.objects.exists()


def test_a_module_asked_for_is_the_one_that_is_ticked(client, coordinator, course):
    client.force_login(coordinator)
    asked = {"course": course.code, "module": "GOV-C"}
    form = client.get(reverse("courses:edition_new"), asked).context["form"]
    ticked = form["modules"].value()
    assert list(form.fields["modules"].queryset.filter(pk__in=ticked).values_list("code", flat=True)) == ["GOV-C"]
    unknown = client.get(reverse("courses:edition_new"), asked | {"module": "NOT\x00"}).context["form"]
    assert len(unknown["modules"].value()) == 3


def test_unknown_course_is_not_found(client, coordinator):
    client.force_login(coordinator)
    for code in ("NOTHING", "a\x00b"):
        assert client.get(reverse("courses:edition_new"), {"course": code}).status_code == 404


def edition(course, **facts):
    offering = OfferingFactory(parts=[], **facts)
    return Edition.objects.create(offering=offering, course=course)


@pytest.fixture
def made(client, coordinator, course):
    client.force_login(coordinator)
    teacher = person_with(Role.INSTRUCTOR)
    data = defaults(client, course) | {
        "place": "Udine",
        "room": "A1",
        "instructors": [teacher.pk],
        "link": "https://x.example/1",
    }
    sent(client, data | rows_of(sent(client, data, "propose")) | {"confirmed": "yes"}, "publish")
    return Edition.objects.get()


def test_copy_keeps_weekday_and_hour_over_the_change_of_the_clocks(coordinator, made):
    EnrolmentFactory(offering=made.offering, confirmed=True)
    copy = copy_edition(edition=made, first_day=date(2027, 3, 24), code="gov-2027-9", by=coordinator, now=NOW)
    assert (copy.status, copy.enrolments.count(), copy.published_at) == ("draft", 0, None)
    starts = [one.starts_at.astimezone(one.zone) for one in copy.sessions.all()]
    assert starts[0].date() == date(2027, 3, 30)
    assert {(start.weekday(), start.time()) for start in starts} == {(1, time(9))}
    assert {(one.room, one.link, one.instructors.count()) for one in copy.sessions.all()} == {("A1", "", 1)}
    assert [part.code for part in copy.parts.all()] == ["GOV-B", "GOV-A", "GOV-C"]
    assert copy.allotments.get().taken == 0


def test_copy_at_the_same_time_leaves_the_instructor_out(coordinator, made):
    first = made.offering.starts_at.date()
    copy = copy_edition(edition=made, first_day=first, code="gov-2027-9", by=coordinator, now=NOW)
    assert {one.instructors.count() for one in copy.sessions.all()} == {0}


def test_copy_leaves_out_only_who_is_not_free(coordinator, made):
    free, busy = person_with(Role.INSTRUCTOR), person_with(Role.INSTRUCTOR)
    only = made.offering.sessions.first()
    made.offering.sessions.exclude(pk=only.pk).delete()
    SessionInstructor.objects.all().delete()
    for person in (free, busy):
        SessionInstructor.objects.create(session=only, person=person)
    later = only.starts_at + timedelta(days=70)
    SessionFactory(starts_at=later, taught_by=[busy])
    copy = copy_edition(edition=made, first_day=later.date(), code="gov-2027-9", by=coordinator, now=NOW)
    assert [person.pk for person in copy.sessions.get().instructors.all()] == [free.pk]


def test_all_instructors_are_held_at_once_before_the_first_session(coordinator, made, monkeypatch):
    held = []
    real = session_checks.hold_instructors
    for module in (session_checks, session_plan, edition_actions):
        monkeypatch.setattr(module, "hold_instructors", lambda people: held.append(set(people)) or real(held[-1]))
    others = [person_with(Role.INSTRUCTOR) for _ in range(2)]
    SessionInstructor.objects.all().delete()
    for session, person in zip(made.offering.sessions.all(), others, strict=False):
        SessionInstructor.objects.create(session=session, person=person)
    copy_edition(edition=made, first_day=date(2027, 3, 24), code="gov-2027-9", by=coordinator, now=NOW)
    assert held[0] == {person.pk for person in others}
    assert held.count(held[0]) == 2


def test_deadlines_keep_the_hour_over_the_change_of_the_clocks(client, coordinator, course):
    client.force_login(coordinator)
    data = defaults(client, course) | {"place": "Udine", "first_day": "2027-03-30", "apply_days": 7}
    sent(client, data | rows_of(sent(client, data, "propose")), "draft")
    offering = Offering.objects.get()
    assert offering.starts_at.isoformat() == "2027-03-30T07:00:00+00:00"
    assert offering.apply_until.isoformat() == "2027-03-23T08:00:00+00:00"


def test_copy_has_the_hours_of_today(client, coordinator, made):
    made.modules.first().module.__class__.objects.filter(code="GOV-B").update(duration_minutes=300)
    data = {"first_day": "2027-06-01", "code": "copy"}
    answer = client.post(reverse("courses:edition_copy", args=[made.offering.code]), data)
    assert answer.status_code == 302
    assert Offering.objects.get(code="copy").parts.first().minutes == 300


def test_copy_is_refused_under_a_taken_code_or_without_sessions(client, coordinator, made, course):
    data = {"first_day": "2027-06-01", "code": made.offering.code}
    address = reverse("courses:edition_copy", args=[made.offering.code])
    assert client.post(address, data).context["form"].errors.keys() == {"code"}
    assert client.post(address, data | {"first_day": "0001-01-01"}).status_code == 200
    with pytest.raises(ValidationError):
        copy_edition(edition=edition(course), first_day=date(2027, 6, 1), code="x", by=coordinator, now=NOW)
    with pytest.raises(PermissionDenied):
        copy_edition(edition=made, first_day=date(2027, 6, 1), code="x", by=person_with(Role.INSTRUCTOR), now=NOW)


@pytest.mark.parametrize("number", [1, 30])
def test_list_takes_as_many_queries_for_thirty_editions(client, coordinator, course, number, django_assert_num_queries):
    for _ in range(number):
        offering = edition(course, seats=5).offering
        EnrolmentFactory(offering=offering, confirmed=True)
    client.force_login(coordinator)
    with django_assert_num_queries(QUERIES):
        page = client.get(reverse("courses:editions"))
    assert page.content.decode().count('role="rowheader"') == number


def test_editions_stand_where_they_are(client, coordinator, course):
    hour = timedelta(hours=1)
    found = {
        "draft": edition(course, draft=True),
        "open": edition(course),
        "running": edition(course, starts_at=NOW - hour, ends_at=NOW + hour),
        "to_close": edition(course, starts_at=NOW - 2 * hour, ends_at=NOW - hour),
        "cancelled": edition(course, status="cancelled", cancelled_at=NOW, cancelled_reason="Neve"),
    }
    OfferingFactory(kind="visit")
    client.force_login(coordinator)
    page = client.get(reverse("courses:editions")).context["page"]
    assert {state: [row.offering for row in rows] for state, _label, rows in page.groups} == {
        state: [one.offering] for state, one in found.items()
    }
    one = client.get(reverse("courses:editions"), {"state": "running"}).context["page"]
    assert [state for state, _label, _rows in one.groups] == ["running"]
    assert client.get(reverse("courses:editions"), {"state": "\x00", "page": "-7"}).status_code == 200


def test_figures_of_the_list(client, coordinator, course):
    offering = edition(course, seats=5).offering
    EnrolmentFactory(offering=offering, confirmed=True)
    EnrolmentFactory(offering=offering)
    EnrolmentFactory.create_batch(2, offering=offering, applied=True)
    client.force_login(coordinator)
    row = client.get(reverse("courses:editions")).context["page"].groups[0][2][0].offering
    figures = (row.seats_in_all, row.seats_taken, row.people_waiting, row.people_applied)
    assert figures == (5, 1, 1, 2)


def test_only_coordinators(client, coordinator, course):
    code = edition(course).offering.code
    SessionFactory(offering=OfferingFactory())
    addresses = [reverse(f"courses:{name}") for name in ("editions", "edition_new")]
    addresses.append(reverse("courses:edition_copy", args=[code]))
    for address in addresses:
        assert client.get(address).status_code == 302
        for person in (person_with(Role.INSTRUCTOR), person_with(Role.CLUSTER_MANAGER, ClusterFactory())):
            client.force_login(person)
            assert client.get(address).status_code == 403
        client.force_login(coordinator)
        assert client.get(address).status_code == 200
        client.logout()


def test_empty_list_leads_to_the_first_edition(client, coordinator):
    client.force_login(coordinator)
    assert reverse("courses:edition_new") in client.get(reverse("courses:editions")).content.decode()
    assert client.get(reverse("courses:edition_new")).status_code == 200
    assert not NeedRank.objects.exists()


def test_catalogue_of_course_and_module_shows_what_is_still_to_begin(client, coordinator, made):
    course = course_page(plant_site()["it"], made.course)
    module = module_page(course, made.modules.first().module)
    EnrolmentFactory(offering=made.offering, confirmed=True)
    client.logout()
    for page in (course, module):
        assert client.get(page.url).status_code == 200
        (shown,) = client.get(page.url).context["editions"]
        assert (shown.offering, shown.free) == (made.offering, 19)
        assert reverse("training:offering", args=[made.offering.code]) in client.get(page.url).content.decode()
    Offering.objects.update(starts_at=NOW)
    assert [client.get(page.url).context["editions"] for page in (course, module)] == [[], []]


def test_edition_and_copy_of_days_gone_are_published_only_with_a_yes(client, coordinator, course):
    client.force_login(coordinator)
    data = defaults(client, course) | {"first_day": "2026-09-01", "weekdays": ["1"]}
    data |= rows_of(sent(client, data, "propose"))
    page = sent(client, data, "publish")
    assert any("is over already" in sentence for sentence in page.context["refused"])
    assert sent(client, data | {"confirmed": "yes"}, "publish").status_code == 302
    copy = copy_edition(
        edition=Edition.objects.get(), first_day=date(2026, 3, 3), code="again", by=coordinator, now=NOW
    )
    page = client.post(reverse("training:publish", args=[copy.code]))
    assert any("is over already" in sentence for sentence in page.context["refused"])
