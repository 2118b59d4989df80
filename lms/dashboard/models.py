"""Signs of life of the background processes, what the clock did by itself, and what the programme aims at."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


class Heartbeat(models.Model):
    """When a background process last showed that it works, and what it did."""

    process = models.CharField(_("process"), max_length=30, unique=True)
    seen_at = models.DateTimeField(_("seen at"))
    summary = models.JSONField(_("summary"), default=dict, blank=True)

    class Meta:
        ordering = ["process"]
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return f"{self.process} {self.seen_at:%d/%m/%Y %H:%M}"


class ClockJob(models.Model):
    """One job of the clock: whoever runs it holds this row, so that it never runs twice at the same time."""

    name = models.CharField(_("job"), max_length=40, unique=True)
    ran_at = models.DateTimeField(_("last run at"), null=True)
    is_failing = models.BooleanField(_("failed the last time"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("job of the clock")
        verbose_name_plural = _("jobs of the clock")

    def __str__(self) -> str:
        return self.name


class JobRun(models.Model):
    """What happened by itself: a run that touched something, or failed."""

    job = models.CharField(_("job"), max_length=40)
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"))
    touched = models.PositiveIntegerField(_("how many"), default=0)
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        ordering = ["-ended_at", "-pk"]
        verbose_name = _("run of the clock")
        verbose_name_plural = _("runs of the clock")
        indexes = [models.Index(fields=["-ended_at"], name="job_run_by_end")]

    def __str__(self) -> str:
        return f"{self.job} {self.ended_at:%d/%m/%Y %H:%M}"


@register_setting(icon="success")
class ProgrammeTargets(BaseGenericSetting):
    """What the programme wants to have reached; without a number there is no target, and the figure stands alone."""

    bronze = models.PositiveIntegerField(_("clusters that hold Bronze"), null=True, blank=True, default=6)
    gold = models.PositiveIntegerField(_("clusters that hold Gold"), null=True, blank=True, default=1)
    instructors = models.PositiveIntegerField(_("Cluster Instructors"), null=True, blank=True, default=6)
    hours = models.PositiveIntegerField(
        _("hours of training attended"),
        null=True,
        blank=True,
        help_text=_("Of all participants together. Empty: no target, here as in every line."),
    )
    certificates = models.PositiveIntegerField(_("certificates issued"), null=True, blank=True)

    class Meta:
        verbose_name = _("targets of the programme")
