"""Training plans as computed: every module's decision is kept with its reason, so a published plan never changes."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.querysets import TrainingPlanQuerySet
from lms.clusters.models import Cluster
from lms.needs.models import TrainingNeed

from .facts import Module

if TYPE_CHECKING:
    from lms.people.models import User


class TrainingPlan(models.Model):
    """For one cluster or official under an hours budget: the modules that close most weighted gap. Versions: rows."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded")
        SET_ASIDE = "set_aside", _("Set aside")

    class Languages(models.TextChoices):
        ANY = "any", _("Italian or English")
        ITALIAN = "it", _("Italian only")
        ENGLISH = "en", _("English only")

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, verbose_name=_("cluster"), related_name="plans", null=True, blank=True
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("regional official"),
        related_name="plans",
        null=True,
        blank=True,
    )
    version = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    budget_minutes = models.PositiveIntegerField(_("hours budget in minutes"))
    languages = models.CharField(_("languages of the team"), max_length=4, choices=Languages, default=Languages.ANY)
    total_minutes = models.PositiveIntegerField(_("hours of the plan in minutes"), default=0)
    weighted_gap = models.PositiveBigIntegerField(_("weighted gap of the needs"), default=0)
    weighted_closed = models.PositiveBigIntegerField(_("weighted gap that the plan closes"), default=0)
    minimums_met = models.PositiveSmallIntegerField(_("minimum requirements met"), default=0)
    minimums_open = models.PositiveSmallIntegerField(_("minimum requirements open before"), default=0)
    note = models.TextField(_("note"), blank=True)
    curve = models.JSONField(
        _("gap closed against hours"),
        default=list,
        blank=True,
        editable=False,
        help_text=_("Points of budget in minutes, weighted gap closed and modules; computed in background work."),
    )
    inputs_digest = models.CharField(
        _("digest of the needs and modules it was computed from"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("When it differs from today's, the plan has to be computed again before it is published."),
    )
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("computed by"),
        related_name="+",
        null=True,
        blank=True,
    )
    computed_at = models.DateTimeField(_("computed at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("published by"),
        related_name="+",
        null=True,
        blank=True,
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    objects = TrainingPlanQuerySet.as_manager()

    class Meta:
        ordering = ["cluster", "-version"]
        verbose_name = _("training plan")
        verbose_name_plural = _("training plans")
        constraints = [
            models.UniqueConstraint(fields=["cluster", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["cluster"], condition=Q(status="published"), name="one_published_plan_per_cluster"
            ),
            models.UniqueConstraint(fields=["cluster"], condition=Q(status="draft"), name="one_draft_plan_per_cluster"),
            models.UniqueConstraint(fields=["person", "version"], name="plan_version_once_per_person"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(status="published"), name="one_published_plan_per_person"
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(status="draft"), name="one_draft_plan_per_person"),
            models.CheckConstraint(
                condition=Q(cluster__isnull=False, person=None) | Q(cluster=None, person__isnull=False),
                name="plan_of_a_cluster_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "set_aside"), published_at=None)
                | Q(~Q(status__in=("draft", "set_aside")), published_at__isnull=False),
                name="published_plan_says_when",
            ),
        ]

    def __str__(self) -> str:
        return _("%(cluster)s, version %(version)s") % {"cluster": self.owner, "version": self.version}

    @property
    @display(description=_("cluster or official"))
    def owner(self) -> "Cluster | User | None":
        """Whose plan it is: a cluster's, or a regional official's."""
        return self.cluster or self.person

    @property
    def is_replaced(self) -> bool:
        """Whether a later version took its place: after it was published, or while it was a draft."""
        return self.status in (self.Status.SUPERSEDED, self.Status.SET_ASIDE)


class PlanLine(models.Model):
    """The decision on one module, with its reason as code and parameters; templates word it."""

    plan = models.ForeignKey(TrainingPlan, models.CASCADE, verbose_name=_("plan"), related_name="lines")
    module = models.ForeignKey(Module, models.PROTECT, verbose_name=_("module"), related_name="plan_lines")
    position = models.PositiveSmallIntegerField(_("position"))
    is_chosen = models.BooleanField(_("chosen"))
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_dropped = models.BooleanField(_("dropped"), default=False)
    minutes = models.PositiveIntegerField(_("minutes"))
    reason = models.CharField(_("reason"), max_length=40)
    params = models.JSONField(_("parameters of the reason"), default=dict, blank=True)

    class Meta:
        ordering = ["plan", "position"]
        verbose_name = _("line of a plan")
        verbose_name_plural = _("lines of a plan")
        constraints = [
            models.UniqueConstraint(fields=["plan", "module"], name="one_line_per_module"),
            models.CheckConstraint(condition=~Q(is_pinned=True, is_dropped=True), name="pinned_or_dropped"),
            models.CheckConstraint(condition=~Q(is_chosen=True, is_dropped=True), name="dropped_is_not_chosen"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.module}"


class PlanNeed(models.Model):
    """A need as it stood when the plan was made, and how much of it the plan closes (1/10 000 of the range)."""

    plan = models.ForeignKey(TrainingPlan, models.CASCADE, verbose_name=_("plan"), related_name="needs")
    need = models.ForeignKey(TrainingNeed, models.PROTECT, verbose_name=_("training need"), related_name="+")
    weight = models.PositiveIntegerField(_("weight"))
    gap_bp = models.PositiveIntegerField(_("gap"))
    closed_bp = models.PositiveIntegerField(_("closed"))
    minimum_gap_bp = models.PositiveIntegerField(_("missing to the minimum requirement"), null=True, blank=True)

    class Meta:
        ordering = ["plan", "pk"]
        verbose_name = _("need in a plan")
        verbose_name_plural = _("needs in a plan")
        constraints = [models.UniqueConstraint(fields=["plan", "need"], name="need_once_per_plan")]

    def __str__(self) -> str:
        return f"{self.plan}: {self.need}"
