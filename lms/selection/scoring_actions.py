"""Every write about scoring: assessors, conflicts, sheets, and the moment at which the sheets open."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .grid import Cell, Grid, grid_of
from .held import hold_application, hold_call, only_coordinators, required
from .models import Application, Assessor, Call, ConflictOfInterest, Criterion, ScoreSheet, SheetPoints
from .notices import tell_assessors
from .permissions import applies_in, assessor_of
from .words import conflict_words

Status = Call.Status
NAMEABLE = (Status.DRAFT, Status.PUBLISHED, Status.SCORING)


@transaction.atomic
def name_assessor(*, call: Call, person: User, by: User, now: datetime) -> Assessor:
    """Let somebody score the applications of the call; nobody who applies there."""
    only_coordinators(by)
    held = hold_call(call.pk, *NAMEABLE)
    if not person.is_active or person.erased_at:
        raise ValidationError(_("This account is not in use: choose somebody else."))
    if applies_in(person, held):
        raise ValidationError(_("%(person)s applies in this call, so cannot assess it.") % {"person": person})
    assessor, _new = Assessor.objects.get_or_create(call=held, person=person, defaults={"named_at": now})
    if assessor.removed_at:
        assessor.removed_at = None
        assessor.save()
    log(instance=held, action="selection.name_assessor", user=by, data={"assessor": person.pk})
    if held.status == Status.SCORING:
        tell_assessors([assessor], held, now)
    return assessor


@transaction.atomic
def remove_assessor(*, assessor: Assessor, by: User, now: datetime) -> None:
    """Take an assessor off: all the sheets of that person count no more, so that nobody is scored by half a jury."""
    only_coordinators(by)
    held = hold_call(assessor.call_id, *NAMEABLE)
    Assessor.objects.filter(pk=assessor.pk, removed_at=None).update(removed_at=now)
    log(instance=held, action="selection.remove_assessor", user=by, data={"assessor": assessor.person_id})


@transaction.atomic
def start_scoring(*, call: Call, by: User, now: datetime) -> Call:
    """Open the sheets to the assessors, once applications are over."""
    only_coordinators(by)
    held = hold_call(call.pk, Status.PUBLISHED, Status.SCORING)
    if held.status == Status.SCORING:
        return held
    if now <= held.closes_at:
        raise ValidationError(_("Applications are still taken: wait until they have ended."))
    grid = grid_of(held, now)
    _refuse_without_jury(grid)
    held.status = Status.SCORING
    held.save()
    log(instance=held, action="selection.start_scoring", user=by)
    tell_assessors(grid.assessors, held, now)
    return held


def _refuse_without_jury(grid: Grid) -> None:
    if len(grid.assessors) < grid.call.assessors_needed:
        sentence = _("Each application needs %(needed)s assessors: name them first.")
        raise ValidationError(sentence % {"needed": grid.call.assessors_needed})


@transaction.atomic
def declare_conflict(*, application: Application, reason: str, by: User, now: datetime) -> ConflictOfInterest:
    """Declare a conflict of interest: the own sheet of that application counts no more."""
    found = hold_application(application, *NAMEABLE)
    assessor = _assessor(by, found.call)
    text = required(reason, _("Say what binds you to the applicant or to the cluster."))
    declared, is_new = ConflictOfInterest.objects.get_or_create(
        assessor=assessor, application=found, defaults={"reason": text, "declared_at": now}
    )
    if is_new:
        log(instance=found, action="selection.declare_conflict", user=by)
    return declared


@transaction.atomic
def save_sheet(
    *, application: Application, points: Mapping[int, int | None], comments: Mapping[int, str], by: User, now: datetime
) -> ScoreSheet:
    """Keep what the assessor has scored so far: points and comments by the key of the criterion."""
    cell = _writable(application, by, now)
    return _written(cell, points, comments, now)


@transaction.atomic
def hand_in_sheet(
    *, application: Application, points: Mapping[int, int | None], comments: Mapping[int, str], by: User, now: datetime
) -> ScoreSheet:
    """Keep a complete sheet and hand it in. Raises ValidationError, by field (`p<key>`), for missing points."""
    cell = _writable(application, by, now)
    sheet = _written(cell, points, comments, now)
    missing = {
        f"p{c.pk}": _("Give the points before you hand in.") for c in _criteria(cell) if points.get(c.pk) is None
    }
    if missing:
        raise ValidationError(missing)
    sheet.handed_in_at = now
    sheet.save()
    log(instance=cell.application, action="selection.hand_in", user=by)
    return sheet


@transaction.atomic
def take_back_sheet(*, application: Application, by: User, now: datetime) -> None:
    """Open the own sheet again, as long as nobody else could read it."""
    found = hold_application(application, Status.SCORING)
    assessor = _assessor(by, found.call)
    sheets = ScoreSheet.objects.filter(assessor=assessor, application=found, handed_in_at__isnull=False)
    if sheets.update(handed_in_at=None, saved_at=now):
        log(instance=found, action="selection.take_back", user=by)


@transaction.atomic
def close_scoring(*, call: Call, by: User, now: datetime) -> Call:
    """Close the scoring when every sheet is in: from now on nothing of it changes, and the assessors see each other."""
    only_coordinators(by)
    held = hold_call(call.pk, Status.SCORING, Status.SCORED)
    if held.status == Status.SCORED:
        return held
    grid = grid_of(held, now)
    in_the_way = obstacles_to_closing(grid)
    if in_the_way:
        raise ValidationError(in_the_way)
    held.status, held.scored_at = Status.SCORED, now
    held.save()
    log(instance=held, action="selection.close_scoring", user=by)
    return held


def obstacles_to_closing(grid: Grid) -> list[str]:
    """Return what keeps the scoring open, in sentences."""
    found = []
    if not grid.applications:
        found.append(_("There is no application to rank: cancel the call instead."))
    if grid.too_few:
        names = ", ".join(str(one) for one in grid.too_few)
        found.append(
            _("Too few assessors without a conflict for: %(names)s. Name another assessor.") % {"names": names}
        )
    if grid.wanted:
        names = ", ".join(sorted({str(cell.assessor) for cell in grid.wanted}))
        found.append(_("Sheets are still to come from: %(names)s.") % {"names": names})
    return found


def _assessor(by: User, call: Call) -> Assessor:
    found = assessor_of(by, call)
    if found is None:
        raise PermissionDenied
    return found


def _writable(application: Application, by: User, now: datetime) -> Cell:
    """Return the assessor's cell under the lock; refuse a conflict and a sheet that was handed in."""
    found = hold_application(application, Status.SCORING)
    assessor = _assessor(by, found.call)
    cell = next((c for c in grid_of(found.call, now, only=found).of(assessor)), None)
    if cell is None:
        raise ValidationError(_("This application is no longer scored: it was withdrawn, or is not eligible."))
    if cell.conflict:
        sentence = _("You do not score this application: %(why)s.")
        raise ValidationError(sentence % {"why": conflict_words(cell.conflict)}, code="conflict")
    if cell.is_in:
        raise ValidationError(_("Your sheet is handed in: take it back before you change it."), code="handed_in")
    return cell


def _criteria(cell: Cell) -> list[Criterion]:
    return list(cell.application.call.criteria.all())


def _written(cell: Cell, points: Mapping[int, int | None], comments: Mapping[int, str], now: datetime) -> ScoreSheet:
    sheet = cell.sheet or ScoreSheet(assessor=cell.assessor, application=cell.application)
    sheet.saved_at = now
    sheet.save()
    SheetPoints.objects.filter(sheet=sheet).delete()
    rows = []
    for criterion in _criteria(cell):
        value = points.get(criterion.pk)
        if value is not None and not 0 <= value <= criterion.max_points:
            sentence = _("Give between 0 and %(most)s points.") % {"most": criterion.max_points}
            raise ValidationError({f"p{criterion.pk}": sentence})
        comment = comments.get(criterion.pk, "").strip()
        rows.append(SheetPoints(sheet=sheet, criterion=criterion, points=value, comment=comment))
    SheetPoints.objects.bulk_create(rows)
    return sheet
