"""Lines of the register, and those that count."""

from django.db import models
from django.db.models import Exists, OuterRef


class AttendanceEntryQuerySet(models.QuerySet["AttendanceEntry"]):  # type: ignore[name-defined]  # its module imports this one
    def that_count(self) -> "AttendanceEntryQuerySet":
        """Keep the last line of each enrolment for each session: the one that counts."""
        later = self.model._default_manager.filter(
            enrolment=OuterRef("enrolment"), session=OuterRef("session"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))

    def for_lines(self) -> "AttendanceEntryQuerySet":
        """Return lines in their order with whose they are, who wrote them and what they correct."""
        return self.select_related("enrolment__person", "enrolment__cluster", "author", "corrects").order_by("number")

    def for_chain(self) -> "AttendanceEntryQuerySet":
        """Return lines in their order with all that their hashes cover."""
        return self.select_related("offering", "enrolment", "session", "corrects").order_by("number")
