"""An offering: something with dates, seats and a register. An edition of a course and a study visit are both one."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.clusters.models import FundingLine
from lms.languages import Localised
from lms.people.time_zones import known_time_zone
from lms.training.querysets.offerings import OfferingQuerySet


class Audience(models.TextChoices):
    """Whom an offering is for; coordinators may enrol anybody."""

    MANAGERS = "managers", _("Cluster managers")
    OFFICIALS = "officials", _("Regional officials")
    BOTH = "both", _("Cluster managers and regional officials")


class Offering(models.Model):
    """Dates, seats, people and a register; what only editions or only visits have hangs on it one-to-one.

    Times are UTC; `time_zone` is where it takes place. `starts_at` and `ends_at` are those of its sessions, kept by
    whatever changes a session (`lms.training.session_dates`). `terms` is the funding line as it stood when the offering
    started (`lms.training.terms`). `register_count` and `register_head` are the length and the last hash of the chain
    of the register, extended under the lock of this row.
    """

    class Kind(models.TextChoices):
        EDITION = "edition", _("Edition of a course")
        VISIT = "visit", _("Study visit")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    class QueueOrder(models.TextChoices):
        ARRIVAL = "arrival", _("in order of arrival")
        NEED = "need", _("the greatest need first, then in order of arrival")

    class TaughtIn(models.TextChoices):
        ITALIAN = "it", _("Italian")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Italian and English")

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), unique=True, help_text=_("Part of its address, and of its certificates."))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EDITION)
    title_it = models.CharField(_("title (Italian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200)
    title = Localised("title")
    summary_it = models.TextField(_("in a few words (Italian)"), max_length=1000, blank=True)
    summary_en = models.TextField(_("in a few words (English)"), max_length=1000, blank=True)
    summary = Localised("summary")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience, default=Audience.MANAGERS)
    taught_in = models.CharField(_("language"), max_length=4, choices=TaughtIn, default=TaughtIn.ITALIAN)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Rome", validators=[known_time_zone])
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True, editable=False)
    funding_line = models.ForeignKey(
        FundingLine,
        models.PROTECT,
        verbose_name=_("funding line"),
        related_name="offerings",
        null=True,
        blank=True,
        help_text=_("Needed before it is published: it says which attendance is asked for."),
    )
    terms = models.JSONField(_("terms of the funding line, as at the start"), null=True, blank=True, editable=False)
    terms_frozen_at = models.DateTimeField(_("terms frozen at"), null=True, blank=True, editable=False)
    needs_approval = models.BooleanField(_("a coordinator approves every application"), default=True)
    apply_until = models.DateTimeField(_("applications until"), null=True, blank=True)
    withdraw_until = models.DateTimeField(
        _("withdrawal without a reason until"),
        null=True,
        blank=True,
        help_text=_("Afterwards whoever withdraws is asked why."),
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours for which a seat that became free is kept for the next in the queue"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
    )
    queue_order = models.CharField(
        _("order of the queue"), max_length=10, choices=QueueOrder, default=QueueOrder.ARRIVAL
    )
    register_count = models.PositiveIntegerField(_("lines of the register"), default=0, editable=False)
    register_head = models.CharField(_("head of the register"), max_length=64, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("created by"), related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(_("created at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("closed by"), related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("cancelled by"),
        related_name="+",
        null=True,
        blank=True,
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_reason = models.CharField(_("reason of the cancellation"), max_length=500, blank=True)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")
        indexes = [models.Index(fields=["status", "starts_at"], name="offering_by_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(status="cancelled")
                | Q(published_at__isnull=False, funding_line__isnull=False),
                name="published_offering_has_a_funding_line",
                violation_error_message=_("Choose the funding line before you publish."),
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_reason="")
                | ~Q(status="cancelled") & Q(cancelled_at=None, cancelled_reason=""),
                name="cancelled_offering_says_why",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False, terms__isnull=False)
                | ~Q(status="closed") & Q(closed_at=None),
                name="closed_offering_says_when_on_frozen_terms",
            ),
            models.CheckConstraint(
                condition=Q(terms=None, terms_frozen_at=None) | Q(terms__isnull=False, terms_frozen_at__isnull=False),
                name="frozen_terms_say_when",
            ),
            models.CheckConstraint(condition=Q(offer_hours__gte=1), name="a_seat_is_kept_for_a_while"),
            models.CheckConstraint(
                condition=Q(register_count=0, register_head="") | Q(register_count__gt=0) & ~Q(register_head=""),
                name="register_has_a_head",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"

    @property
    def is_open(self) -> bool:
        """Whether people may be on their way through it: published, neither closed nor cancelled."""
        return self.status == self.Status.PUBLISHED


class OfferingPart(models.Model):
    """A part of an offering whose hours count by themselves: a module of an edition, the programme of a visit.

    `minutes` is what was promised: a session that is cancelled without another in its place stays missing.
    """

    offering = models.ForeignKey(Offering, models.CASCADE, verbose_name=_("offering"), related_name="parts")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("code"), max_length=20)
    title_it = models.CharField(_("title (Italian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200)
    title = Localised("title")
    minutes = models.PositiveIntegerField(_("planned minutes"), validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["offering", "position"]
        verbose_name = _("part of an offering")
        verbose_name_plural = _("parts of an offering")
        constraints = [
            models.UniqueConstraint(fields=["offering", "code"], name="part_once_per_offering"),
            models.UniqueConstraint(fields=["offering", "position"], name="part_has_its_place"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="part_lasts_a_while"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
