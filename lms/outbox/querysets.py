"""Messages by state and by reader."""

from datetime import datetime
from typing import Any

from django.db import models


class MessageQuerySet(models.QuerySet["Message"]):  # type: ignore[name-defined]  # its module imports this one
    def due(self, now: datetime) -> "MessageQuerySet":
        """Keep what is to be sent now, the oldest first."""
        return self.filter(status="waiting", due_at__lte=now).order_by("due_at", "pk")

    def of(self, person: Any) -> "MessageQuerySet":
        """Keep what this person finds under the own notices: never a text with a personal link."""
        return self.filter(recipient=person, is_secret=False)
