"""What came of one's own enrolment, as the person reads it: passed or not, the hours, and why otherwise."""

from dataclasses import dataclass

from lms.people.models import User

from .closing_page import state_of
from .models import Enrolment, Outcome
from .outcome_words import outcome_sentence


@dataclass(frozen=True)
class OwnOutcome:
    """`state`: passed, failed, absent; `otherwise`: the reason, where a coordinator decided otherwise than the rule."""

    enrolment: Enrolment
    state: str
    sentence: str
    otherwise: str


def own_outcome(enrolment: Enrolment) -> OwnOutcome | None:
    """Return it once the offering was closed; the enrolment comes with its outcome."""
    said: Outcome | None = getattr(enrolment, "outcome", None)
    if said is None:
        return None
    state = state_of(said.has_passed, enrolment.status == Enrolment.Status.COMPLETED)
    return OwnOutcome(enrolment, state, outcome_sentence(said), said.override_reason)


def own_outcomes(person: User) -> list[OwnOutcome]:
    """Return what came of everything that the person took part in, the latest first: one query."""
    mine = Enrolment.objects.filter(person=person, outcome__isnull=False).select_related("outcome", "offering")
    found = [own_outcome(one) for one in mine.order_by("-offering__starts_at", "-pk")]
    return [one for one in found if one]
