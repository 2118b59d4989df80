"""Finding a certificate by number and code, where a wrong code and an unknown number give the same answer."""

from secrets import compare_digest

from .models import Certificate
from .numbers import LONG, read_code, read_number

LONGEST_NUMBER = 30


def find_certificate(number: str, code: str) -> Certificate | None:
    """Return the certificate with this number and code, as they were typed; none without telling what was wrong."""
    number, code = read_number(number), read_code(code)
    if len(number) > LONGEST_NUMBER:
        return None
    found = Certificate.objects.filter(number=number).first()
    expected = found.code if found else "-" * LONG
    return found if compare_digest(expected.encode(), code.encode()) else None


def standing_for(certificate: Certificate) -> Certificate:
    """Return what stands in the place of a certificate today: itself, or the last of those that replaced it.

    One query, however often it was replaced, since all of them are of the same enrolment; none where it was not.
    """
    if certificate.replaced_by_id is None:
        return certificate
    others = {one.pk: one for one in Certificate.objects.filter(enrolment=certificate.enrolment_id)}
    last = certificate
    while last.replaced_by_id is not None:
        last = others[last.replaced_by_id]
    return last
