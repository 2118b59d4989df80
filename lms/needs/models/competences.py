"""The controlled vocabulary of competences, joined to the indicators of the frameworks."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TagBase

from lms.benchmarking.models import Indicator
from lms.languages import Localised


class Competence(TagBase, ClusterableModel):
    """A word of the controlled vocabulary: its slug is the code, its `name` the Italian term; no free tags."""

    free_tagging = False

    name_en = models.CharField(_("name (English)"), max_length=100)
    description_it = models.TextField(_("description (Italian)"), blank=True)
    description_en = models.TextField(_("description (English)"), blank=True)
    description = Localised("description")

    class Meta:
        ordering = ["slug"]
        verbose_name = _("competence")
        verbose_name_plural = _("competences")

    def __str__(self) -> str:
        return str(self.term)

    @property
    def name_it(self) -> str:
        """The Italian term, kept in the column that django-taggit asks for."""
        return self.name

    term = Localised("name")


class CompetenceIndicator(models.Model):
    """How strongly a competence bears on an indicator: 1 helps, 2 matters, 3 decides."""

    competence = ParentalKey(
        Competence, on_delete=models.CASCADE, verbose_name=_("competence"), related_name="indicator_links"
    )
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, verbose_name=_("indicator"), related_name="competence_links"
    )
    strength = models.PositiveSmallIntegerField(
        _("strength"), default=2, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )

    class Meta:
        ordering = ["competence", "indicator"]
        verbose_name = _("indicator of a competence")
        verbose_name_plural = _("indicators of a competence")
        constraints = [
            models.UniqueConstraint(fields=["competence", "indicator"], name="competence_joined_once"),
            models.CheckConstraint(condition=Q(strength__gte=1, strength__lte=3), name="strength_one_to_three"),
        ]

    def __str__(self) -> str:
        return f"{self.competence} – {self.indicator.code} ({self.strength})"
