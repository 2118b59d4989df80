"""The programme is never left without a coordinator, for only coordinators make coordinators."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Role, RoleGrant, User


def refuse_to_lose_coordinators(*, grant: RoleGrant, today: date, by: User | None) -> None:
    """Raise ValidationError when a coordinator's grant, changed, would hold for less time and should not.

    Nobody takes the own role away, which is mostly a slip; and no day may be left to nobody.
    """
    # Locks all of them: two coordinators who end each other's role at the same moment come one after the other.
    rows = RoleGrant.objects.select_for_update(of=("self",)).filter(role=Role.COORDINATOR).select_related("user")
    stored = {row.pk: row for row in rows}
    before = stored.pop(grant.pk, None)
    others = [row for row in stored.values() if row.user.is_active]
    if before is None or not (lost := days_lost(before, grant, others, today)):
        return
    if by is not None and before.user_id == by.pk:
        raise ValidationError(_("You cannot end or shorten your own role of coordinator: ask another coordinator."))
    if empty := [day for day in lost if not any(other.is_active(day) for other in others)]:
        text = _("From %(day)s nobody would coordinate the programme: give the role to somebody else first.")
        raise ValidationError(text % {"day": date_format(empty[0])})


def days_lost(before: RoleGrant, after: RoleGrant, others: list[RoleGrant], today: date) -> list[date]:
    """Return days, from today on, on which the grant held before the change and does not hold after it.

    Not all of them, but those on which a gap can begin: the first one, and those on which somebody else's role ends.
    """
    first = max(today, before.valid_from)
    ends = [row.valid_until for row in [after, *others] if row.valid_until is not None and row.valid_until < date.max]
    days = sorted({first, *(max(first, end + timedelta(days=1)) for end in ends)})
    same = (after.role, after.user_id) == (before.role, before.user_id)
    return [day for day in days if before.is_active(day) and not (same and after.is_active(day))]
