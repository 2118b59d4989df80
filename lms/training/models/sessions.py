"""One sitting of an offering, and who teaches it."""

import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.languages import Localised
from lms.people.time_zones import known_time_zone
from lms.training.querysets.sessions import TrainingSessionQuerySet

from .offerings import Offering, OfferingPart


class TrainingSession(models.Model):
    """From .. to (UTC) at a place, in a room, or by a link; `time_zone` is the zone of the place.

    `uid` is the identifier in calendars for life; `sequence` counts changes of time, place and state, `changed_at` is
    the last of them. A session that has been signed off stays as it is.
    """

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", pgettext_lazy("session", "In person")
        ONLINE = "online", pgettext_lazy("session", "Online")

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("session", "Planned")
        CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")

    offering = models.ForeignKey(Offering, models.CASCADE, verbose_name=_("offering"), related_name="sessions")
    part = models.ForeignKey(OfferingPart, models.PROTECT, verbose_name=_("part"), related_name="sessions")
    uid = models.UUIDField(_("identifier in calendars"), default=uuid.uuid4, unique=True, editable=False)
    title_it = models.CharField(_("title (Italian)"), max_length=200, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    own_title = Localised("title")
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Rome", validators=[known_time_zone])
    mode = models.CharField(
        pgettext_lazy("session", "how it is held"), max_length=10, choices=Mode, default=Mode.IN_PERSON
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=120, blank=True, help_text=_("Shown to confirmed participants only."))
    link = models.URLField(_("link"), blank=True, help_text=_("Shown to confirmed participants only."))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    cancelled_reason = models.CharField(_("reason of the cancellation"), max_length=500, blank=True)
    sequence = models.PositiveIntegerField(_("number of changes"), default=0, editable=False)
    changed_at = models.DateTimeField(_("changed at"), editable=False)
    instructors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="training.SessionInstructor",
        verbose_name=_("instructors"),
        related_name="sessions_taught",
        blank=True,
    )

    # Nobody asks what a session mentions, and keeping that index costs a task for each save.
    wagtail_reference_index_ignore = True

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [models.Index(fields=["starts_at"], name="session_starts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The session ends before it starts: correct one of the two times."),
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled") & ~Q(cancelled_reason="") | Q(status="planned", cancelled_reason=""),
                name="cancelled_session_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.starts_at.astimezone(self.zone):%Y-%m-%d %H:%M}"

    @property
    def title(self) -> str:
        """Its own title, or that of its part."""
        return str(self.own_title or self.part.title)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the place."""
        return ZoneInfo(self.time_zone)

    @property
    def where(self) -> str:
        """The place to go to: its own, or that of the offering; none when it is held online."""
        return "" if self.mode == self.Mode.ONLINE else self.place or self.offering.place

    @property
    def planned_minutes(self) -> int:
        """How long it lasts, in whole minutes."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.status == self.Status.CANCELLED


class SessionInstructor(models.Model):
    """Who teaches a session."""

    session = models.ForeignKey(TrainingSession, models.CASCADE, verbose_name=_("session"), related_name="teaching")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("instructor"), related_name="teaching"
    )

    class Meta:
        ordering = ["session", "pk"]
        verbose_name = _("instructor of a session")
        verbose_name_plural = _("instructors of a session")
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="instructor_once_per_session")]

    def __str__(self) -> str:
        return f"{self.session}: {self.person}"
