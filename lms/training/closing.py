"""Closing an offering: the hours of everybody become outcomes with their reasons, once and for all."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .cancelling import end_enrolments
from .closing_notices import tell_outcomes
from .models import Enrolment, EnrolmentEvent, Offering, Outcome, PartOutcome, TrainingSession
from .moves import Action, Status
from .outcome_rules import Held, Obstacle, Part, Result, obstacles, result_of
from .outcome_words import obstacle_words
from .permissions import can_run_offerings
from .register_hours import hours_by_enrolment, presences_in
from .seat_taking import HeldOffering, hold_offering
from .terms import freeze_terms, terms_of

WITHOUT_SEAT = (Status.APPLIED, Status.WAITING, Status.OFFERED)


@transaction.atomic
def close_offering(*, offering: str, by: User, now: datetime) -> list[Outcome]:
    """Write what came of everybody with a seat, and tell them; `offering` is the code.

    Whoever applied, waits or was offered a seat leaves. Nothing is computed a second time: a second click finds the
    outcomes of the first. Raises ValidationError with each obstacle. As many queries for thirty people as for one.
    """
    if not can_run_offerings(by):
        raise PermissionDenied
    held = hold_offering(offering, now=now)
    if held.offering.status == Offering.Status.CLOSED:
        return list(outcomes_of(held.offering))
    _refuse_unless_over(held.offering, now)
    freeze_terms(held.offering, now)
    end_enrolments(held=held, by=by, reason=_("The offering is over and was closed."), of=WITHOUT_SEAT)
    outcomes = _write_outcomes(held, by)
    _mark_closed(held.offering, by, now)
    tell_outcomes(held.offering, outcomes, now=now)
    return outcomes


def outcomes_of(offering: Offering) -> Iterable[Outcome]:
    """Return the outcomes of an offering by name, with whose they are and who decided otherwise."""
    found = Outcome.objects.filter(enrolment__offering=offering)
    related = found.select_related("enrolment__person", "enrolment__cluster", "overridden_by")
    return related.order_by("enrolment__person__last_name", "enrolment__person__first_name", "pk")


def obstacles_of(offering: Offering, now: datetime) -> tuple[list[Obstacle], dict[int, TrainingSession]]:
    """Return what stands in the way of closing, and the sessions by key; one query."""
    sessions = {one.pk: one for one in offering.sessions.planned().select_related("part", "sign_off")}
    held = [Held(one.pk, one.ends_at, hasattr(one, "sign_off")) for one in sessions.values()]
    return obstacles(offering.status, held, now), sessions


def results_of(offering: Offering, enrolments: Iterable[Enrolment]) -> dict[int, Result]:
    """Return what comes of each of these enrolments, by key, from the register as it stands."""
    terms = terms_of(offering)
    parts = {one.pk: Part(one.code, one.title_it, one.title_en) for one in offering.parts.all()}
    hours = hours_by_enrolment(offering, enrolments)
    return {key: result_of(found, parts, terms) for key, found in hours.items()}


def _refuse_unless_over(offering: Offering, now: datetime) -> None:
    found, sessions = obstacles_of(offering, now)
    if found:
        raise ValidationError([ValidationError(obstacle_words(one, sessions), code=one.code) for one in found])


def _write_outcomes(held: HeldOffering, by: User) -> list[Outcome]:
    """Write outcomes and outcomes of parts, and settle the enrolments."""
    seated = Enrolment.objects.filter(offering=held.offering.pk, status=Status.CONFIRMED)
    enrolments = list(seated.select_related("person").order_by("pk"))
    results = results_of(held.offering, enrolments)
    outcomes = [_outcome(one, results[one.pk], held.now) for one in enrolments]
    Outcome.objects.bulk_create(outcomes)
    PartOutcome.objects.bulk_create(
        part for outcome in outcomes for part in _parts(outcome, results[outcome.enrolment_id])
    )
    _settle(held, enrolments, by)
    return outcomes


def _outcome(enrolment: Enrolment, result: Result, now: datetime) -> Outcome:
    return Outcome(
        enrolment=enrolment,
        attended_minutes=result.hours.attended,
        planned_minutes=result.hours.planned,
        is_met=result.is_met,
        has_passed=result.is_met,
        reason=result.reason,
        params=result.params,
        decided_at=now,
    )


def _parts(outcome: Outcome, result: Result) -> Iterable[PartOutcome]:
    for part in result.hours.parts:
        yield PartOutcome(
            outcome=outcome,
            part_id=part.part,
            attended_minutes=part.attended,
            planned_minutes=part.planned,
            is_met=part.part in result.met_parts,
        )


def _settle(held: HeldOffering, enrolments: Iterable[Enrolment], by: User) -> None:
    """Whoever came at all has completed, whoever never came is a no-show; both keep the seat."""
    came, ends = presences_in(held.offering), {Status.COMPLETED: Action.COMPLETED, Status.NO_SHOW: Action.NO_SHOW}
    by_end: dict[str, list[Enrolment]] = {status: [] for status in ends}
    for enrolment in enrolments:
        by_end[Status.COMPLETED if enrolment.pk in came else Status.NO_SHOW].append(enrolment)
    events = [_ended(held, one, status, ends[status], by) for status in ends for one in by_end[status]]
    EnrolmentEvent.objects.bulk_create(events)
    for status, those in by_end.items():
        Enrolment.objects.filter(pk__in=[one.pk for one in those]).update(status=status, status_at=held.now)


def _ended(held: HeldOffering, enrolment: Enrolment, status: str, action: str, by: User) -> EnrolmentEvent:
    """Bring somebody to the end, as `Moves.move` does, but for many at once: the caller writes row and event."""
    before, enrolment.status, enrolment.status_at = enrolment.status, status, held.now
    event = EnrolmentEvent(enrolment=enrolment, action=action, from_status=before, to_status=status)
    event.at, event.by = held.now, by
    return event


def _mark_closed(offering: Offering, by: User, now: datetime) -> None:
    offering.status, offering.closed_by, offering.closed_at = Offering.Status.CLOSED, by, now
    offering.save(update_fields=["status", "closed_by", "closed_at"])
    log(instance=offering, action="wagtail.edit", user=by, data={"what": ["closed"]})
