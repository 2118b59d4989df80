"""Whoever is erased comes no more: seats and places in queues go to others, through the same door as any withdrawal."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.people.models import User
from lms.training.enrolment_actions import withdraw
from lms.training.models import Enrolment

Status = Enrolment.Status


def give_seats_back(person: User, now: datetime) -> None:
    """Withdraw from what has not begun, and from every queue; what has begun stays: its hours are evidence."""
    to_come = Q(offering__starts_at=None) | Q(offering__starts_at__gt=now)
    open_ones = Q(status__in=[Status.APPLIED, Status.WAITING, Status.OFFERED]) | Q(to_come, status=Status.CONFIRMED)
    with override(settings.LANGUAGE_CODE):
        reason = _("The account was closed and its data erased.")
    for enrolment in Enrolment.objects.filter(open_ones, person=person).select_related("offering").order_by("pk"):
        withdraw(enrolment=enrolment, by=person, reason=reason, now=now)
