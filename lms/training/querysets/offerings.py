"""Offerings by state and by who may see them."""

from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce


class OfferingQuerySet(models.QuerySet["Offering"]):  # type: ignore[name-defined]  # its module imports this one
    def announced(self) -> "OfferingQuerySet":
        """Keep those that everybody may see: published once, cancelled ones included; drafts never."""
        return self.filter(published_at__isnull=False)

    def drafts(self) -> "OfferingQuerySet":
        """Keep those that are being prepared."""
        return self.filter(status="draft")

    def announced_or_taught_by(self, person: int) -> "OfferingQuerySet":
        """Keep those that everybody may see, and those in which this person teaches."""
        sessions = self._rows_of("sessions").filter(teaching__person=person)
        return self.filter(Q(published_at__isnull=False) | Exists(sessions))

    def to_come(self, now: datetime) -> "OfferingQuerySet":
        """Keep those that are running or still ahead; without dates, those that are open."""
        return self.exclude(status="closed").filter(Q(ends_at__gte=now) | Q(ends_at=None, status="published"))

    def past(self, now: datetime) -> "OfferingQuerySet":
        """Keep those that are over: what is neither running nor ahead."""
        return self.filter(Q(ends_at__lt=now) | Q(status="closed") | Q(ends_at=None, status="cancelled"))

    def between(self, start: datetime, end: datetime) -> "OfferingQuerySet":
        """Keep those that take place, at least in part, from `start` to before `end`."""
        return self.filter(starts_at__lt=end, ends_at__gte=start)

    def with_seats(self) -> "OfferingQuerySet":
        """Add `seat_count`, `taken_count` and `waiting_count`."""
        waiting = self._rows_of("enrolments").filter(status="waiting").order_by()
        counted = waiting.values("offering").annotate(total=Count("pk")).values("total")
        return self.annotate(
            seat_count=self._seats("seats"),
            taken_count=self._seats("taken"),
            waiting_count=Coalesce(Subquery(counted), 0),
        )

    def for_calendar(self) -> "OfferingQuerySet":
        """Load what a card of the calendar shows, soonest first; three queries."""
        allotments = self.model._meta.get_field("allotments").related_model
        kept = Prefetch("allotments", allotments._default_manager.select_related("cluster"))
        return self.with_seats().prefetch_related("parts", kept).order_by(F("starts_at").asc(nulls_last=True), "code")

    def _seats(self, column: str) -> Coalesce:
        rows = self._rows_of("allotments").order_by().values("offering").annotate(total=Sum(column)).values("total")
        return Coalesce(Subquery(rows), 0)

    def _rows_of(self, name: str) -> "models.QuerySet[models.Model]":
        related = self.model._meta.get_field(name).related_model
        return related._default_manager.filter(offering=OuterRef("pk"))
