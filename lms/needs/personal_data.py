"""What training needs and ratings of competences hold about people."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.people.models import User
from lms.people.personal_data import (
    AS_EVIDENCE,
    LEGAL_DUTY,
    PUBLIC_TASK,
    WITH_ACCOUNT,
    WITHOUT_NAME,
    Fate,
    Rows,
    Source,
)

from .models import CompetenceRating, CompetenceTarget, Supervision, TrainingNeed

RATING = ("competence__name", "kind", "level", "note", "rated_at")
NEED = ("competence__name", "indicator__code", "origin", "status", "priority", "reason", "decided_at")


def _given_to_others(person: User) -> Q:
    return Q(rated_by=person) & ~Q(person=person)


SOURCES = [
    Source(
        key="ratings",
        title=_("Levels of competence and targets"),
        purpose=_("To find out which training helps you most."),
        basis=PUBLIC_TASK,
        until=WITH_ACCOUNT,
        rows=(
            Rows(
                model=CompetenceRating,
                columns=("person",),
                shown=(*RATING, "rated_by__first_name", "rated_by__last_name"),
            ),
            Rows(model=CompetenceTarget, columns=("person",), shown=("competence__name", "level")),
        ),
    ),
    Source(
        key="supervisions",
        title=_("Supervisors and people supervised"),
        purpose=_("To let a supervisor rate the officials that he or she works with, and nobody else."),
        basis=PUBLIC_TASK,
        until=WITH_ACCOUNT,
        rows=(
            Rows(
                model=Supervision,
                columns=("person", "supervisor"),
                shown=(
                    "person__first_name",
                    "person__last_name",
                    "supervisor__first_name",
                    "supervisor__last_name",
                    "valid_from",
                    "valid_until",
                ),
            ),
        ),
    ),
    Source(
        key="ratings_given",
        title=_("Levels of competence given to others"),
        purpose=_("To find out which training helps them most."),
        basis=PUBLIC_TASK,
        until=WITHOUT_NAME,
        rows=(Rows(model=CompetenceRating, columns=("rated_by",), shown=RATING, where=_given_to_others),),
        fate=Fate.UNNAMED,
        why_kept=_("They belong to the people whom you rated."),
    ),
    Source(
        key="needs",
        title=_("Training needs: own, and decided on for others"),
        purpose=_("To make training plans that answer a need, and to show why public money was spent on them."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(Rows(model=TrainingNeed, columns=("person", "decided_by"), shown=("cluster__name", *NEED)),),
        fate=Fate.EVIDENCE,
        why_kept=_("Training plans rest on them."),
    ),
]
