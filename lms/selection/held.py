"""The lock under which everything about a call is written, and what every action asks first."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lms.people.models import User

from .models import Application, Call
from .permissions import can_run_calls


def hold_call(call: int, *allowed: str) -> Call:
    """Lock the row of the call until the transaction ends; refuse when it is in none of the states allowed."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A row is locked inside a transaction only.")
    held = Call.objects.select_for_update().filter(pk=call).first()
    if held is None:
        raise ValidationError(_("This call was removed."), code="removed")
    if allowed and held.status not in allowed:
        sentence = _("This cannot be done now: the call is in the state “%(state)s”. Go back and look at it again.")
        raise ValidationError(sentence % {"state": held.get_status_display()}, code="state")
    return held


def hold_application(application: Application, *allowed: str) -> Application:
    """Lock the call and return the application as it stands under the lock."""
    call = hold_call(application.call_id, *allowed)
    found = Application.objects.select_related("person", "cluster").filter(pk=application.pk).first()
    if found is None:
        raise ValidationError(_("This application was removed."), code="removed")
    found.call = call
    return found


def only_coordinators(by: User) -> None:
    """Raise PermissionDenied for everybody else."""
    if not can_run_calls(by):
        raise PermissionDenied


def required(text: str, sentence: str, longest: int = 500) -> str:
    """Return the text, or raise ValidationError with what to do."""
    said = text.replace("\x00", "").strip()
    if not said:
        raise ValidationError(sentence, code="required")
    if len(said) > longest:
        raise ValidationError(_("Say it in at most %(longest)s characters.") % {"longest": longest}, code="too_long")
    return said
