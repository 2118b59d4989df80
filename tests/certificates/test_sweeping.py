"""Documents that nobody owns are found a day later; one that cannot be removed keeps none of the others."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from lms.certificates.destroying import destroy_certificates
from lms.certificates.models import Certificate
from lms.certificates.sweeping import ownerless_documents, sweep_documents
from lms.dashboard.privacy.retention import BY_KEY, run_retention
from lms.people.models import RetentionRun
from tests.certificates.issued import LATER, closed_offering, issued

pytestmark = pytest.mark.django_db
STRAY = "certificates/stray.pdf"


def written(name, now, *, ago):
    """Store a document as if it had been so long before this moment."""
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(b"%PDF"))
    moment = (now - ago).timestamp()
    os.utime(default_storage.path(name), (moment, moment))


def blocked(name):
    """Let a folder with something in it stand where the document was: it cannot be removed."""
    path = Path(default_storage.path(name))
    path.unlink()
    path.mkdir()
    (path / "x").touch()


def test_file_that_cannot_be_removed_keeps_no_other(coordinator, django_capture_on_commit_callbacks):
    offering, people = closed_offering(3, by=coordinator)
    files = [one.pdf.name for one in issued(offering, coordinator)]
    blocked(files[0])
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy_certificates(enrolments=people, now=LATER) == 3
    assert [default_storage.exists(name) for name in files] == [True, False, False]


def test_document_of_nobody_goes_a_day_later_and_is_reported(certificate):
    now = timezone.now()
    written(STRAY, now, ago=timedelta(hours=25))
    written(certificate.pdf.name, now, ago=timedelta(days=900))
    written("certificates/young.pdf", now, ago=timedelta(hours=23))
    run_retention(now=now, rules=[BY_KEY["documents"]])
    assert RetentionRun.objects.get().removed == [{"key": "documents", "count": 1}]
    assert not default_storage.exists(STRAY)
    assert default_storage.exists("certificates/young.pdf")
    assert default_storage.exists(Certificate.objects.get().pdf.name)
    assert run_retention(now=now, rules=[BY_KEY["documents"]]) == 0


def test_what_is_left_of_a_failed_removal_goes_with_the_next_sweep(certificate):
    now, file = timezone.now(), certificate.pdf.name
    destroy_certificates(
        enrolments=[certificate.enrolment], now=LATER
    )  # its file was not removed: nothing is committed
    written(file, now, ago=timedelta(days=2))
    written(STRAY, now, ago=timedelta(days=2))
    found = ownerless_documents(now)
    assert found == sorted([file, STRAY])
    blocked(file)
    assert (sweep_documents(found), default_storage.exists(STRAY)) == (1, False)


def test_before_anything_is_issued_there_is_nothing_to_sweep():
    assert ownerless_documents(timezone.now()) == []
