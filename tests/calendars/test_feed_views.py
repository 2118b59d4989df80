"""Feeds over HTTP: whoever knows an address reads it, until it is replaced or its owner is gone."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from lms.calendars.models import FeedAddress
from lms.people.models import Role, RoleGrant, User
from lms.training.models import Enrolment, TrainingSession
from tests.calendars.reading import events
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_calendars import FeedAddressFactory
from tests.factories_training import NOW, EnrolmentFactory, OfferingFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def enrolment():
    session = SessionFactory(offering=OfferingFactory(seats=30))
    return EnrolmentFactory(offering=session.offering, confirmed=True)


@pytest.fixture
def address(enrolment):
    return FeedAddressFactory(person=enrolment.person)


def path(address):
    return f"/feeds/{address.token}.ics"


def test_feed_is_read_by_whoever_knows_the_address_without_signing_in(client, address):
    answer = client.get(path(address))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (answer["Cache-Control"], answer["Content-Language"]) == ("private, no-cache", "it")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert [event.location for event in events(answer.content)] == ["Udine, Sala Rossa"]


def test_feed_speaks_the_language_of_its_owner_whatever_the_client_asks(client, address):
    User.objects.update(language="en")
    answer = client.get(path(address), headers={"accept-language": "it"})
    assert answer["Content-Language"] == "en"
    assert "/en/calendar/" in events(answer.content)[0].url


def test_feed_that_the_client_has_is_not_sent_again(client, address):
    first = client.get(path(address))
    again = client.get(path(address), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "private, no-cache"
    assert client.get(path(address), headers={"if-none-match": '"other"'}).status_code == 200


def test_feed_that_changed_is_sent_again(client, address):
    first = client.get(path(address))
    TrainingSession.objects.update(room="Sala Blu")
    again = client.get(path(address), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_head_is_answered_and_nothing_is_written(client, address):
    answer = client.head(path(address))
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == client.get(path(address))["ETag"]
    for method in (client.post, client.put, client.delete, client.options):
        assert method(path(address)).status_code == 405


def test_replaced_address_is_gone(client, address):
    FeedAddress.objects.update(replaced_at=NOW)
    answer = client.get(path(address))
    assert answer.status_code == 410
    assert b"BEGIN" not in answer.content


@pytest.mark.parametrize("token", ["x", "0" * 43, "%00", "%C3%A8", "a" * 3000])
def test_unknown_address_was_never_there(client, token):
    assert client.get(f"/feeds/{token}.ics").status_code == 404


@pytest.mark.parametrize("change", [{"is_active": False}, {"erased_at": NOW}])
def test_address_of_a_closed_account_was_never_there(client, address, change):
    User.objects.filter(pk=address.person_id).update(**change)
    assert client.get(path(address)).status_code == 404


def test_address_is_long_and_never_the_same_twice():
    tokens = {FeedAddressFactory().token for _number in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 43


def kept(kind):
    """Return an address of this kind with something to show, and how to take its ground away."""
    cluster = ClusterFactory()
    enrolment = EnrolmentFactory(cluster=cluster, confirmed=True)
    teacher = person_with(Role.INSTRUCTOR)
    SessionFactory(offering=enrolment.offering, taught_by=[teacher])
    reader = {"instructor": teacher, "cluster": person_with(Role.TUTOR, cluster)}.get(kind, enrolment.person)
    of = {"offering": enrolment.offering} if kind == "offering" else {"cluster": cluster} if kind == "cluster" else {}
    return FeedAddressFactory(person=reader, kind=kind, **of), enrolment


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("person", ["Udine, Sala Rossa"], []),
        ("instructor", ["Udine, Sala Rossa"], []),
        ("offering", ["Udine, Sala Rossa"], ["Udine"]),
        ("cluster", ["Udine"], []),
        ("programme", ["Udine, Sala Rossa"], ["Udine"]),
    ],
)
def test_rights_end_with_the_role_and_with_the_seat_at_the_next_fetch(client, kind, before, after):
    address, enrolment = kept(kind)
    assert [event.location for event in events(client.get(path(address)).content) if event.location] == before
    RoleGrant.objects.update(valid_until=date(2026, 11, 21))
    Enrolment.objects.filter(pk=enrolment.pk).update(status="withdrawn", allotment=None)
    answer = client.get(path(address))
    assert answer.status_code == 200
    assert [event.location for event in events(answer.content) if event.transp == "OPAQUE"] == after


@pytest.mark.parametrize("many", [1, 30])
def test_feed_takes_as_many_queries_for_much(client, django_assert_num_queries, enrolment, address, many):
    for number in range(many):
        SessionFactory(offering=enrolment.offering, place=f"Place {number}")
    with django_assert_num_queries(5):
        client.get(path(address))


# One offering as a file.


def test_offering_is_downloaded_by_the_signed_in_with_what_they_may_see(client, enrolment):
    file = f"/en/calendar/{enrolment.offering.code}/sessions.ics"
    assert client.get(file).url.startswith("/en/account/login/")
    for person, place in ((enrolment.person, "Udine, Sala Rossa"), (UserFactory(), "Udine")):
        client.force_login(person)
        answer = client.get(file)
        assert answer["Content-Disposition"] == f'attachment; filename="{enrolment.offering.code}.ics"'
        assert answer["Cache-Control"] == "private, no-store"
        assert [(event.location, "/en/" in event.url) for event in events(answer.content)] == [(place, True)]


def test_no_file_of_a_draft(client):
    client.force_login(person_with(Role.COORDINATOR))
    offering = OfferingFactory(draft=True)
    for code in (offering.code, "none"):
        assert client.get(f"/it/calendar/{code}/sessions.ics").status_code == 404


def test_feed_without_a_session_holds_a_note_on_the_day_it_was_made(client, address):
    TrainingSession.objects.all().delete()
    FeedAddress.objects.update(created_at=datetime(2026, 11, 1, 23, 30, tzinfo=UTC))  # after midnight in Rome
    User.objects.update(language="en")
    first = client.get(path(address))
    (note,) = events(first.content)
    assert (note.starts, note.ends, note.transp) == (date(2026, 11, 2), date(2026, 11, 3), "TRANSPARENT")
    assert (note.uid.split("@")[0], note.stamp) == (f"feed-{address.pk}", datetime(2026, 11, 1, 23, 30, tzinfo=UTC))
    assert note.description == "Sessions appear here as soon as there are any."
    with time_machine.travel(NOW + timedelta(days=9)):
        assert client.get(path(address)).content == first.content


def test_file_of_an_offering_without_a_session_holds_a_note_too(client, enrolment):
    TrainingSession.objects.all().delete()
    client.force_login(enrolment.person)
    (note,) = events(client.get(f"/en/calendar/{enrolment.offering.code}/sessions.ics").content)
    assert note.transp == "TRANSPARENT"
