"""After the retention date: name and document go, number, hash, dates and state stay and can be verified."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from lms.training.models import Enrolment
from lms.triggers import unlocked

from .models import Certificate

REASON = "Certificates whose retention has ended"
# What remains of the facts names nobody.
KEPT = ("offering", "starts_on", "ends_on", "issued_on")


def destroy_certificates(*, enrolments: Iterable[Enrolment], now: datetime) -> int:
    """Destroy name and document of every certificate of these enrolments; return how many there were.

    A second call finds nothing to do. Files go when the rows are committed: what fails before leaves both.
    """
    due = Certificate.objects.filter(enrolment__in=[one.pk for one in enrolments], destroyed_at=None)
    with unlocked(REASON):
        found = list(due.select_for_update().order_by("pk"))
        for certificate in found:
            _destroy(certificate, now)
    return len(found)


def _destroy(certificate: Certificate, now: datetime) -> None:
    file = certificate.pdf.name
    certificate.facts = {name: certificate.facts[name] for name in KEPT if name in certificate.facts}
    certificate.pdf, certificate.ended_reason = "", REASON if certificate.ended_reason else ""
    certificate.destroyed_at = now
    certificate.save(update_fields=["facts", "pdf", "ended_reason", "destroyed_at"])
    if file:
        # One that cannot be removed keeps none of the others: the sweep of files that nobody owns finds it.
        # No partial: Django asks what fails for its name.
        transaction.on_commit(lambda: default_storage.delete(file), robust=True)
