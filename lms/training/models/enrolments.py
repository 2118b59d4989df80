"""A person's way through an offering, and every step of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.clusters.models import Cluster
from lms.training.querysets.enrolments import EnrolmentQuerySet
from lms.training.states import HOLDING, TAKING_PART

from .offerings import Offering
from .seats import SeatAllotment


class Enrolment(models.Model):
    """One person in one offering, once: who withdrew and comes back takes up the same row, at the end of the queue.

    `key` is what the register and the events know the person by. `queued_at` is when the place in the queue was taken:
    the moment of the application, which an approval does not change.
    """

    class Status(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("enrolment", "Applied")
        DECLINED = "declined", pgettext_lazy("enrolment", "Declined")
        WAITING = "waiting", pgettext_lazy("enrolment", "In the queue")
        OFFERED = "offered", pgettext_lazy("enrolment", "Seat offered")
        CONFIRMED = "confirmed", pgettext_lazy("enrolment", "Confirmed")
        COMPLETED = "completed", pgettext_lazy("enrolment", "Completed")
        NO_SHOW = "no_show", pgettext_lazy("enrolment", "Never came")
        WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "Withdrawn")

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    offering = models.ForeignKey(Offering, models.PROTECT, verbose_name=_("offering"), related_name="enrolments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("person"), related_name="enrolments"
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, verbose_name=_("for the cluster"), related_name="enrolments", null=True, blank=True
    )
    status = models.CharField(_("status"), max_length=10, choices=Status)
    status_at = models.DateTimeField(_("since"))
    note = models.TextField(_("what the person said when applying"), max_length=1000, blank=True)
    queued_at = models.DateTimeField(_("place in the queue taken at"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    offer_expires_at = models.DateTimeField(_("seat offered until"), null=True, blank=True)
    allotment = models.ForeignKey(
        SeatAllotment, models.PROTECT, verbose_name=_("seat from"), related_name="enrolments", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    # Nobody asks where a person is mentioned, and keeping that index costs five queries for each seat.
    wagtail_reference_index_ignore = True

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["offering", "queued_at", "pk"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        indexes = [
            models.Index(fields=["status", "offer_expires_at"], name="enrolment_offer_expires"),
            models.Index(fields=["person", "status"], name="enrolment_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["offering", "person"], name="one_enrolment_per_person"),
            models.CheckConstraint(
                condition=Q(status__in=[*HOLDING], allotment__isnull=False)
                | ~Q(status__in=[*HOLDING]) & Q(allotment=None),
                name="a_seat_is_held_or_not",
            ),
            models.CheckConstraint(
                condition=Q(status="offered", offer_expires_at__isnull=False)
                | ~Q(status="offered") & Q(offer_expires_at=None),
                name="an_offer_expires",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["waiting", *HOLDING]) | Q(approved_at__isnull=False),
                name="nobody_gets_a_seat_without_approval",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[*TAKING_PART]) | Q(confirmed_at__isnull=False),
                name="confirmed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.offering}"

    @property
    def holds_seat(self) -> bool:
        """Whether a seat is kept for this person."""
        return self.status in HOLDING


class EnrolmentEvent(models.Model):
    """One step, never changed or deleted: who, when, why. It names nobody: keys lead to whoever it was.

    `by` is empty where time itself did it.
    """

    class Action(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("enrolment event", "applied")
        APPROVED = "approved", pgettext_lazy("enrolment event", "approved")
        DECLINED = "declined", pgettext_lazy("enrolment event", "declined")
        ENROLLED = "enrolled", pgettext_lazy("enrolment event", "entered by a coordinator")
        QUEUED = "queued", pgettext_lazy("enrolment event", "put into the queue")
        OFFERED = "offered", pgettext_lazy("enrolment event", "was offered a seat")
        SEATED = "seated", pgettext_lazy("enrolment event", "got a seat")
        ACCEPTED = "accepted", pgettext_lazy("enrolment event", "accepted the seat")
        REFUSED = "refused", pgettext_lazy("enrolment event", "gave the offered seat back")
        EXPIRED = "expired", pgettext_lazy("enrolment event", "let the offer expire")
        WITHDREW = "withdrew", pgettext_lazy("enrolment event", "withdrew")
        REMOVED = "removed", pgettext_lazy("enrolment event", "was taken off the list")
        CANCELLED = "cancelled", pgettext_lazy("enrolment event", "lost it, since the offering was cancelled")
        COMPLETED = "completed", pgettext_lazy("enrolment event", "completed")
        NO_SHOW = "no_show", pgettext_lazy("enrolment event", "never came")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, verbose_name=_("enrolment"), related_name="events")
    action = models.CharField(_("what happened"), max_length=10, choices=Action)
    from_status = models.CharField(_("from"), max_length=10, blank=True)
    to_status = models.CharField(_("to"), max_length=10)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+", null=True, blank=True
    )
    reason = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        ordering = ["enrolment", "pk"]
        verbose_name = _("step of an enrolment")
        verbose_name_plural = _("steps of an enrolment")

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.action}"
