"""How long evidence of an offering is kept: what its funding line asks, as frozen at the start and as it says today."""

from datetime import date

from django.db.models import Q

from lms.people.models import User
from lms.people.retention import Line

from .models import Enrolment, Offering, SessionInstructor, SignOff


def lines_that_paid_for(person: User) -> list[Line]:
    """Return what the funding lines ask for of the offerings in which the person took part or taught; one query."""
    took_part = Enrolment.objects.filter(person=person).values("offering")
    taught = SessionInstructor.objects.filter(person=person).values("session__offering")
    signed = SignOff.objects.filter(by=person).values("session__offering")
    mine = Q(pk__in=took_part) | Q(pk__in=taught) | Q(pk__in=signed)
    offerings = Offering.objects.filter(mine, funding_line__isnull=False).select_related("funding_line")
    return [line for offering in offerings.order_by("pk") if (line := line_of(offering))]


def line_of(offering: Offering) -> Line | None:
    """Return what is asked of an offering: the later of the day frozen when it started and the line's own.

    A line may come to ask for longer, never for less than what people were told when they came.
    """
    line = offering.funding_line
    if line is None:
        return None
    until, basis = line.retain_until, line.retention_basis
    if offering.terms and date.fromisoformat(offering.terms["retain_until"]) > until:
        until, basis = date.fromisoformat(offering.terms["retain_until"]), offering.terms["retention_basis"]
    return Line(line.pk, line.valid_from, line.valid_until, until, basis=basis)
