"""Clusters and the labels they hold: public facts, never a score."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from lms.languages import Localised

from .querysets import ClusterQuerySet


class Term(models.Model):
    """A coded word in both languages: the base of sectors and specialisation areas."""

    code = models.SlugField(_("code"), unique=True)
    name_it = models.CharField(_("name (Italian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name = Localised("name")

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name)


class Sector(Term):
    """What the firms of a cluster do."""

    class Meta(Term.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class SpecialisationArea(Term):
    """An area of the regional smart specialisation strategy (S3)."""

    class Meta(Term.Meta):
        verbose_name = _("specialisation area")
        verbose_name_plural = _("specialisation areas")


class Cluster(index.Indexed, models.Model):
    """A cluster organisation of the region, keyed by the code that benchmark workbooks use."""

    code = models.CharField(_("code"), max_length=40, unique=True, help_text=_("As in the header of the workbooks."))
    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    full_name = models.CharField(_("full name"), max_length=250, blank=True)
    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name=_("sector"), related_name="clusters")
    areas = models.ManyToManyField(
        SpecialisationArea, verbose_name=_("specialisation areas"), related_name="clusters", blank=True
    )
    seat = models.CharField(_("seat"), max_length=120)
    province = models.CharField(_("province"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    description_it = models.TextField(_("description (Italian)"))
    description_en = models.TextField(_("description (English)"))
    description = Localised("description")

    objects = ClusterQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=5),
        index.SearchField("full_name", boost=3),
        index.SearchField("seat"),
        index.SearchField("description_it"),
        index.SearchField("description_en"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")

    def __str__(self) -> str:
        return self.name


class LabelAward(models.Model):
    """A label of cluster-management excellence held from .. to, both days included."""

    class Level(models.TextChoices):
        BRONZE = "bronze", "Bronze"
        SILVER = "silver", "Silver"
        GOLD = "gold", "Gold"

    cluster = models.ForeignKey(Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="labels")
    level = models.CharField(_("label"), max_length=10, choices=Level)
    valid_from = models.DateField(_("held from"))
    valid_until = models.DateField(_("held until"), null=True, blank=True)
    note_it = models.CharField(_("note (Italian)"), max_length=250, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=250, blank=True)
    note = Localised("note")

    class Meta:
        ordering = ["-valid_from", "cluster"]
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="label_ends_after_it_starts",
                violation_error_message=_("The label ends before it starts: correct one of the two days."),
            ),
            models.UniqueConstraint(fields=["cluster", "level", "valid_from"], name="label_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} – {self.cluster}"

    def is_held_on(self, day: date) -> bool:
        """Say whether the label is valid on that day: both boundary days count, no end means until further notice."""
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)
