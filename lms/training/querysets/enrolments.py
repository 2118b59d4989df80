"""Enrolments by state and by person."""

from django.db import models

from lms.training.states import TAKING_PART


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):  # type: ignore[name-defined]  # its module imports this one
    def taking_part(self) -> "EnrolmentQuerySet":
        """Keep those whose seat is confirmed, while the offering runs and after it was closed."""
        return self.filter(status__in=TAKING_PART)
