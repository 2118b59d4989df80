"""Reminds people of labels that are about to expire: a job of the clock, which works from dates and catches up.

Each person hears once of each threshold of a label; after a stop of months only of the nearest. Nobody hears of a label
that a later one of the same level has taken over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lms.clusters.models import LabelAward
from lms.outbox.models import Message, Topic
from lms.outbox.posting import Notice, post_to_many
from lms.people.models import User

from .label_dates import due_threshold, grace_until, months_later
from .label_records import RuleBook, rule_book, terms_of
from .models import ReminderRules
from .notices import coordinators, managers_of, track_address

EXPIRED = "expired"
CHUNK = 500


@dataclass(frozen=True)
class _Due:
    """One label of which people are to hear now."""

    award: LabelAward
    threshold: int | str
    grace_until: date | None

    def once(self, person: User) -> str:
        """Return what makes the message the only one: the last day is in it, since a coordinator may correct it."""
        return f"label:{self.award.pk}:{self.award.valid_until}:{self.threshold}:{person.pk}"

    def notice(self, person: User) -> Notice:
        """Return the message."""
        context = {
            "award": self.award,
            "cluster": self.award.cluster,
            "months": self.threshold,
            "grace_until": self.grace_until,
        }
        return Notice(
            topic=Topic.LABELS,
            kind="label_expired" if self.threshold == EXPIRED else "label_reminder",
            context=context,
            link=track_address(self.award.cluster),
            once=self.once(person),
        )


def remind_of_labels(*, now: datetime) -> int:
    """Write the reminders that are due to managers and coordinators; return how many messages."""
    today = timezone.localdate(now)
    due = list(_due(today))
    if not due:
        return 0
    run_everything = coordinators(today)
    managers = managers_of({found.award.cluster_id for found in due}, today)
    wanted = [(found, _each_once([*managers.get(found.award.cluster_id, []), *run_everything])) for found in due]
    told = _told(found.once(person) for found, people in wanted for person in people)
    return sum(_remind(found, people, told, now=now) for found, people in wanted)


def _remind(found: _Due, people: Iterable[User], told: set[str], *, now: datetime) -> int:
    untold = [person for person in people if found.once(person) not in told]
    return len(post_to_many(recipients=untold, notice_for=found.notice, now=now)) if untold else 0


def _due(today: date) -> Iterator[_Due]:
    """Yield the labels that are about to expire, or have expired and may still be renewed."""
    months, book = _months_before(), rule_book()
    longest_grace = max((rule.grace_months for rule in book.rules), default=0)
    first, last = months_later(today, -longest_grace - 1), months_later(today, max(months, default=0) + 1)
    for award in not_renewed(first, last):
        if award.valid_until is None:
            continue
        grace = _grace(award, book, today)
        if award.valid_until < today:
            if grace is not None and today <= grace:
                yield _Due(award, EXPIRED, grace)
        elif (threshold := due_threshold(today, award.valid_until, months)) is not None:
            yield _Due(award, threshold, grace)


def not_renewed(first: date, last: date) -> "QuerySet[LabelAward]":
    """Return the labels that end between two days and that no later one of the same level outlasts."""
    later = LabelAward.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until")),
        cluster=OuterRef("cluster"),
        level=OuterRef("level"),
    )
    awards = LabelAward.objects.filter(~Exists(later), valid_until__range=(first, last), valid_from__lte=last)
    return awards.select_related("cluster").order_by("valid_until", "pk")


def _grace(award: LabelAward, book: RuleBook, today: date) -> date | None:
    rule = book.in_force(award.level, today)
    return grace_until(terms_of(rule), award.valid_until) if rule and award.valid_until else None


def _months_before() -> tuple[int, ...]:
    # Read without Wagtail's `load()`, which writes the row when there is none.
    return (ReminderRules.objects.first() or ReminderRules()).months


def _each_once(people: Iterable[User]) -> list[User]:
    return list({person.pk: person for person in people}.values())


def _told(keys: Iterable[str]) -> set[str]:
    """Return which of the messages there are already."""
    listed = list(keys)
    return {
        key
        for start in range(0, len(listed), CHUNK)
        for key in Message.objects.filter(once__in=listed[start : start + CHUNK]).values_list("once", flat=True)
        if key
    }
