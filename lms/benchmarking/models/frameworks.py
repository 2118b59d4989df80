"""A versioned set of indicators with its scale: never one hard-coded list."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from lms.languages import Localised


class Framework(ClusterableModel):
    """One version of an instrument: descriptive (as for Bronze) or an evaluation by levels (as for Gold)."""

    class Kind(models.TextChoices):
        PROFILE = "profile", _("Profile (descriptive)")
        EVALUATION = "evaluation", _("Evaluation (levels)")

    code = models.SlugField(_("code"))
    version = models.CharField(_("version"), max_length=30)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EVALUATION)
    name_it = models.CharField(_("name (Italian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name = Localised("name")
    workbook_names = models.TextField(
        _("names in workbooks"),
        blank=True,
        help_text=_("How workbooks call it, besides its code and its names: one per line."),
    )
    disclaimer_it = models.CharField(_("disclaimer (Italian)"), max_length=300, blank=True)
    disclaimer_en = models.CharField(_("disclaimer (English)"), max_length=300, blank=True)
    disclaimer = Localised("disclaimer")
    gold_share = models.DecimalField(
        _("share of the maximum score for Gold"), max_digits=4, decimal_places=3, null=True, blank=True
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-valid_from", "-version"]
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="framework_version_once"),
            models.CheckConstraint(
                condition=Q(gold_share=None) | Q(gold_share__gt=0, gold_share__lte=1),
                name="gold_share_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class ScaleLevel(models.Model):
    """One level that a score may take in this framework, with what it means."""

    framework = ParentalKey(Framework, on_delete=models.CASCADE, verbose_name=_("framework"), related_name="levels")
    value = models.DecimalField(_("value"), max_digits=6, decimal_places=2)
    label_it = models.CharField(_("label (Italian)"), max_length=100)
    label_en = models.CharField(_("label (English)"), max_length=100)
    label = Localised("label")
    description_it = models.TextField(_("description (Italian)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    description = Localised("description")

    class Meta:
        ordering = ["framework", "value"]
        verbose_name = _("level of the scale")
        verbose_name_plural = _("levels of the scale")
        constraints = [models.UniqueConstraint(fields=["framework", "value"], name="level_once_per_framework")]

    def __str__(self) -> str:
        return f"{self.value.normalize():f} – {self.label}"


class IndicatorGroup(models.Model):
    """A chapter of the framework; one axis of the radar."""

    framework = ParentalKey(Framework, on_delete=models.CASCADE, verbose_name=_("framework"), related_name="groups")
    code = models.SlugField(_("code"))
    name_it = models.CharField(_("name (Italian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name = Localised("name")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["framework", "position", "code"]
        verbose_name = _("group of indicators")
        verbose_name_plural = _("groups of indicators")
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="group_once_per_framework")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Indicator(models.Model):
    """What is scored, between its lowest and highest level, with the thresholds that a label asks for."""

    framework = ParentalKey(Framework, on_delete=models.CASCADE, verbose_name=_("framework"), related_name="indicators")
    group = models.ForeignKey(IndicatorGroup, models.PROTECT, verbose_name=_("group"), related_name="indicators")
    code = models.CharField(_("code"), max_length=30)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name_it = models.CharField(_("name (Italian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name = Localised("name")
    evidence_it = models.CharField(_("typical evidence (Italian)"), max_length=250, blank=True)
    evidence_en = models.CharField(_("typical evidence (English)"), max_length=250, blank=True)
    evidence = Localised("evidence")
    min_level = models.DecimalField(_("lowest level"), default=Decimal(0), max_digits=6, decimal_places=2)
    max_level = models.DecimalField(_("highest level"), max_digits=6, decimal_places=2)
    excellence_threshold = models.DecimalField(
        _("excellence threshold"), null=True, blank=True, max_digits=6, decimal_places=2
    )
    minimum_requirement = models.DecimalField(
        _("minimum requirement"), null=True, blank=True, max_digits=6, decimal_places=2
    )
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)

    class Meta:
        ordering = ["framework", "position", "code"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="indicator_once_per_framework"),
            models.CheckConstraint(condition=Q(max_level__gt=F("min_level")), name="indicator_has_a_range"),
            models.CheckConstraint(
                condition=Q(excellence_threshold=None)
                | Q(excellence_threshold__gte=F("min_level"), excellence_threshold__lte=F("max_level")),
                name="threshold_within_range",
            ),
            models.CheckConstraint(
                condition=Q(minimum_requirement=None)
                | Q(minimum_requirement__gte=F("min_level"), minimum_requirement__lte=F("max_level")),
                name="minimum_within_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class IndicatorLevel(models.Model):
    """What one level means for one indicator; where it says nothing, the level of the scale speaks for itself."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, verbose_name=_("indicator"), related_name="levels")
    value = models.DecimalField(_("level"), max_digits=6, decimal_places=2)
    description_it = models.CharField(_("description (Italian)"), max_length=400)
    description_en = models.CharField(_("description (English)"), max_length=400)
    description = Localised("description")

    class Meta:
        ordering = ["indicator", "value"]
        verbose_name = _("level of an indicator")
        verbose_name_plural = _("levels of an indicator")
        constraints = [models.UniqueConstraint(fields=["indicator", "value"], name="level_once_per_indicator")]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.value.normalize():f}"
