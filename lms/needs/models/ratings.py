"""How well officials master a competence: rated by themselves and by a supervisor, against a target."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.needs.querysets import SupervisionQuerySet

from .competences import Competence

HIGHEST_LEVEL = 4


class Mastery(models.IntegerChoices):
    """The levels of a competence: ours, since no scheme for cluster policy has one that is published."""

    NONE = 0, pgettext_lazy("mastery", "no mastery yet")
    AWARE = 1, _("knows what it is about")
    WITH_HELP = 2, _("applies it with help")
    ALONE = 3, _("applies it alone")
    TEACHES = 4, _("guides others in it")


class CompetenceTarget(models.Model):
    """The level that regional officials should reach; with a person, that person's own target in its place."""

    competence = models.ForeignKey(Competence, models.CASCADE, verbose_name=_("competence"), related_name="targets")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("only for"),
        related_name="competence_targets",
        null=True,
        blank=True,
    )
    level = models.PositiveSmallIntegerField(_("target"), choices=Mastery, default=Mastery.ALONE)

    class Meta:
        ordering = ["competence", "person"]
        verbose_name = _("target of a competence")
        verbose_name_plural = _("targets of competences")
        constraints = [
            models.UniqueConstraint(fields=["competence"], condition=Q(person=None), name="one_target_for_everybody"),
            models.UniqueConstraint(fields=["competence", "person"], name="one_target_per_person"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=HIGHEST_LEVEL), name="target_within_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.competence}: {self.get_level_display()}"


class Supervision(models.Model):
    """Who rates an official besides the official, from .. until, both days included."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("regional official"), related_name="supervisions"
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("supervisor"), related_name="supervised"
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        ordering = ["person", "-valid_from"]
        verbose_name = _("supervisor of an official")
        verbose_name_plural = _("supervisors of officials")
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("supervisor")), name="nobody_supervises_oneself"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="supervision_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor} – {self.person}"

    def is_active(self, on: date) -> bool:
        """Say whether it is in force on that day; the same rule as the queryset's `active()`."""
        return self.valid_from <= on and (self.valid_until is None or self.valid_until >= on)


class CompetenceRating(models.Model):
    """One rating of one competence on one day; a later one is a new row, so that progress is seen."""

    class Kind(models.TextChoices):
        SELF = "self", _("by the official")
        SUPERVISOR = "supervisor", _("by the supervisor")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("regional official"), related_name="ratings"
    )
    competence = models.ForeignKey(Competence, models.PROTECT, verbose_name=_("competence"), related_name="ratings")
    kind = models.CharField(_("rated"), max_length=10, choices=Kind)
    level = models.PositiveSmallIntegerField(
        _("level"), choices=Mastery, validators=[MinValueValidator(0), MaxValueValidator(HIGHEST_LEVEL)]
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("rated by"), related_name="+")
    rated_at = models.DateTimeField(_("rated at"))

    class Meta:
        ordering = ["person", "competence", "-rated_at", "-pk"]
        verbose_name = _("rating of a competence")
        verbose_name_plural = _("ratings of competences")
        constraints = [
            models.CheckConstraint(condition=Q(level__lte=HIGHEST_LEVEL), name="rating_within_scale"),
            models.CheckConstraint(
                condition=Q(kind="self", rated_by=F("person")) | Q(kind="supervisor") & ~Q(rated_by=F("person")),
                name="rated_by_oneself_or_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.competence} {self.level}"
