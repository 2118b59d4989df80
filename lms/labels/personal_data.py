"""What the evidence for labels holds about the people who wrote and judged it."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from lms.people.models import User
from lms.people.personal_data import AS_EVIDENCE, LEGAL_DUTY, Fate, KeptFile, Rows, Source

from .models import ImprovementArea, LabelEvidence, LabelProposal

REVIEW = ("written_at", "review", "review_reason", "reviewed_at")


def _evidence_files(person: User) -> Iterator[KeptFile]:
    for row in LabelEvidence.objects.filter(written_by=person).exclude(file="").order_by("pk"):
        yield KeptFile(row.filename, row.file.open)


SOURCES = [
    Source(
        key="label_evidence",
        title=_("Evidence for labels, written, uploaded or judged"),
        purpose=_("To show that a cluster meets what its label asks."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=ImprovementArea,
                columns=("written_by", "reviewed_by"),
                shown=("cluster__name", "title", "what_changed", "effect", *REVIEW),
            ),
            Rows(
                model=LabelEvidence,
                columns=("written_by", "reviewed_by"),
                shown=("cluster__name", "level", "requirement", "text", "filename", *REVIEW),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_("It proves on what grounds a label was asked for."),
        files=_evidence_files,
    ),
    Source(
        key="label_decisions",
        title=_("Labels confirmed or dismissed"),
        purpose=_("To show who decided on a label."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=LabelProposal,
                columns=("decided_by",),
                shown=(
                    "cluster__name",
                    "level",
                    "kind",
                    "valid_from",
                    "valid_until",
                    "status",
                    "decided_at",
                    "reason",
                ),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_("It proves who decided on a label."),
    ),
]
