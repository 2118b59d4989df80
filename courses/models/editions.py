"""An edition of a course: an offering, the course it is made from, and the modules that its parts are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.training.models import Offering, OfferingPart

from .facts import Course, Module


class Edition(models.Model):
    """One-to-one with its offering, which has dates, seats, people and register."""

    offering = models.OneToOneField(Offering, models.CASCADE, verbose_name=_("offering"), related_name="edition")
    course = models.ForeignKey(Course, models.PROTECT, verbose_name=_("course"), related_name="editions")

    class Meta:
        ordering = ["-offering__created_at"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return str(self.offering)


class EditionModule(models.Model):
    """A module taught in an edition: the part of the offering that it is, with hours and title as they stood."""

    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("edition"), related_name="modules")
    module = models.ForeignKey(Module, models.PROTECT, verbose_name=_("module"), related_name="editions")
    part = models.OneToOneField(OfferingPart, models.CASCADE, verbose_name=_("part"), related_name="edition_module")

    class Meta:
        ordering = ["edition", "part__position"]
        verbose_name = _("module of an edition")
        verbose_name_plural = _("modules of an edition")
        constraints = [models.UniqueConstraint(fields=["edition", "module"], name="module_once_per_edition")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.module_id}"
