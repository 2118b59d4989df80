"""From when until when a label holds, and when people hear that it is about to end.

Source: the label's published rules (two years from the month of the assessment; renewal up to one year after expiry,
three years counted from the previous validity). All figures come from the rule in force: they changed and will change.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class AwardKind(StrEnum):
    """Whether a label is won, or won again without a gap."""

    FIRST = "first"
    RENEWAL = "renewal"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule says of time, in months. `to_end_of_month`: a label runs to the last day of its last month."""

    first_months: int
    to_end_of_month: bool
    grace_months: int
    renewal_months: int
    renewal_opens_months: int


@dataclass(frozen=True, slots=True)
class Held:
    """A label held from .. until, both days included; no end means until further notice."""

    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class AwardDates:
    """What the rule proposes: both days included."""

    kind: AwardKind
    valid_from: date
    valid_until: date


def award_dates(terms: Terms, assessed_on: date, last: Held | None) -> AwardDates | None:
    """Return the days of the label that an assessment leads to; `last` is the latest label of the same level.

    None when it leads to nothing new: the label is held and may not be renewed yet, or was won after the assessment.
    """
    if last is None:
        return AwardDates(AwardKind.FIRST, assessed_on, first_until(terms, assessed_on))
    if last.valid_until is None or assessed_on <= last.valid_from or assessed_on < opens_on(terms, last.valid_until):
        return None
    if assessed_on > grace_until(terms, last.valid_until):
        return AwardDates(AwardKind.FIRST, assessed_on, first_until(terms, assessed_on))
    return AwardDates(AwardKind.RENEWAL, last.valid_until + DAY, renewed_until(terms, last.valid_until))


def first_until(terms: Terms, assessed_on: date) -> date:
    """Return the last day of a first award."""
    return _as_counted(terms, months_later(assessed_on, terms.first_months))


def renewed_until(terms: Terms, valid_until: date) -> date:
    """Return the last day of a renewal, counted from the previous validity whenever the assessment was."""
    return _as_counted(terms, months_after_end(valid_until, terms.renewal_months))


def opens_on(terms: Terms, valid_until: date) -> date:
    """Return the first day on which an assessment renews the label."""
    return months_after_end(valid_until, -terms.renewal_opens_months)


def grace_until(terms: Terms, valid_until: date) -> date:
    """Return the last day on which an assessment renews the label; later it is won anew."""
    return months_after_end(valid_until, terms.grace_months)


def latest(held: Iterable[Held]) -> Held | None:
    """Return the label that ends last; one without an end comes after all."""
    return max(held, key=lambda label: (label.valid_until or date.max, label.valid_from), default=None)


def due_threshold(today: date, valid_until: date, months_before: Iterable[int]) -> int | None:
    """Return the nearest of the reminders whose day has come, in months before the end; none before the first one.

    After a stop of months several days have passed: only the nearest is still news. After the last day there is none.
    """
    if today > valid_until:
        return None
    return min((months for months in months_before if months_after_end(valid_until, -months) <= today), default=None)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later; where the month is too short, its last day; at most the last date."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after_end(day: date, months: int) -> date:
    """Do the same for the end of a period: the last day of a month leads to the last day of a month."""
    shifted = months_later(day, months)
    return end_of_month(shifted) if day == end_of_month(day) else shifted


def end_of_month(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def whole_months(start: date, end: date) -> int:
    """Return how many whole months lie between two days: the most that `months_later(start)` does not go past `end`."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (months_later(start, months) > end)


def _as_counted(terms: Terms, day: date) -> date:
    return end_of_month(day) if terms.to_end_of_month else day
