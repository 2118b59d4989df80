"""The page where a list of people is uploaded: first what it would bring about, then it happens."""

from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from lms.people.models import Role
from lms.training.models import Enrolment
from tests.factories import ClusterFactory, person_with
from tests.factories_training import NOW, OfferingFactory

pytestmark = pytest.mark.django_db
PREVIEW_QUERIES = 17


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


def address(offering, name="list", *args):
    with translation.override("en"):
        return reverse(f"training:{name}", args=[offering.code, *args])


def csv_of(*emails):
    return "\n".join(["E-mail", *emails]).encode()


def upload(client, offering, content, name="list.csv"):
    with translation.override("en"):
        return client.post(address(offering), {"file": SimpleUploadedFile(name, content)})


def confirm(client, offering, packed):
    with translation.override("en"):
        return client.post(address(offering), {"packed": packed}, follow=True)


def managers(count):
    return [person_with(Role.CLUSTER_MANAGER, ClusterFactory()) for _ in range(count)]


def test_list_is_shown_before_anybody_is_entered(client, coordinator):
    offering, people = OfferingFactory(seats=1), managers(2)
    page = upload(client, offering, csv_of(*(person.email for person in people)))
    assert not Enrolment.objects.exists()
    assert "Enter 2 people" in page.content.decode()
    assert page.content.decode().count("Gets a seat") == 1
    assert page.content.decode().count("Waits in the queue: no seat is free") == 1
    done = confirm(client, offering, page.context["preview"].packed)
    assert "From the list: 1 with a seat, 1 in the queue, 0 as before." in done.content.decode()
    assert [one.person for one in Enrolment.objects.order_by("pk")] == people


def test_rows_with_problems_are_said_and_left_out(client, coordinator):
    offering, (person,) = OfferingFactory(seats=3), managers(1)
    page = upload(client, offering, csv_of(person.email, "nobody@clus3.example", "<script>", person.email))
    text = page.content.decode()
    assert "Row 3, E-mail: Nobody here has the address nobody@clus3.example" in text
    assert f"Row 5, E-mail: {person.email} stands already in row 2" in text
    assert "or nobody" not in text
    assert "<script>" not in text.replace("<script src", "")
    assert "Enter the 1 person without problems" in text
    confirm(client, offering, page.context["preview"].packed)
    assert Enrolment.objects.get().person == person


@pytest.mark.parametrize(
    ("audience", "outside"),
    [("managers", [Role.REGIONAL_OFFICIAL, Role.AUDITOR]), ("officials", [Role.CLUSTER_MANAGER, Role.AUDITOR]),
     ("both", [Role.AUDITOR])],
)  # fmt: skip
def test_who_is_not_meant_is_remarked_and_can_be_entered(client, coordinator, audience, outside):
    offering, (manager,) = OfferingFactory(seats=3, audience=audience), managers(1)
    people = {Role.CLUSTER_MANAGER: manager}
    people |= {role: person_with(role) for role in (Role.REGIONAL_OFFICIAL, Role.AUDITOR)}
    page = upload(client, offering, csv_of(*(person.email for person in people.values())))
    assert page.content.decode().count("Is not one of those it is for") == len(outside)
    shown = zip(people, page.context["preview"].rows, strict=True)
    assert [role for role, row in shown if row.is_outside] == [role for role in people if role in outside]
    for role, person in people.items():
        with translation.override("en"):
            found = client.get(address(offering, "enter"), {"q": person.email}).content.decode()
        assert ("Is not one of those it is for" in found) == (role in outside)
    confirm(client, offering, page.context["preview"].packed)
    assert Enrolment.objects.count() == 3


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"Name\nAda", b"\xff\xfe\xfa", csv_of()])
def test_what_is_no_list_is_refused_with_a_sentence(client, coordinator, content):
    page = upload(client, OfferingFactory(seats=1), content)
    assert page.status_code == 200
    assert page.context["form"].errors["file"]


@pytest.mark.parametrize("packed", ["", "x", "a:b:c", "\x00"])
def test_preview_that_was_touched_enters_nobody(client, coordinator, packed):
    page = confirm(client, OfferingFactory(seats=1), packed)
    assert "Nobody was entered" in page.content.decode()
    assert not Enrolment.objects.exists()


def test_preview_of_another_offering_enters_nobody(client, coordinator):
    (person,) = managers(1)
    page = upload(client, OfferingFactory(seats=1), csv_of(person.email))
    confirm(client, OfferingFactory(seats=1), page.context["preview"].packed)
    assert not Enrolment.objects.exists()


def test_closed_offering_takes_nobody(client, coordinator):
    offering, (person,) = OfferingFactory(seats=1), managers(1)
    packed = upload(client, offering, csv_of(person.email)).context["preview"].packed
    offering.status, offering.cancelled_at, offering.cancelled_reason = "cancelled", NOW, "Snow"
    offering.save()
    assert "it is not open for enrolment" in confirm(client, offering, packed).content.decode()
    assert 'btn-primary">Enter' not in upload(client, offering, csv_of(person.email)).content.decode()


def test_templates_can_be_filled_in(client, coordinator):
    offering = OfferingFactory(seats=1)
    book = openpyxl.load_workbook(BytesIO(client.get(address(offering, "list_template", "xlsx")).content))
    assert book.worksheets[0]["A1"].value == "E-mail"
    assert b"E-mail" in client.get(address(offering, "list_template", "csv")).content
    assert client.get(address(offering, "list_template", "ods")).status_code == 404


def test_lists_are_for_coordinators(client):
    offering = OfferingFactory(seats=1)
    for role in (Role.AUDITOR, Role.INSTRUCTOR, Role.REGIONAL_OFFICIAL):
        client.force_login(person_with(role))
        assert client.get(address(offering)).status_code == 403
        assert client.get(address(offering, "list_template", "csv")).status_code == 403
        assert upload(client, offering, csv_of("a@b.example")).status_code == 403


@pytest.mark.parametrize("number", [1, 30])
def test_preview_takes_the_same_queries_for_thirty(client, coordinator, number, django_assert_num_queries):
    offering, people = OfferingFactory(seats=1), managers(number)
    client.get(address(offering))
    with django_assert_num_queries(PREVIEW_QUERIES):
        page = upload(client, offering, csv_of(*(person.email for person in people)))
    assert page.context["preview"].to_enter == number
