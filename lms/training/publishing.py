"""What an offering lacks before people may see it, and what a coordinator looks at again before publishing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from lms.needs.templatetags.amounts import hours

from .deadlines import deadline_doubts
from .models import Offering, OfferingPart, TrainingSession


@dataclass(frozen=True)
class PartPlan:
    """A part with the minutes that were promised and those that its planned sessions last."""

    part: OfferingPart
    scheduled: int
    sessions: int

    @property
    def short(self) -> int:
        """How many minutes more the sessions would have to last."""
        return self.part.minutes - self.scheduled


@dataclass(frozen=True)
class Readiness:
    """Sentences: `missing` stands in the way of publishing, `doubts` are confirmed."""

    missing: list[str]
    doubts: list[str]


def part_plans(parts: list[OfferingPart], sessions: list[TrainingSession]) -> list[PartPlan]:
    """Return each part with what its sessions that take place last."""
    planned = [one for one in sessions if not one.is_cancelled]
    return [_plan(part, [one for one in planned if one.part_id == part.pk]) for part in parts]


def readiness(
    offering: Offering, sessions: list[TrainingSession], seats: int, plans: list[PartPlan], now: datetime
) -> Readiness:
    """Return what is missing and what is doubtful; the offering comes with its funding line, sessions with people."""
    planned = [one for one in sessions if not one.is_cancelled]
    return Readiness(_missing(offering, planned, seats), _doubts(offering, planned, plans, now))


def _plan(part: OfferingPart, sessions: list[TrainingSession]) -> PartPlan:
    return PartPlan(part, sum(one.planned_minutes for one in sessions), len(sessions))


def _missing(offering: Offering, planned: list[TrainingSession], seats: int) -> list[str]:
    found = []
    if offering.funding_line is None:
        found.append(_("Choose the funding line: it says which attendance is asked for."))
    elif sentence := not_in_force(offering, planned):
        found.append(sentence)
    if not planned:
        found.append(_("Add at least one session."))
    if seats < 1:
        found.append(_("Say how many seats there are."))
    return found


def not_in_force(offering: Offering, planned: Iterable[TrainingSession]) -> str:
    """Say that the funding line does not pay on every day of the sessions; nothing when it does."""
    line = offering.funding_line
    if line is None or all(line.is_in_force(localtime(one.starts_at, one.zone).date()) for one in planned):
        return ""
    words = _("The funding line “%(line)s” is not in force on every day of the sessions: choose another one.")
    return words % {"line": line}


def _doubts(offering: Offering, planned: list[TrainingSession], plans: list[PartPlan], now: datetime) -> list[str]:
    found = [hours_sentence(plan) for plan in plans if plan.short]
    found += _session_doubts(offering, planned, now)
    found += deadline_doubts(offering)
    if not offering.summary_it or not offering.summary_en:
        found.append(_("It is not described in a few words in both languages."))
    return found


def _session_doubts(offering: Offering, planned: list[TrainingSession], now: datetime) -> list[str]:
    found = []
    if not offering.is_open and any(one.ends_at <= now for one in planned):
        found.append(_("The first session is over already: nobody can come to it any more."))
    if any(one.mode == TrainingSession.Mode.IN_PERSON and not one.where for one in planned):
        found.append(_("A session in person has no place."))
    if any(one.mode == TrainingSession.Mode.ONLINE and not one.link for one in planned):
        found.append(_("A session online has no link."))
    if offering.is_open and any(one.ends_at > now and not one.instructors.all() for one in planned):
        found.append(_("A session has no instructor."))
    found += _at_once(planned)
    return found


def _at_once(planned: list[TrainingSession]) -> list[str]:
    """Name the first session that begins before the one before it ends."""
    ordered = sorted(planned, key=lambda one: one.starts_at)
    for one, other in pairwise(ordered):
        if other.starts_at < one.ends_at:
            words = _("“%(one)s” and “%(other)s” are held at the same time.")
            return [words % {"one": one.title, "other": other.title}]
    return []


def hours_sentence(plan: PartPlan) -> str:
    """Say how the hours of a part do not come out."""
    words = {"planned": hours(plan.part.minutes), "module": plan.part.code, "scheduled": hours(plan.scheduled)}
    if plan.short > 0:
        return _("%(planned)s hours of %(module)s are planned, %(scheduled)s are in the sessions.") % words
    return _("%(planned)s hours of %(module)s are planned, but the sessions last %(scheduled)s.") % words
