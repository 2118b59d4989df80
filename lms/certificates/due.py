"""Who is due a certificate: asked in one place, by a round of issuing, by the page of an offering and by the desk."""

from django.db.models import Prefetch, QuerySet, Value
from django.db.models.functions import Concat, Trim

from lms.training import waiting
from lms.training.models import Offering, Outcome, PartOutcome

NAME = Trim(Concat("enrolment__person__first_name", Value(" "), "enrolment__person__last_name"))


def uncertified() -> "QuerySet[Outcome]":
    """Return the outcomes of those who passed and never had a certificate.

    Whose certificate was revoked had one: another is issued only when somebody asks for that person. Of whom nothing
    but a number is left, after erasure, nobody can complete the name.
    """
    never = waiting.passed().filter(enrolment__certificates=None)
    return never.alias(name=NAME).exclude(name="", enrolment__person__erased_at__isnull=False)


def due() -> "QuerySet[Outcome]":
    """Keep those of them that have a name to stand on the paper."""
    return uncertified().alias(name=NAME).exclude(name="")


def due_in(offering: Offering) -> list[Outcome]:
    """Return what the next round issues in an offering, with all that a certificate says, by name."""
    found = due().filter(enrolment__offering=offering).order_by("enrolment__person__last_name", "pk")
    outcomes = list(with_all(found))
    for outcome in outcomes:
        outcome.enrolment.offering = offering
    return outcomes


def with_all(outcomes: "QuerySet[Outcome]") -> "QuerySet[Outcome]":
    """Bring whose they are and their parts."""
    parts = Prefetch("parts", PartOutcome.objects.select_related("part"))
    return outcomes.select_related("enrolment__person").prefetch_related(parts)
