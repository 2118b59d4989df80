"""The signed-in person comes with the number of unread notices: every page shows it, none asks for it."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from lms.people.backends import ActiveRolesBackend
from lms.people.models import User

from .models import Message


class RolesAndNoticesBackend(ActiveRolesBackend):
    """Reads the person at each request, as Django does, and counts in the same query."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person with `unread_notices`, or none when he or she may not sign in."""
        unread = Message.objects.filter(is_secret=False).unread().order_by().values("recipient")
        counted = unread.annotate(count=Count("pk")).values("count")
        people = User.objects.annotate(unread_notices=Coalesce(Subquery(counted.filter(recipient=OuterRef("pk"))), 0))
        user = people.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
