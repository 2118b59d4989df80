"""Copies of somebody else's data."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from lms.people.models import PersonalDataRead, User
from lms.people.permissions import can_change_person
from lms.people.reads import log_read

from .notices import tell_copied


@transaction.atomic
def note_copy(*, person: User, reason: str, by: User, now: datetime) -> None:
    """Write down, where the person reads it, that somebody makes a copy of the person's data, and tell the person."""
    if not can_change_person(by, person):
        raise PermissionDenied
    log_read(person=person, reader=by, field=PersonalDataRead.Field.EXPORT, now=now, detail=reason)
    log(instance=person, action="people.copied", user=by, data={"reason": reason})
    if by.pk != person.pk:
        tell_copied(person, by, reason, now)
