"""What the page of the outcomes shows: what would come of everybody while it is open, what came of them afterwards."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from .closing import WITHOUT_SEAT, obstacles_of, outcomes_of, results_of
from .models import Enrolment, Offering, Outcome
from .outcome_rules import Result
from .outcome_words import obstacle_words, outcome_sentence
from .register_hours import presences_in

PASSED, FAILED, ABSENT = "passed", "failed", "absent"


@dataclass(frozen=True)
class Row:
    """One person: what came of it (passed, failed, absent) and why; `outcome` once it was written."""

    person: str
    cluster: str
    state: str
    sentence: str
    outcome: Outcome | None = None
    is_certified: bool = False


@dataclass(frozen=True)
class Stretch:
    """One state in the bar: how many, and from where to where in per cent of its width."""

    state: str
    count: int
    start: str
    width: str


@dataclass(frozen=True)
class ClosingPage:
    """`obstacles` say what to do before it can be closed; `leaving` counts those who have no seat and would leave."""

    is_closed: bool
    rows: list[Row]
    obstacles: list[str]
    leaving: int = 0

    @property
    def stretches(self) -> list[Stretch]:
        """The figures as a bar."""
        counts, whole = Counter(row.state for row in self.rows), len(self.rows) or 1
        made, start = [], 0
        for state in (PASSED, FAILED, ABSENT):
            shares = (f"{100 * amount / whole:.2f}%" for amount in (start, counts[state]))
            made.append(Stretch(state, counts[state], *shares))
            start += counts[state]
        return made


@dataclass
class _Would:
    """An outcome that is not written yet, for its sentence."""

    attended_minutes: int
    planned_minutes: int
    reason: str
    params: dict[str, Any]


def closing_page(offering: Offering, now: datetime) -> ClosingPage:
    """Return the page; as many queries for thirty people as for one."""
    if offering.status == Offering.Status.CLOSED:
        certified = _certified(offering)
        return ClosingPage(True, [_written(one, certified) for one in outcomes_of(offering)], [])
    found, sessions = obstacles_of(offering, now)
    leaving = Enrolment.objects.filter(offering=offering, status__in=WITHOUT_SEAT).count()
    words = [obstacle_words(one, sessions) for one in found]
    return ClosingPage(False, list(_preview(offering)), words, leaving)


def _preview(offering: Offering) -> Iterable[Row]:
    seated = Enrolment.objects.filter(offering=offering, status=Enrolment.Status.CONFIRMED)
    ordered = seated.select_related("person", "cluster").order_by("person__last_name", "person__first_name", "pk")
    enrolments = list(ordered)
    try:
        results = results_of(offering, enrolments)
    except ValidationError:  # a draft without a funding line, of which the obstacles tell
        return
    came = presences_in(offering)
    for one in enrolments:
        yield _row(one, state_of(results[one.pk].is_met, one.pk in came), outcome_sentence(_would(results[one.pk])))


def _written(outcome: Outcome, certified: set[int]) -> Row:
    one = outcome.enrolment
    state = state_of(outcome.has_passed, one.status == Enrolment.Status.COMPLETED)
    return _row(one, state, outcome_sentence(outcome), outcome=outcome, is_certified=one.pk in certified)


def _row(enrolment: Enrolment, state: str, sentence: str, **more: Any) -> Row:
    cluster = str(enrolment.cluster) if enrolment.cluster else ""
    return Row(str(enrolment.person), cluster, state, sentence, **more)


def state_of(has_passed: bool, came: bool) -> str:
    """Return what came of somebody, as a code."""
    return PASSED if has_passed else FAILED if came else ABSENT


def _would(result: Result) -> _Would:
    return _Would(result.hours.attended, result.hours.planned, result.reason, result.params)


def _certified(offering: Offering) -> set[int]:
    """Return whose pass a valid certificate says: it is revoked before that is taken away."""
    # Certificates stand above this app: they are asked for by the name of their relation alone.
    valid = Enrolment.objects.filter(offering=offering, certificates__status="valid")
    return set(valid.values_list("pk", flat=True))
