"""What is kept about people in certificates: those certified, and those who issued them."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from lms.people.models import User
from lms.people.personal_data import AS_EVIDENCE, LEGAL_DUTY, Fate, KeptFile, Rows, Source

from .models import Certificate, IssueRun


def _documents(person: User) -> Iterator[KeptFile]:
    mine = Certificate.objects.filter(enrolment__person=person).exclude(pdf="")
    for certificate in mine.order_by("pk"):
        yield KeptFile(f"{certificate.number}.pdf", certificate.pdf.open)


SOURCES = [
    Source(
        key="certificates",
        title=_("Certificates"),
        purpose=_("To certify what you attended, and to let others verify it with the number and the code on it."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=Certificate,
                columns=("enrolment__person",),
                shown=(
                    "number",
                    "code",
                    "enrolment__offering__code",
                    "language",
                    "status",
                    "facts",
                    "sha256",
                    "issued_at",
                    "ended_at",
                    "ended_reason",
                    "replaced_by__number",
                    "destroyed_at",
                ),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_(
            "They prove what was certified with public money. Afterwards name and document are destroyed; number, "
            "checksum, dates and state stay, so that nobody can pass off another document as this one."
        ),
        files=_documents,
    ),
    Source(
        key="certificates_issued",
        title=_("Certificates issued, replaced or revoked for others"),
        purpose=_("To show who issued, replaced or revoked them."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=Certificate,
                columns=("issued_by", "ended_by"),
                shown=("number", "issued_at", "ended_at", "ended_reason"),
            ),
            Rows(model=IssueRun, columns=("asked_by",), shown=("offering__code", "asked_at", "wanted", "made")),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_("It proves who vouches for a certificate."),
    ),
]
