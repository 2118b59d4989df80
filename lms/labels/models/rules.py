"""What a label asks and how long it holds: rules changed in 2019 and 2020 and will change again, so they are data."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from lms.clusters.models import LabelAward
from lms.languages import Localised

PART = re.compile(r"[0-9]{1,2}", re.ASCII)
MOST_MONTHS = 60
MONTHS = [MinValueValidator(1), MaxValueValidator(120)]


class LabelRule(ClusterableModel):
    """The rule of one label from a day on; the rule in force is the latest that has begun."""

    level = models.CharField(_("label"), max_length=10, choices=LabelAward.Level)
    valid_from = models.DateField(_("in force from"))
    summary_it = models.TextField(_("what it says of a cluster (Italian)"), blank=True)
    summary_en = models.TextField(_("what it says of a cluster (English)"), blank=True)
    summary = Localised("summary")
    first_months = models.PositiveSmallIntegerField(_("months of a first award"), default=24, validators=MONTHS)
    to_end_of_month = models.BooleanField(_("counted to the end of the month of the assessment"), default=True)
    grace_months = models.PositiveSmallIntegerField(
        _("months after expiry in which it may be renewed"), default=12, validators=[MaxValueValidator(120)]
    )
    renewal_months = models.PositiveSmallIntegerField(
        _("months of a renewal, counted from the previous validity"), default=36, validators=MONTHS
    )
    renewal_opens_months = models.PositiveSmallIntegerField(
        _("months before expiry from which it may be renewed"), default=12, validators=[MaxValueValidator(120)]
    )
    assessors = models.PositiveSmallIntegerField(
        _("assessors"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["level", "-valid_from"]
        verbose_name = _("rule of a label")
        verbose_name_plural = _("rules of labels")
        constraints = [models.UniqueConstraint(fields=["level", "valid_from"], name="label_rule_once_per_day")]

    def __str__(self) -> str:
        return f"{self.get_level_display()} ({self.valid_from:%d/%m/%Y})"


class LabelRequirement(models.Model):
    """One thing that a label asks. `kind` says how it is checked; `amount` and `amount_until` are its figures."""

    class Kind(models.TextChoices):
        BENCHMARKED = "benchmarked", _("A closed benchmark (amount: assessors)")
        MONTHS_SINCE = "months_since", _("Months since the first benchmark (amount: at least; until: at most)")
        IMPROVEMENTS = "improvements", _("Proven areas of improvement (amount: how many)")
        MINIMUMS = "minimums", _("Every minimum requirement met")
        SHARE = "share", _("Share of the maximum score that the framework asks")
        EVIDENCE = "evidence", _("Evidence attached and accepted (amount: how many pieces)")

    rule = ParentalKey(LabelRule, on_delete=models.CASCADE, verbose_name=_("rule"), related_name="requirements")
    code = models.SlugField(_("code"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    amount = models.PositiveSmallIntegerField(_("amount"), null=True, blank=True)
    amount_until = models.PositiveSmallIntegerField(_("until"), null=True, blank=True)
    name_it = models.CharField(_("name (Italian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name = Localised("name")
    help_it = models.TextField(_("what to do (Italian)"), blank=True)
    help_en = models.TextField(_("what to do (English)"), blank=True)
    help = Localised("help")

    class Meta:
        ordering = ["rule", "position", "pk"]
        verbose_name = _("requirement of a label")
        verbose_name_plural = _("requirements of a label")
        constraints = [
            models.UniqueConstraint(fields=["rule", "code"], name="requirement_once_per_rule"),
            models.CheckConstraint(
                condition=Q(amount_until=None) | Q(amount__lte=models.F("amount_until")), name="amounts_in_order"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


@register_setting(icon="mail")
class ReminderRules(BaseGenericSetting):
    """When people hear that a label is about to expire."""

    months_before = models.CharField(
        _("months before expiry"),
        max_length=60,
        default="18, 12, 6, 3",
        help_text=_("Whole months, the longest first, with commas between them."),
    )

    class Meta:
        verbose_name = _("reminders of labels")

    def clean(self) -> None:
        """Refuse what cannot be read; write the months down in order."""
        found = self.months
        if not found:
            raise ValidationError({"months_before": _("Write whole months from 1 to 60 with commas between them.")})
        self.months_before = ", ".join(map(str, found))

    @property
    def months(self) -> tuple[int, ...]:
        """The months before expiry, each once, the longest first; nothing when they cannot be read."""
        parts = [part.strip() for part in self.months_before.split(",")]
        if not all(PART.fullmatch(part) and 1 <= int(part) <= MOST_MONTHS for part in parts):
            return ()
        return tuple(sorted({int(part) for part in parts}, reverse=True))
