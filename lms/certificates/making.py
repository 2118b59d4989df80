"""One certificate: drawn from its facts, stored as it is issued; the caller writes the row."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.timezone import localtime

from lms.outbox.mail import absolute
from lms.people.models import User
from lms.training.models import Enrolment

from .certificate_pdf import certificate_pdf
from .models import Certificate, place_of
from .numbers import grouped, new_code
from .printed import Printed, PrintedLogo


def make_certificate(
    *,
    enrolment: Enrolment,
    facts: dict[str, Any],
    number: str,
    language: str,
    logos: tuple[PrintedLogo, ...],
    by: User,
    now: datetime,
) -> Certificate:
    """Return a certificate that is not written yet, with its document in the storage."""
    made = Certificate(enrolment=enrolment, facts=facts, number=number, code=new_code(), language=language)
    made.issued_at, made.issued_by = now, by
    data = certificate_pdf(printed(made, logos))
    made.sha256, made.size = hashlib.sha256(data).hexdigest(), len(data)
    made.pdf = default_storage.save(place_of(made, ""), ContentFile(data))
    return made


def printed(certificate: Certificate, logos: tuple[PrintedLogo, ...]) -> Printed:
    """Return what it prints."""
    return Printed(
        facts=certificate.facts,
        number=certificate.number,
        code=grouped(certificate.code),
        language=certificate.language,
        address=absolute(address_of(certificate)),
        issued_at=localtime(certificate.issued_at),
        logos=logos,
    )


def address_of(certificate: Certificate) -> str:
    """Return where anybody verifies it: no language stands in it."""
    return reverse("verify:certificate", args=[certificate.number, certificate.code])


def discard(certificates: Iterable[Certificate]) -> None:
    """Remove the documents of certificates that are not issued after all."""
    for certificate in certificates:
        default_storage.delete(place_of(certificate, ""))
