"""The pages on which coordinators keep an offering: who sees them, in how many queries, and what a form does."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from lms.people.models import Role, User
from lms.training.models import Change, Offering, TrainingSession
from lms.training.session_actions import change_session
from lms.training.session_facts import facts_of
from tests.factories import ClusterFactory, person_with
from tests.factories_training import NOW, STARTS_AT, EnrolmentFactory, OfferingFactory, SessionFactory

pytestmark = pytest.mark.django_db
QUERIES = 11
TYPED = {
    "day": "2027-01-19",
    "starts": "09:30",
    "ends": "12:30",
    "time_zone": "Europe/Rome",
    "mode": "in_person",
    "place": "Pordenone",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


def get(client, person, name, *args):
    if person:
        client.force_login(person)
    return client.get(reverse(f"training:{name}", args=args))


def post(client, person, name, *args, **data):
    client.force_login(person)
    return client.post(reverse(f"training:{name}", args=args), data)


@pytest.mark.parametrize("number", [1, 30])
def test_page_takes_as_many_queries_for_thirty_sessions(client, coordinator, number, django_assert_num_queries):
    offering = OfferingFactory(seats=30, parts=[240] * number)
    for day in range(number):
        teacher = person_with(Role.INSTRUCTOR)
        starts = STARTS_AT + timedelta(days=day)
        session = SessionFactory(offering=offering, starts_at=starts, taught_by=[teacher])
        facts = facts_of(session, [])
        change_session(session=session, facts=facts, by=coordinator, now=NOW)
    get(client, coordinator, "sessions", offering.code)
    with django_assert_num_queries(QUERIES):
        page = get(client, None, "sessions", offering.code)
    assert page.content.decode().count("<tr role") == number + 1


def pages_of(offering):
    session = offering.sessions.first()
    by_code = ("sessions", "add_session", "edit", "publish", "cancel", "delete_draft")
    return [(name, offering.code) for name in by_code] + [(name, session.pk) for name in ("session", "cancel_session")]


def test_only_coordinators_see_the_pages(client, coordinator):
    offering = OfferingFactory(draft=True, seats=2)
    SessionFactory(offering=offering)
    for name, arg in pages_of(offering):
        assert get(client, coordinator, name, arg).status_code == 200, name
        for person in (person_with(Role.INSTRUCTOR), person_with(Role.CLUSTER_MANAGER, ClusterFactory())):
            assert get(client, person, name, arg).status_code == 403, name
        client.logout()
        assert get(client, None, name, arg).status_code == 302, name


@pytest.mark.parametrize(("name", "arg"), [("sessions", "nothing"), ("session", 10**30), ("cancel_session", 7)])
def test_what_is_not_there_is_not_found(client, coordinator, name, arg):
    assert get(client, coordinator, name, arg).status_code == 404


def test_session_is_changed_in_local_time(client, coordinator):
    session = SessionFactory()
    assert post(client, coordinator, "session", session.pk, part=session.part_id, **TYPED).status_code == 302
    session.refresh_from_db()
    assert session.starts_at.isoformat() == "2027-01-19T08:30:00+00:00"
    assert (session.place, session.room) == ("Pordenone", "")


def test_session_is_added_a_week_after_the_last(client, coordinator):
    session = SessionFactory()
    form = get(client, coordinator, "add_session", session.offering.code).context["form"]
    assert (form["day"].value().isoformat(), form["starts"].value().hour) == ("2027-01-19", 9)
    answer = post(client, coordinator, "add_session", session.offering.code, part=session.part_id, **TYPED)
    assert answer.status_code == 302
    assert TrainingSession.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends": "08:00"},
        {"day": "2027-03-28", "starts": "02:30"},
        {"day": "9999-12-31"},
        {"day": "yesterday"},
        {"time_zone": "Mars/Olympus"},
        {"place": "a\x00b"},
        {"part": "99999999999999999999999999"},
        {"instructors": "99999999999999999999999999"},
        {"link": "javascript:alert(1)"},
        {"title_it": "x" * 300},
    ],
)
def test_what_cannot_be_is_told_at_the_form(client, coordinator, wrong):
    session = SessionFactory()
    answer = post(client, coordinator, "session", session.pk, **{"part": session.part_id, **TYPED, **wrong})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Change.objects.exists()


def test_signed_or_cancelled_session_has_no_form(client, coordinator):
    session = SessionFactory()
    post(client, coordinator, "cancel_session", session.pk, reason="Sala chiusa")
    page = get(client, coordinator, "session", session.pk)
    assert page.context["form"] is None
    assert "Sala chiusa" in page.content.decode()


def test_history_says_what_was_and_what_is(client, coordinator):
    session = SessionFactory()
    post(client, coordinator, "session", session.pk, part=session.part_id, **TYPED)
    page = get(client, coordinator, "sessions", session.offering.code)
    said = {one.change.kind: (one.before, one.after) for one in page.context["page"].changes}
    assert said["place"] == ("Udine, Sala Rossa", "Pordenone")
    assert "12" in said["time"][0]
    assert "19" in said["time"][1]


def test_offering_is_changed_with_deadlines_in_the_time_of_the_place(client, coordinator):
    offering = OfferingFactory(time_zone="Europe/Lisbon", place="Porto")
    data = {
        "title_it": "Nuovo",
        "title_en": "New",
        "audience": "both",
        "taught_in": "en",
        "funding_line": offering.funding_line_id,
        "apply_until": "2027-01-05T18:00",
        "offer_hours": "24",
        "queue_order": "need",
    }
    assert post(client, coordinator, "edit", offering.code, **data).status_code == 302
    offering.refresh_from_db()
    assert (offering.title_en, offering.queue_order) == ("New", "need")
    assert offering.apply_until.isoformat() == "2027-01-05T18:00:00+00:00"
    for wrong in ({"apply_until": "0001-01-01T00:00"}, {"title_it": ""}, {"offer_hours": "99999999999999"}):
        answer = post(client, coordinator, "edit", offering.code, **data | wrong)
        assert answer.status_code == 200


def filled(client, person, name, arg):
    """Return what the browser sends of the form as it was shown."""
    form = get(client, person, name, arg).context["form"]
    return {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}


def test_room_that_a_colleague_changed_meanwhile_stays(client, coordinator):
    session = SessionFactory()
    shown = filled(client, coordinator, "session", session.pk)
    post(client, person_with(Role.COORDINATOR), "session", session.pk, **shown | {"room": "Sala Blu"})
    assert post(client, coordinator, "session", session.pk, **shown | {"title_it": "Visita"}).status_code == 302
    session.refresh_from_db()
    assert (session.room, session.title_it) == ("Sala Blu", "Visita")
    assert sorted(Change.objects.values_list("kind", flat=True)) == ["place", "title"]
    refused = post(client, coordinator, "session", session.pk, **shown | {"room": "Sala Verde"})
    assert "place, room or link" in refused.context["form"].non_field_errors()[0]
    assert TrainingSession.objects.get().room == "Sala Blu"


def test_deadline_that_a_colleague_changed_meanwhile_stays(client, coordinator):
    offering = OfferingFactory(summary_it="Uno\nDue")
    shown = filled(client, coordinator, "edit", offering.code)
    later = {"apply_until": "2027-01-05T18:00"}
    post(client, person_with(Role.COORDINATOR), "edit", offering.code, **shown | later)
    typed = shown | {"summary_it": "Uno\r\nDue", "offer_hours": "24"}
    assert post(client, coordinator, "edit", offering.code, **typed).status_code == 302
    offering.refresh_from_db()
    assert (offering.apply_until.isoformat(), offering.offer_hours) == ("2027-01-05T17:00:00+00:00", 24)
    refused = post(client, coordinator, "edit", offering.code, **shown | {"apply_until": "2027-01-06T18:00"})
    assert refused.context["form"].non_field_errors()


def test_who_taught_stays_beside_the_session_when_the_account_is_closed(client, coordinator):
    gone = person_with(Role.INSTRUCTOR)
    session = SessionFactory(taught_by=[gone])
    User.objects.filter(pk=gone.pk).update(is_active=False)
    shown = filled(client, coordinator, "session", session.pk)
    assert post(client, coordinator, "session", session.pk, **shown | {"room": "Sala Blu"}).status_code == 302
    session.refresh_from_db()
    assert (session.room, list(session.instructors.all())) == ("Sala Blu", [gone])


def test_draft_is_published_after_a_look(client, coordinator):
    offering = OfferingFactory(draft=True, seats=3)
    SessionFactory(offering=offering)
    assert post(client, coordinator, "publish", offering.code).status_code == 200
    assert Offering.objects.get().status == "draft"
    assert post(client, coordinator, "publish", offering.code, confirmed="yes").status_code == 302
    assert Offering.objects.get().status == "published"


def test_offering_is_cancelled_with_a_reason(client, coordinator):
    offering = EnrolmentFactory(confirmed=True).offering
    assert post(client, coordinator, "cancel", offering.code).status_code == 200
    assert post(client, coordinator, "cancel", offering.code, reason="Neve").status_code == 302
    assert Offering.objects.get().status == "cancelled"


def test_draft_is_deleted_by_a_post_only(client, coordinator):
    offering = OfferingFactory(draft=True)
    get(client, coordinator, "delete_draft", offering.code)
    assert Offering.objects.count() == 1
    assert post(client, coordinator, "delete_draft", offering.code).status_code == 302
    assert Offering.objects.count() == 0


def test_published_offering_is_not_offered_for_deletion(client, coordinator):
    offering = OfferingFactory()
    for send in (get, post):
        page = send(client, coordinator, "delete_draft", offering.code)
        assert page.headers["Location"] == reverse("training:sessions", args=[offering.code])
        assert "cancel it instead" in client.get(page.headers["Location"]).content.decode()
    assert Offering.objects.count() == 1


def test_what_was_cancelled_is_not_cancelled_again(client, coordinator):
    session = SessionFactory()
    for name, arg in (("cancel_session", session.pk), ("cancel", session.offering.code)):
        for _once in range(2):
            post(client, coordinator, name, arg, reason="Neve")
    said = get(client, coordinator, "sessions", session.offering.code).content.decode()
    assert said.count("cancelled already: nobody is told again") == 2


def test_session_to_come_without_instructor_or_place_is_shown_again(client, coordinator):
    taught = SessionFactory(taught_by=[person_with(Role.INSTRUCTOR)])
    doubts = get(client, coordinator, "sessions", taught.offering.code).context["page"].readiness.doubts
    assert "A session has no instructor." not in doubts
    taught.instructors.clear()
    TrainingSession.objects.update(place="")
    doubts = get(client, coordinator, "sessions", taught.offering.code).context["page"].readiness.doubts
    assert {"A session has no instructor.", "A session in person has no place."} <= set(doubts)
