"""People entered by a list: what a file would bring about, and what it does through the same engine."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from lms.outbox.models import Message
from lms.people.models import Role
from lms.training.enrolment_actions import apply, enrol, withdraw
from lms.training.list_actions import ListDone, enrol_list
from lms.training.list_files import template_csv, template_xlsx
from lms.training.list_reading import read_list, unpacked
from lms.training.models import Enrolment, EnrolmentEvent, NeedRank, SeatAllotment
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with
from tests.factories_training import NOW, STARTS_AT, OfferingFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


def manager(**names):
    person = person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    for name, value in names.items():
        setattr(person, name, value)
    person.save()
    return person


def csv_of(*rows):
    lines = ["E-mail;Cluster;Motivo", *(";".join(row) for row in rows)]
    return SimpleUploadedFile("persone.csv", "\n".join(lines).encode())


def xlsx_of(*rows):
    book, content = Workbook(), BytesIO()
    for row in [("Email", "Cluster", "Reason"), *rows]:
        book.active.append(row)
    book.save(content)
    return SimpleUploadedFile("people.xlsx", content.getvalue())


def problems_of(preview):
    return [(problem.row, problem.column, problem.text) for problem in preview.problems]


@pytest.mark.parametrize("written", [csv_of, xlsx_of])
def test_list_is_entered_in_its_order_and_the_rest_waits(written, coordinator):
    offering = OfferingFactory(seats=2, needs_approval=True)
    people = [manager() for _ in range(3)]
    rows = [(person.email.upper(), "", "Chiamata") for person in people]
    preview = read_list(written(*rows), offering, now=NOW)
    assert (preview.counts, preview.to_enter, problems_of(preview)) == ({"new": 3}, 3, [])
    assert Enrolment.objects.count() == 0
    found = unpacked(preview.packed, offering)
    done = enrol_list(offering=offering.code, rows=found, by=coordinator, now=NOW)
    assert done == ListDone(seated=2, waiting=1, unchanged=0)
    assert [one.status for one in Enrolment.objects.order_by("pk")] == ["confirmed", "confirmed", "waiting"]
    assert [one.person for one in Enrolment.objects.order_by("pk")] == people
    assert Enrolment.objects.filter(cluster=None).count() == 0
    assert set(EnrolmentEvent.objects.filter(action="enrolled").values_list("reason", "by")) == {
        ("Chiamata", coordinator.pk)
    }
    assert Message.objects.count() == 3
    assert enrol_list(offering=offering.code, rows=found, by=coordinator, now=NOW) == ListDone(0, 0, 3)
    assert Message.objects.count() == 3


def test_preview_names_every_problem_by_row_and_column():
    offering = OfferingFactory(seats=5)
    good, gone, two, teacher = manager(), manager(is_active=False), manager(), manager(first_name="Eva")
    RoleGrantFactory(user=two, role=Role.CLUSTER_MANAGER, cluster=ClusterFactory(code="ZETA"))
    SessionFactory(offering=offering, taught_by=[teacher])
    preview = read_list(
        csv_of(
            (good.email,), ("nobody@clus3.example",), (good.email, "", ""), ("nonsense",), (gone.email,), (two.email,),
            (two.email.replace("@", "+x@"), "ZETA"), (teacher.email,), ("", "", "why"), (manager().email, "Atlantide"),
            ("ada.rossi@example.org",), (two.email, "zeta"),
        ),
        offering,
        now=NOW,
    )  # fmt: skip
    assert preview.counts == {"new": 1, "left_out": 11}
    assert [(row, column) for row, column, _text in problems_of(preview)] == [
        (3, "E-mail"), (4, "E-mail"), (5, "E-mail"), (6, "E-mail"), (7, "Cluster"), (8, "E-mail"), (9, "E-mail"),
        (10, "E-mail"), (11, "Cluster"), (12, "E-mail"), (13, "E-mail"),
    ]  # fmt: skip
    assert [row.what for row in preview.rows] == ["new", *[""] * 11]
    assert [line.number for line in unpacked(preview.packed, offering)] == [2]


def test_who_applied_left_or_is_in_already(coordinator):
    offering = OfferingFactory(seats=5)
    confirmed, left = manager(), manager()
    for person in (confirmed, left):
        own = apply(offering=offering.code, by=person, cluster=person.clusters_as(Role.CLUSTER_MANAGER)[0], now=NOW)
    withdraw(enrolment=own, by=left, now=NOW)
    type(offering).objects.update(needs_approval=True)
    applied, official = manager(), person_with(Role.REGIONAL_OFFICIAL)
    cluster = ClusterFactory(name="Secondo")
    RoleGrantFactory(user=applied, role=Role.CLUSTER_MANAGER, cluster=cluster)
    apply(offering=offering.code, by=type(applied).objects.get(pk=applied.pk), cluster=cluster, now=NOW)
    people = (confirmed, left, applied, official)
    preview = read_list(csv_of(*((person.email,) for person in people)), offering, now=NOW)
    assert [row.what for row in preview.rows] == ["nothing", "back", "applied", "new"]
    done = enrol_list(offering=offering.code, rows=unpacked(preview.packed, offering), by=coordinator, now=NOW)
    assert done == ListDone(seated=3, waiting=0, unchanged=1)
    assert Enrolment.objects.get(person=applied).cluster == cluster
    assert Enrolment.objects.get(person=official).cluster is None
    assert SeatAllotment.objects.get().taken == 4


def test_nobody_comes_by_list_for_the_cluster_of_others(coordinator):
    """As by name: a seat that is kept for a cluster is not for whoever writes its name."""
    offering, foreign = OfferingFactory(seats=0), ClusterFactory(code="ALTRO")
    SeatAllotment.objects.create(offering=offering, cluster=foreign, seats=1, reserved_until=STARTS_AT.date())
    stranger, own = manager(), person_with(Role.CLUSTER_MANAGER, foreign)
    preview = read_list(csv_of((stranger.email, "altro"), (own.email, "altro")), offering, now=NOW)
    assert [(row, column) for row, column, _text in problems_of(preview)] == [(2, "Cluster")]
    with pytest.raises(ValidationError) as refused:
        enrol(offering=offering.code, person=stranger, cluster=foreign, by=coordinator, now=NOW)
    assert refused.value.code == "other_cluster"
    done = enrol_list(offering=offering.code, rows=unpacked(preview.packed, offering), by=coordinator, now=NOW)
    assert (done.seated, Enrolment.objects.get().person) == (1, own)


@pytest.mark.parametrize("has_begun", [False, True])
@pytest.mark.parametrize("order", ["arrival", "need"])
def test_preview_says_who_gets_a_seat_as_the_list_then_does(coordinator, order, has_begun):
    """Seats kept for a cluster, somebody who waits for the rest already, an application, and ranks by need."""
    offering = OfferingFactory(seats=0, queue_order=order, needs_approval=True)
    people = [manager() for _ in range(6)]
    clusters = [one.clusters_as(Role.CLUSTER_MANAGER)[0] for one in people]
    apply(offering=offering.code, by=people[4], cluster=clusters[4], now=NOW)
    enrol(offering=offering.code, person=people[5], cluster=clusters[5], by=coordinator, now=NOW)
    SeatAllotment.objects.create(offering=offering, cluster=clusters[2], seats=1, reserved_until=STARTS_AT.date())
    SeatAllotment.objects.filter(offering=offering, cluster=None).update(seats=3)
    NeedRank.objects.create(offering=offering, cluster=clusters[3], rank=1)
    now = STARTS_AT if has_begun else NOW
    preview = read_list(csv_of(*((one.email,) for one in people)), offering, now=now)
    assert Enrolment.objects.count() == 2
    enrol_list(offering=offering.code, rows=unpacked(preview.packed, offering), by=coordinator, now=now)
    statuses = dict(Enrolment.objects.values_list("person__email", "status"))
    said = {row.email: row.is_seated for row in preview.rows}
    assert said.pop(people[5].email) is None
    assert said == {email: statuses[email] == "confirmed" for email in said}
    assert set(said.values()) == {True, False}


def test_nothing_is_entered_when_something_has_changed_since(coordinator):
    offering = OfferingFactory(seats=5)
    people = [manager(), manager()]
    rows = unpacked(read_list(csv_of(*((one.email,) for one in people)), offering, now=NOW).packed, offering)
    people[1].is_active = False
    people[1].save()
    with pytest.raises(ValidationError) as refused:
        enrol_list(offering=offering.code, rows=rows, by=coordinator, now=NOW)
    assert len(refused.value.messages) == 1
    assert "3" in refused.value.messages[0]
    assert Enrolment.objects.count() == 0


def test_who_may_not_and_what_cannot_be_read(coordinator):
    offering, closed = OfferingFactory(seats=5), OfferingFactory(seats=5, draft=True)
    person = manager()
    preview = read_list(csv_of((person.email,)), offering, now=NOW)
    rows = unpacked(preview.packed, offering)
    with pytest.raises(PermissionDenied):
        enrol_list(offering=offering.code, rows=rows, by=person, now=NOW)
    for where, what in ((closed.code, rows), ("gone", rows), (offering.code, [])):
        with pytest.raises(ValidationError):
            enrol_list(offering=where, rows=what, by=coordinator, now=NOW)
    for text in ("", "nonsense", preview.packed[:-1]):
        with pytest.raises(ValidationError):
            unpacked(text, offering)
    with pytest.raises(ValidationError):
        unpacked(preview.packed, closed)
    for file in (SimpleUploadedFile("a.pdf", b"%PDF"), SimpleUploadedFile("a.csv", b"Nome;Cognome\nA;B")):
        with pytest.raises(ValidationError):
            read_list(file, offering, now=NOW)


def test_many_cost_two_queries_each_and_no_more(coordinator, django_assert_max_num_queries):
    offering = OfferingFactory(seats=50)
    people = [manager() for _ in range(30)]
    with django_assert_max_num_queries(12):
        preview = read_list(csv_of(*((one.email,) for one in people)), offering, now=NOW)
    coordinator.holds(Role.COORDINATOR)
    with django_assert_max_num_queries(2 * 30 + 17):
        enrol_list(offering=offering.code, rows=unpacked(preview.packed, offering), by=coordinator, now=NOW)


@pytest.mark.parametrize("language", ["it", "en"])
def test_template_comes_back_as_a_list_whose_example_is_no_person(language):
    UserFactory(email="ada.rossi@example.org")
    files = [("people.csv", template_csv(language)), ("people.xlsx", template_xlsx(language))]
    for name, content in files:
        preview = read_list(SimpleUploadedFile(name, content), OfferingFactory(seats=1), now=NOW)
        assert (preview.counts, [problem.row for problem in preview.problems]) == ({"left_out": 1}, [2])
