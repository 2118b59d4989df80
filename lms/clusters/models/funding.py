"""Who pays, and what that asks of registers, hours and retention."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from lms.clusters.querysets import FundingLineQuerySet
from lms.languages import Localised

from .clusters import Cluster


class FundingLine(ClusterableModel):
    """One source of funds with its rules, all of them data: an offering freezes its copy when it starts.

    Shares are per cent, times minutes. Attendance thresholds differ by decree and call, so they have no default.
    """

    class Rounding(models.TextChoices):
        DOWN = "down", _("down")
        NEAREST = "nearest", _("to the nearest")

    code = models.SlugField(_("code"), unique=True)
    name_it = models.CharField(_("name (Italian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name = Localised("name")
    project_code = models.CharField(_("project code (CUP)"), max_length=40, blank=True)
    sentence_it = models.CharField(_("funding sentence (Italian)"), max_length=500)
    sentence_en = models.CharField(_("funding sentence (English)"), max_length=500)
    sentence = Localised("sentence")
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    clusters = models.ManyToManyField(
        Cluster,
        verbose_name=_("clusters"),
        related_name="funding_lines",
        blank=True,
        help_text=_("None chosen: the whole programme."),
    )
    threshold_percent = models.PositiveSmallIntegerField(
        _("attendance threshold, per cent"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    threshold_per_module = models.BooleanField(_("the threshold holds for every module too"), default=False)
    rounding_minutes = models.PositiveSmallIntegerField(
        _("hours are rounded to minutes"), default=1, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    rounding = models.CharField(_("rounded"), max_length=8, choices=Rounding, default=Rounding.DOWN)
    tolerance_minutes = models.PositiveSmallIntegerField(
        _("minutes late or early that do not count"), default=0, validators=[MaxValueValidator(60)]
    )
    sign_in_window_minutes = models.PositiveSmallIntegerField(
        _("minutes around a session within which people sign in and out"), default=30
    )
    online_allowed = models.BooleanField(_("hours online count"), default=True)
    retain_until = models.DateField(
        _("evidence is kept until"),
        help_text=_("This day included. Until then names on evidence stay, whoever asks for erasure."),
    )
    retention_basis = models.CharField(_("rule or act that says so"), max_length=250)
    stamped_on = models.DateField(_("register stamped on"), null=True, blank=True)
    stamped_by = models.CharField(_("register stamped by"), max_length=200, blank=True)
    stamped_pages = models.PositiveSmallIntegerField(_("pages of the stamped register"), null=True, blank=True)

    objects = FundingLineQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "code"]
        verbose_name = _("funding line")
        verbose_name_plural = _("funding lines")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="funding_ends_after_it_starts",
                violation_error_message=_("The funding line ends before it starts: correct one of the two days."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(retain_until__gte=F("valid_until")),
                name="evidence_outlives_the_funding",
                violation_error_message=_("Evidence is kept at least until the funding ends: correct one of the days."),
            ),
            models.CheckConstraint(
                condition=Q(threshold_percent__gte=1, threshold_percent__lte=100), name="threshold_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(stamped_on=None, stamped_by="", stamped_pages=None)
                | Q(~Q(stamped_by=""), stamped_on__isnull=False, stamped_pages__isnull=False),
                name="stamp_says_all",
                violation_error_message=_(
                    "A stamped register has a day, an authority and a number of pages: give all three."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def is_in_force(self, on: date) -> bool:
        """Say whether the line pays on that day: both boundary days count."""
        return self.valid_from <= on and (self.valid_until is None or self.valid_until >= on)


class FundingLogo(models.Model):
    """A logo that the funding line asks for, in its order, with the words that stand for it."""

    line = ParentalKey(FundingLine, on_delete=models.CASCADE, verbose_name=_("funding line"), related_name="logos")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    image = models.ForeignKey("wagtailimages.Image", models.PROTECT, verbose_name=_("image"), related_name="+")
    alt_it = models.CharField(_("in words (Italian)"), max_length=200)
    alt_en = models.CharField(_("in words (English)"), max_length=200)
    alt = Localised("alt")

    class Meta:
        ordering = ["line", "position", "pk"]
        verbose_name = _("logo")
        verbose_name_plural = _("logos")

    def __str__(self) -> str:
        return str(self.alt)
