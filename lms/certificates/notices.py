"""Who hears of a certificate: its owner, when it is issued, replaced or revoked."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from lms.outbox.models import Topic
from lms.outbox.posting import Notice, post, post_to_many
from lms.training.models import Offering

from .models import Certificate


def tell_issued(certificates: Iterable[Certificate], offering: Offering, *, now: datetime) -> None:
    """Tell each owner that it is there to be downloaded."""
    by_person = {one.enrolment.person_id: one for one in certificates}
    people = [one.enrolment.person for one in by_person.values()]
    post_to_many(
        recipients=people,
        notice_for=lambda person: _notice("certificate_issued", offering, by_person[person.pk]),
        now=now,
    )


def tell_ended(certificate: Certificate, offering: Offering, *, now: datetime) -> None:
    """Tell the owner that it was revoked or replaced, and why."""
    kind = f"certificate_{certificate.status}"
    post(to=certificate.enrolment.person, notice=_notice(kind, offering, certificate), now=now)


def _notice(kind: str, offering: Offering, certificate: Certificate) -> Notice:
    context = {"offering": offering, "certificate": certificate}
    return Notice(topic=Topic.TRAINING, kind=kind, context=context, link=reverse("certificates:mine"))
