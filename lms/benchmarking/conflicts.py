"""Who may not assess a cluster, and why: nobody assesses what he or she manages, tutors or teaches, or did lately.

Also nobody closes a self-assessment that he or she submitted or filled in, and a declared conflict counts until it is
withdrawn. How long "lately" is, the programme decides (`BenchmarkRules.conflict_months`).
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ASSESSOR = "assessor"


class Reason(StrEnum):
    """Why somebody may not assess a cluster; the words are in `conflict_words.py`."""

    MANAGES = "manages"
    MANAGED = "managed"
    TUTORS = "tutors"
    TUTORED = "tutored"
    TEACHES = "teaches"
    TAUGHT = "taught"
    DECLARED = "declared"
    SUBMITTED = "submitted"
    ENTERED = "entered"
    NOT_YET_ASSESSOR = "not_yet_assessor"
    NO_LONGER_ASSESSOR = "no_longer_assessor"
    NOT_ASSESSOR = "not_assessor"


# Roles that stand in the way: what is said while they last, and afterwards.
IN_THE_WAY = {
    "cluster_manager": (Reason.MANAGES, Reason.MANAGED),
    "tutor": (Reason.TUTORS, Reason.TUTORED),
    "instructor": (Reason.TEACHES, Reason.TAUGHT),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A role held from .. until, both days included; `cluster` is the key of the one it names, if any."""

    role: str
    cluster: int | None
    valid_from: date
    valid_until: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Say whether it holds on that day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Declared:
    """A conflict that the person declared on a day and has not withdrawn."""

    cluster: int
    on: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of one person; a coordinator assesses without a grant, but not with a conflict."""

    held: Sequence[Held] = ()
    declared: Sequence[Declared] = ()
    is_coordinator: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What the person did in one self-assessment."""

    submitted_on: date | None = None
    has_entered: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason, since which day and until which; `free_from` is the first day on which it no longer counts."""

    reason: Reason
    since: date | None = None
    until: date | None = None
    free_from: date | None = None
    text: str = ""


def conflicts(facts: PersonFacts, cluster: int, *, today: date, months: int, part: Part | None = None) -> list[Finding]:
    """Return every reason for which the person may not assess the cluster today; none when he or she may.

    A role that has ended counts for `months` more: ended on 30 June, with 24 months it stands in the way up to and
    including 30 June two years later.
    """
    of_cluster = [held for held in facts.held if held.cluster == cluster]
    found = [] if facts.is_coordinator else _not_assessor(of_cluster, today)
    for role, (now, before) in IN_THE_WAY.items():
        found += _role_in_the_way([held for held in of_cluster if held.role == role], now, before, today, months)
    found += [Finding(Reason.DECLARED, d.on, text=d.text) for d in facts.declared if d.cluster == cluster]
    return found + _own_part(part)


def months_later(day: date, months: int) -> date:
    """Return the same day of the month so many months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def _not_assessor(of_cluster: Iterable[Held], today: date) -> list[Finding]:
    """Return why the person is no assessor of the cluster today, the nearest grant first."""
    grants = [held for held in of_cluster if held.role == ASSESSOR]
    if any(held.is_in_force(today) for held in grants):
        return []
    to_come = [held.valid_from for held in grants if held.valid_from > today]
    if to_come:
        return [Finding(Reason.NOT_YET_ASSESSOR, min(to_come), free_from=min(to_come))]
    ended = [held.valid_until for held in grants if held.valid_until]
    return [Finding(Reason.NO_LONGER_ASSESSOR, until=max(ended))] if ended else [Finding(Reason.NOT_ASSESSOR)]


def _role_in_the_way(grants: Sequence[Held], now: Reason, before: Reason, today: date, months: int) -> list[Finding]:
    """Return one finding for a role however often it was granted: that it lasts, or when it ended last."""
    in_force = [held.valid_from for held in grants if held.is_in_force(today)]
    if in_force:
        return [Finding(now, min(in_force))]
    ended = [held.valid_until for held in grants if held.valid_until and held.valid_from <= today]
    if not ended or today > months_later(max(ended), months):
        return []
    free_from = months_later(max(ended), months) + timedelta(days=1)
    return [Finding(before, until=max(ended), free_from=free_from)]


def _own_part(part: Part | None) -> list[Finding]:
    if part is None:
        return []
    if part.submitted_on:
        return [Finding(Reason.SUBMITTED, part.submitted_on)]
    return [Finding(Reason.ENTERED)] if part.has_entered else []
