"""The register: lines that are only ever added, chained by hashes, and the instructors' sign-offs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.training.querysets.register import AttendanceEntryQuerySet

from .enrolments import Enrolment
from .offerings import Offering
from .sessions import TrainingSession


class AttendanceEntry(models.Model):
    """One line: who was there in which session, from when to when, by what evidence, written by whom.

    The last line of an enrolment for a session counts; a correction is a new line with its reason. Absent: neither
    `came_at` nor `left_at`, and no minutes. `minutes` are as they stood between the two times, clipped to the session
    and before tolerance and rounding, which belong to the hours (`lms.training.hours`). `hash` covers the line and
    `previous_hash` (`lms.training.chain`), in which the person is the enrolment's random key.
    """

    class Evidence(models.TextChoices):
        ROLL_CALL = "roll_call", pgettext_lazy("evidence", "Roll call")
        SIGNATURE = "signature", pgettext_lazy("evidence", "Signature")
        CODE = "code", pgettext_lazy("evidence", "Code in the room")
        PLATFORM = "platform", pgettext_lazy("evidence", "Log of the platform")
        HOST = "host", pgettext_lazy("evidence", "Confirmed by the host")
        PAPER = "paper", pgettext_lazy("evidence", "Paper register")

    offering = models.ForeignKey(Offering, models.PROTECT, verbose_name=_("offering"), related_name="register")
    number = models.PositiveIntegerField(_("line"))
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, verbose_name=_("participant"), related_name="attendance")
    session = models.ForeignKey(TrainingSession, models.PROTECT, verbose_name=_("session"), related_name="attendance")
    came_at = models.DateTimeField(_("in"), null=True, blank=True)
    left_at = models.DateTimeField(_("out"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("minutes"))
    evidence = models.CharField(_("evidence"), max_length=10, choices=Evidence, default=Evidence.ROLL_CALL)
    note = models.CharField(_("note"), max_length=250, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("corrects the line"), related_name="+", null=True, blank=True
    )
    reason = models.CharField(_("reason of the correction"), max_length=500, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("written by"), related_name="+")
    written_at = models.DateTimeField(_("written at"))
    previous_hash = models.CharField(_("hash of the line before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    # Nobody asks what a line mentions, and keeping that index costs a task for each save.
    wagtail_reference_index_ignore = True

    objects = AttendanceEntryQuerySet.as_manager()

    class Meta:
        ordering = ["offering", "number"]
        verbose_name = _("line of the register")
        verbose_name_plural = _("lines of the register")
        constraints = [
            models.UniqueConstraint(fields=["offering", "number"], name="register_line_once"),
            models.CheckConstraint(
                condition=Q(came_at=None, left_at=None, minutes=0)
                | Q(came_at__isnull=False, left_at__isnull=False, left_at__gte=F("came_at")),
                name="present_from_to_or_absent",
            ),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(reason=""), name="correction_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.offering_id}/{self.number}"

    @property
    def is_present(self) -> bool:
        """Whether the person was there at all."""
        return self.came_at is not None


class SignOff(models.Model):
    """An instructor's signature under a session, with what was taught; afterwards only a coordinator corrects.

    `register_count` and `register_head` are the register's at that moment: they leave the system by mail.
    """

    session = models.OneToOneField(TrainingSession, models.PROTECT, verbose_name=_("session"), related_name="sign_off")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("signed by"), related_name="+")
    at = models.DateTimeField(_("signed at"))
    topics = models.TextField(_("topics taught"), max_length=2000)
    register_count = models.PositiveIntegerField(_("lines of the register"))
    register_head = models.CharField(_("head of the register"), max_length=64)

    class Meta:
        ordering = ["session"]
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")

    def __str__(self) -> str:
        return str(self.session)
