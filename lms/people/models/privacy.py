"""What the programme owes each person: consents with version and date, who read what, erasure, retention."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from lms.languages import Localised
from lms.people.querysets import ConsentQuerySet, ConsentTextQuerySet


class ConsentText(models.Model):
    """One version of what people are told or asked, kept word by word: a consent points to what it was given to."""

    class Purpose(models.TextChoices):
        PRIVACY_NOTICE = "privacy_notice", _("Privacy notice read")
        PUBLIC_NAME = "public_name", _("Being named on public pages")

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    version = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(_("valid from"))
    title_it = models.CharField(_("title (Italian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200)
    title = Localised("title")
    text_it = models.TextField(_("text (Italian)"))
    text_en = models.TextField(_("text (English)"))
    text = Localised("text")

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        ordering = ["purpose", "-version"]
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="consent_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Consent(models.Model):
    """A person agreed to one version of a text from .. until; giving it again is a new row."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="consents"
    )
    text = models.ForeignKey(ConsentText, models.PROTECT, verbose_name=_("text"), related_name="consents")
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text"], condition=Q(withdrawn_at=None), name="one_consent_in_force_per_text"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.text}"


class PersonalDataRead(models.Model):
    """Somebody read a sensitive field of somebody else: shown to the person whose data it is."""

    class Field(models.TextChoices):
        RATINGS = "ratings", _("Ratings of competences")
        MESSAGE = "message", _("Text of a message")
        EXPORT = "export", _("Copy of all data kept")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="reads")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("read by"), related_name="+", null=True
    )
    field = models.CharField(_("what was read"), max_length=20, choices=Field)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    read_at = models.DateTimeField(_("read at"))

    class Meta:
        ordering = ["-read_at", "-pk"]
        verbose_name = _("reading of personal data")
        verbose_name_plural = _("readings of personal data")

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.person}"


class ErasureRequest(models.Model):
    """A person asks to be erased: carried out after a few days, in which it may be taken back.

    `outcome` tells what went and what stays until when and why: a list of {"key", "done", "count", "until", "why"}.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Asked for")
        TAKEN_BACK = "taken_back", _("Taken back")
        DONE = "done", _("Carried out")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("person"), related_name="erasure_requests"
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN)
    requested_at = models.DateTimeField(_("asked at"))
    due_on = models.DateField(_("carried out on"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("settled by"), related_name="+", null=True, blank=True
    )
    outcome = models.JSONField(_("what went and what stays"), default=list, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        verbose_name = _("request of erasure")
        verbose_name_plural = _("requests of erasure")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(status="open"), name="one_open_erasure_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_status_display()})"


class RetentionRun(models.Model):
    """What a retention run removed: a list of {"key", "count"}; written only when it removed something."""

    ran_at = models.DateTimeField(_("ran at"))
    removed = models.JSONField(_("removed"), default=list)

    class Meta:
        ordering = ["-ran_at"]
        verbose_name = _("report of retention")
        verbose_name_plural = _("reports of retention")

    def __str__(self) -> str:
        return f"{self.ran_at:%d/%m/%Y %H:%M}"


@register_setting(icon="lock")
class RetentionRules(BaseGenericSetting):
    """How long personal data are kept when no funding line asks for longer."""

    unanswered_invitation_days = models.PositiveSmallIntegerField(
        _("days after which an invitation that nobody answered is removed"), default=90
    )
    message_text_months = models.PositiveSmallIntegerField(
        _("months after which the texts of sent messages are removed"), default=12
    )
    read_log_months = models.PositiveSmallIntegerField(
        _("months for which readings of personal data are shown"), default=24
    )
    inactive_account_months = models.PositiveSmallIntegerField(
        _("months after the end of the last role at which a person's data are erased"), default=36
    )
    erasure_wait_days = models.PositiveSmallIntegerField(
        _("days in which a request of erasure may be taken back"), default=7
    )

    class Meta:
        verbose_name = _("rules of retention")
