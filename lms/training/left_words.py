"""Of somebody who takes part no more and has lines in the register: since when, in words."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .models import Enrolment, Offering
from .states import TAKING_PART


def left_words(enrolment: Enrolment, offering: Offering) -> str:
    """Say "withdrawn on 3 January 2027"; nothing of whoever takes part."""
    if enrolment.status in TAKING_PART:
        return ""
    if enrolment.status != Enrolment.Status.WITHDRAWN or ended_with(enrolment, offering):
        return str(offering.get_status_display() if ended_with(enrolment, offering) else enrolment.get_status_display())
    return _("withdrawn on %(day)s") % {"day": date_format(localtime(enrolment.status_at), "DATE_FORMAT")}


def ended_with(enrolment: Enrolment, offering: Offering) -> bool:
    """Say whether the place was lost since the offering was cancelled; who had withdrawn before it had gone already."""
    at = offering.cancelled_at
    return enrolment.status == Enrolment.Status.WITHDRAWN and at is not None and enrolment.status_at >= at
