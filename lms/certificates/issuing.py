"""Issuing certificates: whoever passed and never had one gets one; numbers first, then documents, then rows at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lms.people.models import User
from lms.training.models import Offering, Outcome

from .due import due, due_in
from .facts import facts_for, logos_of
from .making import discard, make_certificate
from .models import Certificate, IssueRun
from .notices import tell_issued
from .numbers import take_numbers
from .printed import PrintedLogo

STEP = 60  # documents between two reports of how far it is


@dataclass(frozen=True)
class Round:
    """What all certificates of one round share."""

    language: str
    by: User
    now: datetime
    logos: tuple[PrintedLogo, ...]
    is_demonstration: bool = False


def issue_round(*, run: IssueRun, now: datetime, is_demonstration: bool = False) -> int:
    """Issue everything that is due in the offering of a round; return how many that were.

    Numbers are taken before anything is drawn, so that no lock is held meanwhile; a round that breaks off leaves its
    numbers unused. Running it twice, or two at once, issues nothing twice: the rows are written under the lock of the
    offering, for those who are still due then. The documents of a round that fails are removed.
    """
    waiting, shared = due_in(run.offering), _shared(run, now, is_demonstration)
    made: list[Certificate] = []
    try:
        for certificate in _make(waiting, shared):
            made.append(certificate)
            if len(made) % STEP == 0 and len(made) < len(waiting):
                IssueRun.objects.filter(pk=run.pk).update(made=len(made))
        return len(_keep(run, made, shared))
    except Exception:
        discard(made)
        raise


def _shared(run: IssueRun, now: datetime, is_demonstration: bool) -> Round:
    return Round(run.language, run.asked_by, now, logos_of(run.offering), is_demonstration)


def _make(waiting: list[Outcome], shared: Round) -> Iterator[Certificate]:
    """Draw and store each document; the rows come later."""
    numbers = take_numbers(len(waiting), shared.now) if waiting else []
    for number, outcome in zip(numbers, waiting, strict=True):
        facts = facts_for(outcome, now=shared.now, is_demonstration=shared.is_demonstration)
        yield make_certificate(
            enrolment=outcome.enrolment,
            facts=facts,
            number=number,
            language=shared.language,
            logos=shared.logos,
            by=shared.by,
            now=shared.now,
        )


@transaction.atomic
def _keep(run: IssueRun, made: Iterable[Certificate], shared: Round) -> list[Certificate]:
    """Write the rows of those who are still due, tell them, and end the round."""
    # The lock of every seat and outcome; nothing else of the offering is needed here.
    offering = Offering.objects.select_for_update().get(pk=run.offering_id)
    still = set(due().filter(enrolment__offering=offering).values_list("enrolment", flat=True))
    kept = [one for one in made if one.enrolment_id in still]
    discard(one for one in made if one.enrolment_id not in still)
    Certificate.objects.bulk_create(kept)
    tell_issued(kept, offering, now=shared.now)
    IssueRun.objects.filter(pk=run.pk).update(made=len(kept), wanted=len(kept), ended_at=shared.now)
    return kept
