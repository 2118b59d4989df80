"""Versions of a framework: one that evidence rests on is not changed, it is copied as a new version."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User
from lms.people.permissions import is_coordinator

from .models import Assessment, Framework, Indicator, IndicatorGroup, ScaleLevel

# What scores, gaps and readiness are computed from, and what workbooks are matched by.
FIXED = {
    Framework: ("code", "version", "kind", "gold_share"),
    ScaleLevel: ("value",),
    IndicatorGroup: ("code",),
    Indicator: (
        "code", "group", "min_level", "max_level", "excellence_threshold", "minimum_requirement", "weight",
    ),
}  # fmt: skip


def is_evidence(framework: Framework) -> bool:
    """Say whether a closed assessment rests on the framework, so that only its wording may still change."""
    if framework.pk is None:
        return False
    return framework.assessments.filter(status=Assessment.Status.CLOSED).exists()


@transaction.atomic
def copy_framework(*, framework: Framework, version: str, valid_from: date | None, by: User) -> Framework:
    """Copy levels, groups, indicators and what hangs on them (competences, lifts) to a new version.

    Raises ValidationError when the version exists. Scores, needs and targets stay with the version they were made on.
    """
    if not is_coordinator(by):
        raise PermissionDenied
    if Framework.objects.filter(code=framework.code, version=version).exists():
        text = _("Version %(version)s of %(code)s exists already: choose another name.")
        raise ValidationError({"version": text % {"version": version, "code": framework.code}})
    copied = _copy(framework, version=version, valid_from=valid_from)
    for level in framework.levels.all():
        _copy(level, framework=copied)
    groups = {group.pk: _copy(group, framework=copied) for group in framework.groups.all()}
    for indicator in framework.indicators.all():
        twin = _copy(indicator, framework=copied, group=groups[indicator.group_id])
        _copy_what_goes_with(indicator, twin)
    log(instance=copied, action="wagtail.copy", user=by, data={"from": str(framework)})
    return copied


def _copy(original: Any, **changes: Any) -> Any:
    """Save a copy of a row with some columns changed."""
    fields = {f.attname: getattr(original, f.attname) for f in original._meta.concrete_fields if not f.primary_key}
    twin = type(original)(**fields)
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.full_clean()
    models.Model.save(twin)
    return twin


def _copy_what_goes_with(indicator: Indicator, twin: Indicator) -> None:
    """Copy the rows of other apps that would be deleted with the indicator; evidence, which protects it, stays."""
    for relation in Indicator._meta.related_objects:
        if relation.on_delete is models.CASCADE:
            for row in relation.related_model._default_manager.filter(**{relation.field.name: indicator}):
                _copy(row, **{relation.field.name: twin})
