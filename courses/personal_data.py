"""What plans and completed modules hold about people."""

from django.utils.translation import gettext_lazy as _

from lms.people.personal_data import AS_EVIDENCE, LEGAL_DUTY, Fate, Rows, Source

from .models import CompletedModule, TrainingPlan

SOURCES = [
    Source(
        key="plans",
        title=_("Training plans: own, computed and published"),
        purpose=_("To show which training was planned, for whom and why."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=TrainingPlan,
                columns=("person", "computed_by", "published_by"),
                shown=(
                    "cluster__name",
                    "version",
                    "status",
                    "budget_minutes",
                    "total_minutes",
                    "note",
                    "computed_at",
                    "published_at",
                ),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_("They prove which training was planned with public money."),
    ),
    Source(
        key="completed",
        title=_("Completed modules: own, and recorded for others"),
        purpose=_("To take what somebody has learnt already out of a plan."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=CompletedModule,
                columns=("person", "recorded_by"),
                shown=("cluster__name", "module__code", "completed_on", "note"),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_("They prove who completed which training."),
    ),
]
