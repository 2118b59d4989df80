"""What the programme has reached beside what it aims at, in two queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from lms.certificates.models import Certificate
from lms.clusters.models import LabelAward
from lms.people.models import Role, RoleGrant
from lms.training.models import AttendanceEntry, Enrolment, Offering, Outcome

from .models import ProgrammeTargets

MINUTES_OF_HOUR = 60


@dataclass(frozen=True)
class Figure:
    """A code, what was reached, and the target; a programme may have none for it."""

    code: str
    reached: int
    target: int | None

    @property
    def shown(self) -> int:
        """What the bar shows: no more than the target, however much more was reached."""
        return min(self.reached, self.target or 0)

    @property
    def is_reached(self) -> bool:
        """Whether the target is met."""
        return self.target is not None and self.reached >= self.target


def programme_figures(today: date) -> list[Figure]:
    """Return Bronze, Gold, instructors, hours and certificates, in this order.

    Hours are those of the outcomes, and of what runs those of the register so far, of those who take part, before
    tolerance and rounding.
    """
    targets = ProgrammeTargets.objects.first() or ProgrammeTargets()
    reached = _reached(today)
    minutes = reached.pop("outcomes") + reached.pop("register")
    figures = {**reached, "hours": minutes // MINUTES_OF_HOUR}
    return [Figure(code, figures[code], getattr(targets, code)) for code in CODES]


CODES = ("bronze", "gold", "instructors", "hours", "certificates")


def _reached(today: date) -> dict[str, int]:
    held = LabelAward.objects.filter(valid_from__lte=today).exclude(valid_until__lt=today)
    instructors = RoleGrant.objects.active(today).filter(role=Role.INSTRUCTOR, user__is_active=True)
    taking_part = {"enrolment__status": Enrolment.Status.CONFIRMED, "enrolment__outcome": None}
    runs = {"enrolment__offering__status": Offering.Status.PUBLISHED}
    running = AttendanceEntry.objects.that_count().filter(**taking_part, **runs)
    counted = [
        _one("bronze", held.filter(level=LabelAward.Level.BRONZE), Count("cluster", distinct=True)),
        _one("gold", held.filter(level=LabelAward.Level.GOLD), Count("cluster", distinct=True)),
        _one("instructors", instructors, Count("user", distinct=True)),
        _one("certificates", Certificate.objects.valid(), Count("pk")),
        _one("outcomes", Outcome.objects.all(), Coalesce(Sum("attended_minutes"), 0)),
        _one("register", running, Coalesce(Sum("minutes"), 0)),
    ]
    found = dict.fromkeys(["bronze", "gold", "instructors", "certificates", "outcomes", "register"], 0)
    return found | dict(counted[0].union(*counted[1:], all=True))


def _one(code: str, rows: Any, amount: Any) -> "QuerySet[Any, Any]":
    """Return one row, a code and an amount; none where there is nothing to count."""
    named = rows.order_by().annotate(figure=Value(code, output_field=CharField())).values("figure")
    summed: QuerySet[Any, Any] = named.annotate(amount=amount).values_list(F("figure"), F("amount"))
    return summed
