"""What the coordinator decides for the whole programme about showing scores."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="tasks")
class BenchmarkRules(BaseGenericSetting):
    """Comparison with peers is off for managers unless the coordinator switches it on."""

    managers_see_peers = models.BooleanField(
        _("managers may compare their cluster with its peers"),
        default=False,
        help_text=_("Median and top quartile of five or more other clusters, never a single cluster's score."),
    )
    conflict_months = models.PositiveSmallIntegerField(
        _("months for which having managed, tutored or taught a cluster keeps one from assessing it"),
        default=24,
    )

    class Meta:
        verbose_name = _("rules of the benchmark")
