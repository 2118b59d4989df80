"""Certificates as issued: facts, document and number never change."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.training.models import Enrolment, Offering

from .querysets import CertificateQuerySet

FOLDER = "certificates"


def place_of(certificate: "Certificate", filename: str) -> str:
    """Return where the document is kept: a name that tells nothing."""
    return f"{FOLDER}/{certificate.key}.pdf"


class NumberSeries(models.Model):
    """The last number given in a year; its row is locked while numbers are given."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Certificate(models.Model):
    """What was certified, frozen: `facts` hold name, offering, parts, hours, dates, funding sentence in both languages.

    `code` is the random half of what a stranger needs to verify it. `pdf` is the document as issued, `sha256` and
    `size` say so. After its retention date name and document are destroyed, and number, hash, dates and state stay.
    """

    class Status(models.TextChoices):
        VALID = "valid", pgettext_lazy("certificate", "Valid")
        REPLACED = "replaced", pgettext_lazy("certificate", "Replaced")
        REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")

    class Language(models.TextChoices):
        ITALIAN = "it", _("Italian")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Italian and English")

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=30, unique=True)
    code = models.CharField(_("verification code"), max_length=20)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, verbose_name=_("enrolment"), related_name="certificates")
    language = models.CharField(_("language"), max_length=4, choices=Language)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.VALID)
    facts = models.JSONField(_("what it says"))
    pdf = models.FileField(_("document"), upload_to=place_of, max_length=120, blank=True)
    sha256 = models.CharField(_("SHA-256 of the document"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("issued by"), related_name="+"
    )
    ended_at = models.DateTimeField(_("revoked or replaced at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("revoked or replaced by"),
        related_name="+",
        null=True,
        blank=True,
    )
    ended_reason = models.CharField(_("reason"), max_length=500, blank=True)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("replaced by"), related_name="replaces", null=True, blank=True
    )
    destroyed_at = models.DateTimeField(_("name and document destroyed at"), null=True, blank=True)

    # Nobody asks what a certificate mentions, and keeping that index costs a task for each save.
    wagtail_reference_index_ignore = True

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(status="valid"), name="one_valid_certificate_per_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(status="valid", ended_at=None)
                | Q(status__in=["replaced", "revoked"], ended_at__isnull=False) & ~Q(ended_reason=""),
                name="ended_certificate_says_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class IssueRun(models.Model):
    """One round of issuing for an offering, made in background work: how far it is, and what stood in the way."""

    offering = models.ForeignKey(Offering, models.PROTECT, verbose_name=_("offering"), related_name="issue_runs")
    language = models.CharField(_("language"), max_length=4, choices=Certificate.Language)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("asked by"), related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    wanted = models.PositiveIntegerField(_("to be issued"))
    made = models.PositiveIntegerField(_("made"), default=0)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("round of issuing")
        verbose_name_plural = _("rounds of issuing")

    def __str__(self) -> str:
        return f"{self.offering_id}: {self.made}/{self.wanted}"
