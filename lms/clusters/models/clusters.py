"""Clusters and what they do: public facts, never a score."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from lms.clusters.querysets import ClusterQuerySet
from lms.languages import Localised


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
