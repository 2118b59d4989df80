"""How an action says no: with the reasons of the rule on conflicts, with what has changed meanwhile, or plainly."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from .conflict_words import reasons
from .models import Assessment
from .scoring_rights import Standing


def refuse_unless(allowed: bool, standing: Standing) -> None:
    """Raise ValidationError with the reasons of a conflict, PermissionDenied where it is none of one's business."""
    if allowed:
        return
    if standing.has_part and standing.findings:
        raise ValidationError([ValidationError(text, code="conflict") for text in reasons(standing.findings)])
    raise PermissionDenied


def refuse_closed(assessment: Assessment) -> None:
    """Raise ValidationError for an assessment that is evidence by now."""
    if assessment.is_closed:
        raise ValidationError(_("%(assessment)s is closed already.") % {"assessment": assessment}, code="closed")


def locked(assessment: Assessment) -> Assessment:
    """Return the assessment as it stands now, held until the transaction ends; ValidationError when it is gone."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("cluster", "framework")
    found = rows.filter(pk=assessment.pk).first()
    if found is None:
        raise ValidationError(_("This assessment was removed already."), code="removed")
    return found
