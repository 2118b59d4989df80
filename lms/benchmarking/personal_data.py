"""What benchmarks hold about the people who worked on them."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from lms.people.models import User
from lms.people.personal_data import AS_EVIDENCE, LEGAL_DUTY, PUBLIC_TASK, WITHOUT_NAME, Fate, KeptFile, Rows, Source

from .models import Assessment, AssessorSheet, BenchmarkImport, DeclaredConflict, EvidenceFile, Score, SheetScore

WHY = _("It proves who assessed a cluster, and on what grounds.")


def _evidence_files(person: User) -> Iterator[KeptFile]:
    for row in EvidenceFile.objects.filter(uploaded_by=person).order_by("pk"):
        yield KeptFile(row.filename, row.file.open)


SOURCES = [
    Source(
        key="assessments",
        title=_("Assessments recorded, scored, handed in or closed"),
        purpose=_("To show how a cluster was assessed, and by whom."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=Assessment,
                columns=("recorded_by", "submitted_by", "closed_by"),
                shown=(
                    "cluster__name",
                    "framework__code",
                    "framework__version",
                    "kind",
                    "assessed_on",
                    "status",
                    "source",
                    "recorded_at",
                    "submitted_at",
                    "closed_at",
                ),
            ),
            Rows(
                model=Score,
                columns=("entered_by",),
                shown=("assessment__cluster__name", "indicator__code", "value", "evidence"),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=WHY,
    ),
    Source(
        key="sheets",
        title=_("Scores as an assessor"),
        purpose=_("To show how each assessor came to the scores, apart from the others."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=AssessorSheet,
                columns=("assessor",),
                shown=("assessment__cluster__name", "assessment__assessed_on", "started_at", "handed_in_at"),
            ),
            Rows(
                model=SheetScore,
                columns=("sheet__assessor",),
                shown=("sheet__assessment__cluster__name", "indicator__code", "value", "evidence"),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=WHY,
    ),
    Source(
        key="evidence_files",
        title=_("Files of evidence uploaded to assessments"),
        purpose=_("To show why an indicator has its level."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=EvidenceFile,
                columns=("uploaded_by",),
                shown=(
                    "assessment__cluster__name",
                    "indicator__code",
                    "filename",
                    "size",
                    "sha256",
                    "uploaded_at",
                ),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=WHY,
        files=_evidence_files,
    ),
    Source(
        key="conflicts",
        title=_("Conflicts of interest declared"),
        purpose=_("To keep you from assessing a cluster that you are too close to."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=DeclaredConflict,
                columns=("assessor",),
                shown=("cluster__name", "reason", "declared_at", "withdrawn_at"),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_("It proves that whoever assessed a cluster was independent of it."),
    ),
    Source(
        key="benchmark_imports",
        title=_("Benchmarks imported"),
        purpose=_("To show where scores come from."),
        basis=PUBLIC_TASK,
        until=WITHOUT_NAME,
        rows=(
            Rows(
                model=BenchmarkImport,
                columns=("uploaded_by",),
                shown=("filename", "status", "uploaded_at", "committed_at"),
            ),
        ),
        fate=Fate.UNNAMED,
        why_kept=_("It belongs to the clusters whose scores came in."),
    ),
]
