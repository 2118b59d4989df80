"""Enrolments by state and by person."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from lms.training.states import TAKING_PART


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):  # type: ignore[name-defined]  # its module imports this one
    def taking_part(self) -> "EnrolmentQuerySet":
        """Keep those whose seat is confirmed, while the offering runs and after it was closed."""
        return self.filter(status__in=TAKING_PART)

    def in_register(self, session: int | None = None) -> "EnrolmentQuerySet":
        """Keep those who take part, and whoever left with lines in the register, which stay; `session`: in this one."""
        lines = self.model._meta.get_field("attendance").related_model._default_manager.filter(enrolment=OuterRef("pk"))
        return self.filter(
            Q(status__in=TAKING_PART) | Exists(lines if session is None else lines.filter(session=session))
        )
