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
