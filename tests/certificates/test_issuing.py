"""Issuing: for those who passed and have none, once; the document is stored as it was issued."""

import hashlib
import re
from io import BytesIO

import pypdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from lms.certificates import issuing
from lms.certificates.asking import ask_to_issue
from lms.certificates.issuing import issue_round
from lms.certificates.models import Certificate, IssueRun, NumberSeries
from lms.certificates.numbers import SIGNS, grouped, new_code, read_code
from lms.outbox.models import Message
from lms.people.models import Role
from lms.training.hours import Hours
from lms.training.models import Outcome
from lms.training.register_hours import hours_by_enrolment
from tests.certificates.issued import LATER, closed_offering, issued
from tests.factories import UserFactory, person_with
from tests.factories_training import OfferingFactory

pytestmark = pytest.mark.django_db


def stored():
    return sorted(default_storage.listdir("certificates")[1]) if default_storage.exists("certificates") else []


def text_of(certificate):
    with certificate.pdf.open("rb") as opened:
        return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(opened.read())).pages)


def test_everybody_who_passed_gets_one_and_hears_of_it(coordinator):
    offering, people = closed_offering(3, by=coordinator)
    failed = Outcome.objects.get(enrolment=people[2])
    Outcome.objects.filter(pk=failed.pk).update(
        has_passed=False, overridden_by=coordinator, overridden_at=LATER, override_reason="Copied"
    )
    made = issued(offering, coordinator)
    assert [one.enrolment for one in made] == people[:2]
    assert [one.number for one in made] == ["CLUS3-2027-00001", "CLUS3-2027-00002"]
    assert {len(one.code) for one in made} == {13}
    assert made[0].code != made[1].code
    for one in made:
        with one.pdf.open("rb") as opened:
            data = opened.read()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (one.sha256, one.size)
    assert len(stored()) == 2
    run = IssueRun.objects.get()
    assert (run.made, run.wanted, run.error, run.ended_at is not None) == (2, 2, "", True)
    told = Message.objects.filter(kind="certificate_issued")
    assert {message.recipient_id for message in told} == {one.person_id for one in people[:2]}
    assert made[0].number in told.get(recipient=people[0].person).text
    assert ModelLogEntry.objects.filter(data__count=2, user=coordinator).count() == 1


def test_a_second_round_issues_nothing_twice(coordinator):
    offering, _people = closed_offering(2, by=coordinator)
    first = issued(offering, coordinator)
    run = IssueRun.objects.get()
    assert issue_round(run=run, now=LATER) == 0
    with pytest.raises(ValidationError) as refused:
        ask_to_issue(offering=offering, language="en", by=coordinator, now=LATER)
    assert refused.value.code == "nobody"
    assert list(Certificate.objects.order_by("number")) == first
    assert (len(stored()), Message.objects.filter(kind="certificate_issued").count()) == (2, 2)


def test_two_rounds_at_once_issue_one_each(coordinator, monkeypatch):
    offering, _people = closed_offering(2, by=coordinator)
    run = IssueRun.objects.create(offering=offering, language="it", asked_by=coordinator, asked_at=LATER, wanted=2)
    other = IssueRun.objects.create(offering=offering, language="it", asked_by=coordinator, asked_at=LATER, wanted=2)
    keep = issuing._keep

    def meanwhile(*args):
        monkeypatch.setattr(issuing, "_keep", keep)
        assert issue_round(run=other, now=LATER) == 2
        return keep(*args)

    monkeypatch.setattr(issuing, "_keep", meanwhile)
    assert issue_round(run=run, now=LATER) == 0
    assert (Certificate.objects.count(), len(stored())) == (2, 2)
    assert Certificate.objects.count() == Message.objects.filter(kind="certificate_issued").count()


def test_round_that_breaks_off_leaves_no_documents_and_says_so(coordinator, monkeypatch):
    offering, _people = closed_offering(2, by=coordinator)
    monkeypatch.setattr(issuing, "tell_issued", lambda *args, **kwargs: 1 / 0)
    run = ask_to_issue(offering=offering, language="it", by=coordinator, now=LATER)
    run.refresh_from_db()
    assert (Certificate.objects.count(), stored(), run.made) == (0, [], 0)
    assert run.error
    assert run.ended_at is not None
    monkeypatch.undo()


def test_asking_is_refused(coordinator):
    offering, people = closed_offering(by=coordinator)
    with pytest.raises(PermissionDenied):
        ask_to_issue(offering=offering, language="it", by=people[0].person, now=LATER)
    with pytest.raises(PermissionDenied):
        ask_to_issue(offering=offering, language="it", by=person_with(Role.AUDITOR), now=LATER)
    for which, language, code in [(offering, "de", "language"), (OfferingFactory(), "it", "open")]:
        with pytest.raises(ValidationError) as refused:
            ask_to_issue(offering=which, language=language, by=coordinator, now=LATER)
        assert refused.value.code == code


def test_second_click_finds_the_round_that_runs(coordinator):
    offering, _people = closed_offering(by=coordinator)
    run = IssueRun.objects.create(offering=offering, language="it", asked_by=coordinator, asked_at=LATER, wanted=1)
    assert ask_to_issue(offering=offering, language="it", by=coordinator, now=LATER) == run
    assert not Certificate.objects.exists()


def test_nobody_without_a_name_gets_an_address_on_paper(coordinator):
    offering, _people = closed_offering(2, by=coordinator, names=[("", ""), ("Ada", "Rossi")])
    made = issued(offering, coordinator)
    assert [one.facts["name"] for one in made] == ["Ada Rossi"]


def test_numbers_go_on_and_start_again_each_year(coordinator):
    NumberSeries.objects.create(year=2027, last=16)
    offering, _people = closed_offering(by=coordinator)
    assert issued(offering, coordinator)[0].number == "CLUS3-2027-00017"


def test_facts_do_not_change_with_person_or_course(certificate):
    before, code = text_of(certificate), certificate.facts
    person, offering = certificate.enrolment.person, certificate.enrolment.offering
    person.first_name, offering.title_it = "Other", "Altro"
    person.save()
    offering.save()
    certificate.refresh_from_db()
    assert (text_of(certificate), certificate.facts) == (before, code)
    assert certificate.facts["name"] == "Jožefa Žužek"


def test_what_was_issued_cannot_be_changed(certificate):
    for change in ({"number": "X"}, {"sha256": "0" * 64}, {"facts": {"name": "Other"}}, {"code": "Y"}):
        with pytest.raises(Exception, match="cannot change"), transaction.atomic():
            Certificate.objects.filter(pk=certificate.pk).update(**change)
    with pytest.raises(Exception, match="cannot change"), transaction.atomic():
        certificate.delete()


def test_register_page_outcome_and_certificate_show_the_same_hours(client, coordinator):
    offering, people = closed_offering(by=coordinator, minutes=150, threshold=60)
    outcome = Outcome.objects.get(enrolment=people[0])
    hours: Hours = hours_by_enrolment(offering, people)[people[0].pk]
    certificate = issued(offering, coordinator, "en")[0]
    assert (hours.attended, hours.planned) == (outcome.attended_minutes, outcome.planned_minutes) == (150, 240)
    assert (certificate.facts["attended"], certificate.facts["planned"]) == (150, 240)
    assert [(part["attended"], part["planned"]) for part in certificate.facts["parts"]] == [(150, 240)]
    assert "2.5 hours attended of 4 planned" in text_of(certificate)
    client.force_login(coordinator)
    with translation.override("en"):
        pages = [client.get(reverse(name, args=[offering.code])) for name in ("training:hours", "training:close")]
    shown = [" ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split()) for page in pages]
    assert "2.5 of 4 hours" in shown[1]
    assert re.search(r"2\.5\W+(of|/)\W+4", shown[0])


def round_queries(people, coordinator):
    offering, _people = closed_offering(people, by=coordinator)
    run = IssueRun.objects.create(offering=offering, language="it", asked_by=coordinator, asked_at=LATER, wanted=people)
    run = IssueRun.objects.select_related("offering", "asked_by").get(pk=run.pk)
    with CaptureQueriesContext(connection) as queries:
        issue_round(run=run, now=LATER)
    return len(queries)


def test_thirty_cost_as_many_queries_as_two(coordinator):
    round_queries(1, coordinator)
    assert round_queries(2, coordinator) == round_queries(30, coordinator) == 14


def test_codes_are_read_as_people_type_them():
    code = new_code()
    assert (len(code), set(code) <= set(SIGNS)) == (13, True)
    assert read_code(f" {grouped(code).lower()} ") == code
    assert grouped("K7QM2XRD9TFAH") == "K7QM-2XRD-9TFAH"
    assert read_code("o1Il-00") == "011100"


def test_somebody_who_is_not_signed_in_has_no_certificates():
    assert not Certificate.objects.visible_to(UserFactory(), sees_all=False).exists()
