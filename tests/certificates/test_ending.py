"""Revoked, replaced, destroyed: each is told, logged, and final."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.models import ModelLogEntry

from lms.certificates import ending
from lms.certificates.again import issue_again
from lms.certificates.destroying import destroy_certificates
from lms.certificates.ending import replace_certificate, revoke_certificate
from lms.certificates.models import Certificate
from lms.outbox.models import Message
from lms.training.models import Outcome
from lms.training.overriding import override_outcome
from tests.certificates.issued import LATER, closed_offering, issued

pytestmark = pytest.mark.django_db


def test_revoked_certificate_says_when_and_why(certificate, coordinator):
    held = revoke_certificate(certificate=certificate, reason=" Wrong person ", by=coordinator, now=LATER)
    assert (held.status, held.ended_reason, held.ended_by, held.ended_at) == (
        "revoked",
        "Wrong person",
        coordinator,
        LATER,
    )
    message = Message.objects.get(kind="certificate_revoked")
    assert (message.recipient, "Wrong person" in message.text) == (certificate.enrolment.person, True)
    assert ModelLogEntry.objects.filter(content_type__model="certificate").count() == 1
    revoke_certificate(certificate=certificate, reason="Again", by=coordinator, now=LATER)
    assert Message.objects.filter(kind="certificate_revoked").count() == 1
    with pytest.raises(Exception, match="stays so"), transaction.atomic():
        Certificate.objects.filter(pk=held.pk).update(status="valid", ended_at=None, ended_reason="")


def test_who_passed_gets_another_one_after_that_when_somebody_asks_for_it(certificate, coordinator):
    assert issue_again(certificate=certificate, by=coordinator, now=LATER) == certificate  # still valid
    revoke_certificate(certificate=certificate, reason="Wrong", by=coordinator, now=LATER)
    again = issue_again(certificate=certificate, by=coordinator, now=LATER)
    assert (again.number, again.status, again.language) == ("CLUS3-2027-00002", "valid", certificate.language)
    assert again.number in Message.objects.filter(kind="certificate_issued").latest("pk").text
    assert issue_again(certificate=certificate, by=coordinator, now=LATER) == again
    assert Certificate.objects.count() == len(default_storage.listdir("certificates")[1]) == 2
    with pytest.raises(PermissionDenied):
        issue_again(certificate=certificate, by=certificate.enrolment.person, now=LATER)


def test_revoked_certificate_is_not_issued_again_by_the_next_round(coordinator):
    offering, people = closed_offering(2, by=coordinator, names=[("Ada", "Rossi"), ("", "")])
    first = issued(offering, coordinator)[0]
    revoke_certificate(certificate=first, reason="Copied", by=coordinator, now=LATER)
    people[1].person.first_name = "Bo"
    people[1].person.save()
    assert [one.facts["name"] for one in issued(offering, coordinator)] == ["Bo"]


def test_whoever_failed_after_all_gets_no_other_one(certificate, coordinator):
    revoke_certificate(certificate=certificate, reason="Copied", by=coordinator, now=LATER)
    override_outcome(outcome=Outcome.objects.get(), has_passed=False, reason="Copied", by=coordinator, now=LATER)
    with pytest.raises(ValidationError) as refused:
        issue_again(certificate=certificate, by=coordinator, now=LATER)
    assert (refused.value.code, Certificate.objects.count()) == ("failed", 1)


def test_replacement_says_what_is_true_today(certificate, coordinator):
    person = certificate.enrolment.person
    person.last_name = "Žužek-Rossi"
    person.save()
    new = replace_certificate(certificate=certificate, reason="Name corrected", by=coordinator, now=LATER)
    certificate.refresh_from_db()
    assert (certificate.status, certificate.replaced_by) == ("replaced", new)
    assert (new.status, new.facts["name"], new.number) == ("valid", "Jožefa Žužek-Rossi", "CLUS3-2027-00002")
    assert certificate.facts["name"] == "Jožefa Žužek"
    assert default_storage.exists(certificate.pdf.name)
    assert new.number in Message.objects.get(kind="certificate_replaced").text
    assert replace_certificate(certificate=certificate, reason="Again", by=coordinator, now=LATER) == new


@pytest.mark.parametrize("act", [revoke_certificate, replace_certificate])
def test_ending_is_refused(certificate, coordinator, act):
    for reason in (" ", "x" * 501):
        with pytest.raises(ValidationError):
            act(certificate=certificate, reason=reason, by=coordinator, now=LATER)
    with pytest.raises(PermissionDenied):
        act(certificate=certificate, reason="Mine", by=certificate.enrolment.person, now=LATER)
    certificate.refresh_from_db()
    assert certificate.status == "valid"


def test_replaced_and_revoked_exclude_each_other(certificate, coordinator):
    revoke_certificate(certificate=certificate, reason="Wrong", by=coordinator, now=LATER)
    with pytest.raises(ValidationError):
        replace_certificate(certificate=certificate, reason="Why", by=coordinator, now=LATER)


def test_replacement_that_fails_leaves_no_document(certificate, coordinator, monkeypatch):
    monkeypatch.setattr(ending, "tell_ended", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        replace_certificate(certificate=certificate, reason="Why", by=coordinator, now=LATER)
    certificate.refresh_from_db()
    assert (certificate.status, len(default_storage.listdir("certificates")[1])) == ("valid", 1)


def test_whoever_did_not_pass_after_all_gets_none(certificate, coordinator):
    outcome = Outcome.objects.get()
    revoke_certificate(certificate=certificate, reason="Copied", by=coordinator, now=LATER)
    override_outcome(outcome=outcome, has_passed=False, reason="Copied", by=coordinator, now=LATER)
    with pytest.raises(ValidationError):
        issued(certificate.enrolment.offering, coordinator)


def test_after_retention_name_and_document_go_and_the_rest_stays(
    certificate, coordinator, django_capture_on_commit_callbacks
):
    kept = (certificate.number, certificate.sha256, certificate.issued_at)
    file = certificate.pdf.name
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy_certificates(enrolments=[certificate.enrolment], now=LATER) == 1
    certificate.refresh_from_db()
    assert (certificate.number, certificate.sha256, certificate.issued_at) == kept
    assert (certificate.status, certificate.pdf.name, certificate.destroyed_at) == ("valid", "", LATER)
    assert "Žužek" not in str(certificate.facts)
    assert not default_storage.exists(file)
    assert destroy_certificates(enrolments=[certificate.enrolment], now=LATER) == 0
    with pytest.raises(Exception, match="cannot change"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(number="X")


def test_reason_of_a_destroyed_certificate_goes_too(certificate, coordinator):
    revoke_certificate(certificate=certificate, reason="Žužek copied", by=coordinator, now=LATER)
    destroy_certificates(enrolments=[certificate.enrolment], now=LATER)
    certificate.refresh_from_db()
    assert (certificate.status, "Žužek" in certificate.ended_reason) == ("revoked", False)
