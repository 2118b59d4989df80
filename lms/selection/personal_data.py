"""What calls keep about applicants, assessors and coordinators."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.people.models import User
from lms.people.personal_data import AS_EVIDENCE, LEGAL_DUTY, PUBLIC_TASK, WITH_ACCOUNT, Fate, KeptFile, Rows, Source

from .models import (
    Answer,
    Application,
    Assessor,
    Call,
    ConflictOfInterest,
    Expertise,
    Place,
    RankedApplication,
    ScoreSheet,
    SheetPoints,
)

NOT_SENT = ("draft", "withdrawn")


def _unsent(person: User) -> Q:
    """Drafts, and what was withdrawn before anybody ranked it."""
    return Q(person=person, status__in=NOT_SENT, ranked=None)


def _sent(person: User) -> Q:
    return Q(person=person) & (~Q(status__in=NOT_SENT) | Q(ranked__isnull=False)) | Q(ineligible_by=person)


def _points_of(person: User) -> Q:
    """What the assessors gave the person, once he or she may read it."""
    return Q(sheet__application__person=person, sheet__application__call__status="decided")


def _files(person: User) -> Iterator[KeptFile]:
    for row in Answer.objects.filter(application__person=person).exclude(file="").order_by("pk"):
        yield KeptFile(row.filename, row.file.open)


def _erase_unsent(person: User, now: datetime) -> int:
    """Remove drafts with their files."""
    unsent = Application.objects.filter(_unsent(person))
    for answer in Answer.objects.filter(application__in=unsent).exclude(file=""):
        transaction.on_commit(partial(answer.file.storage.delete, str(answer.file.name)))
    return unsent.delete()[1].get("selection.Application", 0)


APPLICATION = ("call__slug", "cluster__name", "status", "started_at", "submitted_at")
SOURCES = [
    Source(
        key="applications_unsent",
        title=_("Applications begun and not handed in, or withdrawn"),
        purpose=_("To let you finish an application later."),
        basis=PUBLIC_TASK,
        until=WITH_ACCOUNT,
        rows=(Rows(model=Application, columns=("person",), shown=APPLICATION, where=_unsent),),
        erase=_erase_unsent,
    ),
    Source(
        key="applications",
        title=_("Applications to calls, with answers, files and results"),
        purpose=_("To choose by known criteria who gets a place."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=Application,
                columns=("person", "ineligible_by"),
                shown=(*APPLICATION, "ineligible_reason"),
                where=_sent,
            ),
            Rows(
                model=Answer,
                columns=("application__person",),
                shown=("question__label_it", "question__label_en", "text", "filename"),
            ),
            Rows(model=Expertise, columns=("application__person",), shown=("competence__name", "evidence")),
            Rows(
                model=RankedApplication,
                columns=("application__person",),
                shown=("position", "score_numerator", "score_denominator", "result", "tie", "limit", "reserve_number"),
            ),
            Rows(
                model=SheetPoints,
                columns=("sheet__application__person",),
                shown=("criterion__name_it", "criterion__name_en", "points", "comment"),
                where=_points_of,
            ),
            Rows(
                model=Place,
                columns=("application__person", "answered_by"),
                shown=("status", "moved_up", "offered_at", "expires_at", "answered_at", "reason"),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_("They prove on what grounds places were given."),
        files=_files,
    ),
    Source(
        key="calls",
        title=_("Calls opened, decided or assessed, and conflicts declared"),
        purpose=_("To show who decided, and that nobody decided on the own behalf."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=Call,
                columns=("created_by", "decided_by"),
                shown=("slug", "created_at", "decided_at"),
            ),
            Rows(model=Assessor, columns=("person",), shown=("call__slug", "named_at", "removed_at")),
            Rows(
                model=ScoreSheet,
                columns=("assessor__person",),
                shown=("application__call__slug", "saved_at", "handed_in_at"),
            ),
            Rows(
                model=ConflictOfInterest,
                columns=("assessor__person",),
                shown=("application__call__slug", "reason", "declared_at"),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_("It proves that two people without conflicts scored each application."),
    ),
]
