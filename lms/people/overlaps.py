"""Nobody holds the same role twice at the same time."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from .models import RoleGrant, User


def refuse_same_role_twice(grant: RoleGrant) -> None:
    """Raise ValidationError when the person holds the role in a part of that time; holds the person's row meanwhile.

    A grant that is only made shorter takes nothing that it did not have.
    """
    # Two coordinators who give the same role at the same moment come one after the other.
    User.objects.select_for_update(no_key=True).get(pk=grant.user_id)
    before = RoleGrant.objects.filter(pk=grant.pk, user=grant.user_id, role=grant.role, cluster=grant.cluster_id)
    if any(_lies_within(grant, stored) for stored in before):
        return
    same = RoleGrant.objects.filter(user=grant.user_id, role=grant.role, cluster=grant.cluster_id).exclude(pk=grant.pk)
    same = same.filter(Q(valid_until=None) | Q(valid_until__gte=grant.valid_from))
    if grant.valid_until:
        same = same.filter(valid_from__lte=grant.valid_until)
    if same.exists():
        raise ValidationError(_("This person holds this role in that time already: change that grant."))


def _lies_within(grant: RoleGrant, stored: RoleGrant) -> bool:
    ends_earlier = grant.valid_until is not None and stored.is_active(grant.valid_until)
    return stored.is_active(grant.valid_from) and (stored.valid_until is None or ends_earlier)
