"""Facts that are the same in every language: hours, audience, prerequisites, what a module closes."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.admin import display
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase

from courses.querysets import ModuleQuerySet
from lms.benchmarking.models import Indicator
from lms.clusters.models import Cluster
from lms.needs.models import Competence

if TYPE_CHECKING:
    from lms.people.models import User


class Course(models.Model):  # type: ignore[django-manager-missing]  # modelcluster carries no types
    """A subject that groups modules; its words are on `CoursePage`."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def __str__(self) -> str:
        return self.code


class TaggedModule(ItemBase):
    """A competence that a module trains."""

    tag = models.ForeignKey(Competence, models.PROTECT, related_name="tagged_modules", verbose_name=_("competence"))
    content_object = ParentalKey("courses.Module", on_delete=models.CASCADE, related_name="tagged_competences")

    class Meta:
        verbose_name = _("competence of a module")
        verbose_name_plural = _("competences of a module")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="competence_once_per_module")]


class Module(ClusterableModel):
    """A unit of training, keyed by its code; its words are on `ModulePage`, one per language."""

    class Audience(models.TextChoices):
        MANAGERS = "managers", _("Cluster managers")
        OFFICIALS = "officials", _("Regional officials")
        BOTH = "both", _("Cluster managers and regional officials")

    code = models.CharField(_("code"), max_length=20, unique=True)
    course = models.ForeignKey(Course, models.PROTECT, verbose_name=_("course"), related_name="modules")
    duration_minutes = models.PositiveIntegerField(
        _("duration in minutes"), validators=[MinValueValidator(15), MaxValueValidator(12_000)]
    )
    audience = models.CharField(_("audience"), max_length=10, choices=Audience, default=Audience.MANAGERS)
    in_italian = models.BooleanField(_("taught in Italian"), default=True)
    in_english = models.BooleanField(_("taught in English"), default=False)
    eqf_level = models.PositiveSmallIntegerField(
        _("EQF level (indicative)"), default=6, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    prerequisites = ParentalManyToManyField(
        "self", verbose_name=_("prerequisites"), symmetrical=False, related_name="required_by", blank=True
    )
    competences = ClusterTaggableManager(through=TaggedModule, verbose_name=_("competences"), blank=True)
    planned_from = models.DateField(_("planned from"), null=True, blank=True)
    planned_until = models.DateField(_("planned until"), null=True, blank=True)
    is_offered = models.BooleanField(
        _("offered"),
        default=True,
        help_text=_("Modules not offered are left out of catalogue and new plans."),
    )

    objects = ModuleQuerySet.as_manager()

    class Meta:
        ordering = ["course", "code"]
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        constraints = [
            models.CheckConstraint(
                condition=Q(in_italian=True) | Q(in_english=True),
                name="module_has_a_language",
                violation_error_message=_("A module is taught in Italian, in English or in both: choose one."),
            ),
            models.CheckConstraint(
                condition=Q(planned_from=None) | Q(planned_until=None) | Q(planned_until__gte=F("planned_from")),
                name="module_period_in_order",
                violation_error_message=_("The planned period ends before it starts."),
            ),
            models.CheckConstraint(condition=Q(duration_minutes__gte=15), name="module_lasts_a_while"),
        ]

    def __str__(self) -> str:
        return self.code


class ModuleLift(models.Model):
    """How far a module is expected to raise an indicator: basis points (1/10 000) of the indicator's range."""

    module = ParentalKey(Module, on_delete=models.CASCADE, verbose_name=_("module"), related_name="lifts")
    indicator = models.ForeignKey(Indicator, models.CASCADE, verbose_name=_("indicator"), related_name="lifts")
    share_bp = models.PositiveIntegerField(
        _("expected lift (1/10 000 of the range)"),
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
    )

    class Meta:
        ordering = ["module", "indicator"]
        verbose_name = _("expected lift")
        verbose_name_plural = _("expected lifts")
        constraints = [
            models.UniqueConstraint(fields=["module", "indicator"], name="one_lift_per_indicator"),
            models.CheckConstraint(condition=Q(share_bp__gte=1, share_bp__lte=10_000), name="lift_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.module} → {self.indicator.code}: {self.share_bp / 100:.0f} %"


class CompletedModule(models.Model):
    """A module that a team, or an official, has already completed, as a coordinator recorded it."""

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="completed_modules", null=True, blank=True
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("regional official"),
        related_name="completed_modules",
        null=True,
        blank=True,
    )
    module = models.ForeignKey(Module, models.PROTECT, verbose_name=_("module"), related_name="completions")
    completed_on = models.DateField(_("completed on"))
    note = models.CharField(_("evidence"), max_length=250, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("recorded by"),
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ["cluster", "module"]
        verbose_name = _("completed module")
        verbose_name_plural = _("completed modules")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "module"], name="module_completed_once"),
            models.UniqueConstraint(fields=["person", "module"], name="module_completed_once_per_person"),
            models.CheckConstraint(
                condition=Q(cluster__isnull=False, person=None) | Q(cluster=None, person__isnull=False),
                name="completed_by_a_cluster_or_a_person",
                violation_error_message=_("Choose either a cluster or a regional official."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.module}"

    @property
    @display(description=_("cluster or official"))
    def owner(self) -> "Cluster | User | None":
        """Who has completed it: a cluster's team, or a regional official."""
        return self.cluster or self.person
