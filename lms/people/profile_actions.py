"""Writing the own profile."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from .models import User
from .profile import WORDS

OWN_COLUMNS = ("first_name", "last_name", "language", "time_zone", *WORDS)


@transaction.atomic
def change_profile(*, person: User, by: User, now: datetime) -> list[str]:
    """Write what changed of the own profile; return the names of the columns. Raises ValidationError."""
    if by.pk != person.pk:
        raise PermissionDenied
    stored = User.objects.select_for_update().get(pk=person.pk)
    changed = [name for name in OWN_COLUMNS if getattr(stored, name) != getattr(person, name)]
    if changed:
        person.clean_fields(exclude=[f.name for f in User._meta.fields if f.name not in OWN_COLUMNS])
        person.save(update_fields=changed)
        log(instance=person, action="wagtail.edit", user=by, timestamp=now, data={"fields": changed})
    return changed
