"""What an offering's funding line asks is frozen when it starts, by itself."""

import logging
from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from .models import Offering
from .terms import freeze_terms

logger = logging.getLogger(__name__)


def freeze_started_offerings(*, now: datetime) -> int:
    """Freeze the terms of every published offering that has started; return how many were frozen.

    One transaction per offering, so that one that fails keeps no other from being frozen; the log says which.
    """
    due = Offering.objects.filter(status=Offering.Status.PUBLISHED, starts_at__lte=now, terms__isnull=True)
    frozen = 0
    for pk, code in list(due.order_by("pk").values_list("pk", "code")):
        try:
            frozen += _freeze(pk, now)
        except Exception:
            logger.exception("The terms of %s could not be frozen", code)
    return frozen


@transaction.atomic
def _freeze(pk: int, now: datetime) -> int:
    held = Offering.objects.select_for_update().get(pk=pk)
    if held.terms is not None or not held.is_open or held.starts_at is None or held.starts_at > now:
        return 0
    freeze_terms(held, now)
    log(instance=held, action="wagtail.edit", data={"what": ["terms_frozen"]})
    return 1
