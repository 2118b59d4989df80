"""Versions of a rule: what changes from a day on is a new version; proposals stay with the one they were made by."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User
from lms.people.permissions import is_coordinator

from .models import LabelProposal, LabelRequirement, LabelRule

# What proposals are dated and judged by; the rest is wording.
FIXED = {
    LabelRule: (
        "level", "valid_from", "first_months", "to_end_of_month", "grace_months", "renewal_months",
        "renewal_opens_months", "assessors",
    ),
    LabelRequirement: ("code", "kind", "amount", "amount_until"),
}  # fmt: skip


def proposals_by(rule: LabelRule) -> int:
    """Return how many proposals were made by this version."""
    return LabelProposal.objects.filter(rule=rule.pk).count() if rule.pk else 0


@transaction.atomic
def copy_rule(*, rule: LabelRule, valid_from: date, by: User) -> LabelRule:
    """Copy a rule with its requirements as a version in force from a day. Raises ValidationError when there is one."""
    if not is_coordinator(by):
        raise PermissionDenied
    if LabelRule.objects.filter(level=rule.level, valid_from=valid_from).exists():
        text = _("There is a version of %(label)s in force from %(day)s already: choose another day.")
        about = {"label": rule.get_level_display(), "day": date_format(valid_from)}
        raise ValidationError({"valid_from": text % about})
    requirements = list(rule.requirements.all())
    copied = LabelRule(**_columns(rule) | {"valid_from": valid_from})
    copied.full_clean()
    copied.save()
    for requirement in requirements:
        LabelRequirement.objects.create(**_columns(requirement) | {"rule_id": copied.pk})
    log(instance=copied, action="wagtail.copy", user=by, data={"from": str(rule)})
    return copied


def _columns(row: LabelRule | LabelRequirement) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
