"""What is kept about people in training: those who take part, those who teach, and those who run it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.people.models import User
from lms.people.personal_data import AS_EVIDENCE, LEGAL_DUTY, PUBLIC_TASK, WITH_ACCOUNT, Fate, Rows, Source

from .models import (
    AttendanceEntry,
    Change,
    Enrolment,
    EnrolmentEvent,
    NeedRank,
    Offering,
    Outcome,
    PartOutcome,
    SessionInstructor,
    SignOff,
)

LINE = ("session__starts_at", "came_at", "left_at", "minutes", "evidence", "note", "reason", "written_at")
HOURS = ("attended_minutes", "planned_minutes", "is_met")


def _steps_of_others(person: User) -> Q:
    return Q(~Q(enrolment__person=person.pk), by=person.pk)


SOURCES = [
    Source(
        key="enrolments",
        title=_("Enrolments, and what came of them"),
        purpose=_("To give you a seat, and to prove who took part and with what result."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=Enrolment,
                columns=("person",),
                shown=(
                    "offering__code",
                    "offering__title_it",
                    "offering__title_en",
                    "cluster__name",
                    "status",
                    "status_at",
                    "note",
                    "queued_at",
                    "approved_at",
                    "offer_expires_at",
                    "confirmed_at",
                ),
            ),
            Rows(
                model=EnrolmentEvent,
                columns=("enrolment__person",),
                shown=("enrolment__offering__code", "action", "from_status", "to_status", "at", "reason"),
            ),
            Rows(
                model=Outcome,
                columns=("enrolment__person",),
                shown=(
                    "enrolment__offering__code",
                    *HOURS,
                    "has_passed",
                    "reason",
                    "params",
                    "decided_at",
                    "override_reason",
                ),
            ),
            Rows(
                model=PartOutcome,
                columns=("outcome__enrolment__person",),
                shown=("outcome__enrolment__offering__code", "part__code", *HOURS),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_("They prove who took part in what public money paid for; what you and others wrote there goes."),
    ),
    Source(
        key="attendance",
        title=_("Lines of registers about you"),
        purpose=_("To prove when you were there, and to count your hours."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(Rows(model=AttendanceEntry, columns=("enrolment__person",), shown=("offering__code", "number", *LINE)),),
        fate=Fate.EVIDENCE,
        why_kept=_("A register is never changed: it knows you by a random number, never by your name."),
    ),
    Source(
        key="teaching",
        title=_("Sessions taught, registers kept and signed"),
        purpose=_("To prove who taught, who wrote each line of a register and who signed it."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=SessionInstructor,
                columns=("person",),
                shown=("session__offering__code", "session__starts_at", "session__ends_at", "session__place"),
            ),
            Rows(model=AttendanceEntry, columns=("author",), shown=("offering__code", "number", "written_at")),
            Rows(model=SignOff, columns=("by",), shown=("session__offering__code", "at", "topics")),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_("They prove who taught and who vouches for the register."),
    ),
    Source(
        key="training_work",
        title=_("Work on editions, visits and the enrolments of others"),
        purpose=_("To show who opened, changed or closed them, and who decided about a seat or a result."),
        basis=LEGAL_DUTY,
        until=AS_EVIDENCE,
        rows=(
            Rows(
                model=Offering,
                columns=("created_by", "closed_by", "cancelled_by"),
                shown=("code", "created_at", "closed_at", "cancelled_at", "cancelled_reason"),
            ),
            Rows(model=Change, columns=("by",), shown=("offering__code", "kind", "at", "reason")),
            Rows(
                model=EnrolmentEvent,
                columns=("by",),
                shown=("enrolment__offering__code", "action", "at"),
                where=_steps_of_others,
            ),
            Rows(
                model=Outcome,
                columns=("overridden_by",),
                shown=("enrolment__offering__code", "overridden_at", "override_reason"),
            ),
        ),
        fate=Fate.EVIDENCE,
        why_kept=_("It proves who decided about seats, hours and results."),
    ),
    Source(
        key="need_ranks",
        title=_("Ranks by need"),
        purpose=_("To let those whose need is greatest come first where a queue is kept by need."),
        basis=PUBLIC_TASK,
        until=WITH_ACCOUNT,
        rows=(Rows(model=NeedRank, columns=("person",), shown=("offering__code", "rank", "weight")),),
    ),
]
