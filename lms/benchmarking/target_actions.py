"""Writes about the levels that a cluster sets itself."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.clusters.models import Cluster
from lms.people.models import User

from .models import ClusterTarget, Indicator, ScaleLevel
from .permissions import can_set_target


@transaction.atomic
def set_target(*, cluster: Cluster, indicator: Indicator, level: Decimal, by: User) -> ClusterTarget:
    """Aim at a level of the framework; the same level again changes nothing. Raises ValidationError for another."""
    if not can_set_target(by, cluster):
        raise PermissionDenied
    _check_level(indicator, level)
    before = ClusterTarget.objects.filter(cluster=cluster, indicator=indicator).first()
    if before is not None and before.level == level:
        return before
    target, created = ClusterTarget.objects.update_or_create(
        cluster=cluster, indicator=indicator, defaults={"level": level}
    )
    log(instance=target, action="wagtail.create" if created else "wagtail.edit", user=by, data={"level": str(level)})
    return target


@transaction.atomic
def remove_target(*, cluster: Cluster, indicator: Indicator, by: User) -> bool:
    """Aim at nothing on this indicator; say whether there was a target to remove."""
    if not can_set_target(by, cluster):
        raise PermissionDenied
    target = ClusterTarget.objects.filter(cluster=cluster, indicator=indicator).first()
    if target is None:
        return False
    log(instance=target, action="wagtail.delete", user=by, data={"level": str(target.level)}, deleted=True)
    target.delete()
    return True


def _check_level(indicator: Indicator, level: Decimal) -> None:
    within = indicator.min_level <= level <= indicator.max_level
    if within and ScaleLevel.objects.filter(framework=indicator.framework_id, value=level).exists():
        return
    raise ValidationError(
        {
            "level": _("The scale of %(indicator)s has no such level: choose one from %(low)s to %(high)s.")
            % {
                "indicator": indicator.code,
                "low": f"{indicator.min_level.normalize():f}",
                "high": f"{indicator.max_level.normalize():f}",
            }
        }
    )
