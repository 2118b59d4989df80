"""What remains of training once nobody asks for a person's name any more: hours, numbers and hashes, without words.

Lines of the register stay as they are, since each is covered by the hash of the next; they know people by random keys.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from lms.certificates.destroying import destroy_certificates
from lms.certificates.models import Certificate
from lms.people.models import User
from lms.training.models import Enrolment, EnrolmentEvent
from lms.triggers import unlocked

from .scrubbing import scrub_typed

REASON = "Words on enrolments of people who were erased and whose names nobody asks for"


def certificates_due(now: datetime) -> "QuerySet[Certificate]":
    """Find the certificates that still name somebody whose name no funding line asks for."""
    return _of_the_forgotten(Certificate.objects.filter(destroyed_at=None), "enrolment__person", now).select_related(
        "enrolment"
    )


def enrolments_due(now: datetime) -> "QuerySet[Enrolment]":
    """Find the enrolments of such people on which somebody's words still stand."""
    said = EnrolmentEvent.objects.exclude(reason="").values("enrolment")
    return _of_the_forgotten(Enrolment.objects.filter(~Q(note="") | Q(pk__in=said)), "person", now)


@transaction.atomic
def forget_words(enrolments: Iterable[Enrolment]) -> int:
    """Empty what the people said when they applied, and the reasons of every step; return how many enrolments."""
    keys = [enrolment.pk for enrolment in enrolments]
    Enrolment.objects.filter(pk__in=keys).update(note="")
    with unlocked(REASON):
        EnrolmentEvent.objects.filter(enrolment__in=keys).exclude(reason="").update(reason="")
    return len(keys)


@transaction.atomic
def forget_training(person: User, words: Iterable[str], now: datetime) -> None:
    """Take one person's name out of the evidence of training at once; the caller knows that no line asks for it."""
    mine = list(Enrolment.objects.filter(person=person))
    destroy_certificates(enrolments=mine, now=now)
    forget_words(mine)
    scrub_typed(person, words)


def _of_the_forgotten(rows: "QuerySet[Any]", person: str, now: datetime) -> "QuerySet[Any]":
    """Keep the rows of people who were erased and whose name is asked for no longer."""
    kept_until = f"{person}__name_kept_until"
    over = Q(**{kept_until: None}) | Q(**{f"{kept_until}__lt": timezone.localdate(now)})
    return rows.filter(over, **{f"{person}__erased_at__isnull": False}).order_by("pk")
