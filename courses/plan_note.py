"""The note that a coordinator writes on a draft and managers read with the published plan."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.needs.beneficiaries import hold, owner_of
from lms.people.models import User

from .models import TrainingPlan
from .permissions import can_edit_plans

LONGEST_NOTE = 4_000


@transaction.atomic
def write_note(*, plan: TrainingPlan, note: str, by: User, now: datetime) -> TrainingPlan:
    """Write, change or, with an empty text, remove the note of a draft; computing again carries it over.

    Raises ValidationError when the version was published or set aside meanwhile or the text is too long. The log keeps
    each text.
    """
    if not can_edit_plans(by):
        raise PermissionDenied
    hold(owner_of(plan))
    plan = TrainingPlan.objects.select_related("cluster", "person").get(pk=plan.pk)
    note = "\n".join(note.strip().splitlines())
    if plan.status == TrainingPlan.Status.SET_ASIDE:
        raise ValidationError(_("Version %(version)s was replaced by a later one.") % {"version": plan.version})
    if plan.status != TrainingPlan.Status.DRAFT:
        raise ValidationError(
            _("Version %(version)s is published, so its note stays as it is: compute a new version to write another.")
            % {"version": plan.version}
        )
    if len(note) > LONGEST_NOTE:
        raise ValidationError({"note": _("The note is too long: 4,000 characters at most.")})
    if note != plan.note:
        plan.note = note
        plan.save(update_fields=["note"])
        log(instance=plan, action="wagtail.edit", user=by, timestamp=now, data={"version": plan.version, "note": note})
    return plan
