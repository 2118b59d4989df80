"""Messages by state and by reader; who wants no mail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models


class MessageQuerySet(models.QuerySet["Message"]):  # type: ignore[name-defined]  # its module imports this one
    def due(self, now: datetime) -> "MessageQuerySet":
        """Keep what is to be sent now, the oldest first."""
        return self.filter(status="waiting", due_at__lte=now).order_by("due_at", "pk")

    def unanswered(self, before: datetime) -> "MessageQuerySet":
        """Keep what was handed over before that moment and never answered: only a person can tell what became of it."""
        return self.filter(status="handed_over", taken_at__lt=before)

    def unread(self) -> "MessageQuerySet":
        """Keep what its recipient has not marked as read."""
        return self.filter(read_at=None)

    def of(self, person: Any) -> "MessageQuerySet":
        """Keep what this person finds under the own notices: never a text with a personal link."""
        return self.filter(recipient=person, is_secret=False)

    def for_list(self) -> "MessageQuerySet":
        """Leave the texts where they are: a list shows subjects."""
        return self.defer("text", "html")


class PreferenceQuerySet(models.QuerySet["NoticePreference"]):  # type: ignore[name-defined]  # its module imports this one
    def muted(self, people: Iterable[int], topics: Iterable[str]) -> "PreferenceQuerySet":
        """Keep the topics that these people, by key, want no e-mail about."""
        return self.filter(person__in=people, topic__in=topics, by_email=False)
