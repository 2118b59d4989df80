"""Erasure: asked for, taken back, carried out.

Until the date of the funding line it leaves what proves how public money was spent, with the name; everything else
goes at once. After that date the clock takes the name away too, and with it the documents and words of training that
hold it. Nothing else of closed evidence is touched: its rows point to a person who is nobody any more.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.erasing import Hold, refuse_to_erase_the_last_coordinator
from lms.people.models import ErasureRequest, RetentionRules, User
from lms.people.permissions import is_coordinator
from lms.people.personal_data import Fate, Source

from . import notices
from .kept import counts_of, hold_on
from .scrubbing import scrub, scrub_typed, words_of
from .seats import give_seats_back
from .sources import SOURCES
from .training_evidence import forget_training

Status = ErasureRequest.Status
LATE_BY = timedelta(days=1)


@transaction.atomic
def request_erasure(*, person: User, by: User, now: datetime) -> ErasureRequest:
    """Ask for erasure, for oneself or, on a person's letter, as a coordinator; it is carried out some days later.

    Raises ValidationError for whoever cannot be erased; a second request is the first one.
    """
    if by.pk != person.pk and not is_coordinator(by):
        raise PermissionDenied
    person = _held(person)
    _refuse_whom_nobody_erases(person, now)
    if request := ErasureRequest.objects.filter(person=person, status=Status.OPEN).first():
        return request
    rules: Any = RetentionRules.load()
    due_on = timezone.localdate(now) + timedelta(days=rules.erasure_wait_days)
    request = ErasureRequest.objects.create(person=person, requested_at=now, due_on=due_on)
    log(instance=request, action="people.erasure_asked", user=by)
    notices.tell_asked(request, now)
    return request


@transaction.atomic
def take_back_erasure(*, request: ErasureRequest, by: User, now: datetime) -> ErasureRequest:
    """Take a request back, oneself or as a coordinator; one that is settled stays as it is, with a sentence."""
    if by.pk != request.person_id and not is_coordinator(by):
        raise PermissionDenied
    _held(request.person)
    request = ErasureRequest.objects.get(pk=request.pk)
    if request.status != Status.OPEN:
        raise ValidationError(_("This request was settled already: nothing has changed."))
    request.status, request.settled_at, request.settled_by = Status.TAKEN_BACK, now, by
    request.save()
    log(instance=request, action="people.erasure_taken_back", user=by)
    notices.tell_taken_back(request, now)
    return request


@transaction.atomic
def carry_out_erasure(*, request: ErasureRequest, by: User | None, now: datetime) -> ErasureRequest:
    """Erase the person who asked; `by` is none for the clock, which waits for the day. Twice changes nothing.

    Raises ValidationError for the last coordinator.
    """
    if by is not None and not is_coordinator(by):
        raise PermissionDenied
    person = _held(request.person)
    request = ErasureRequest.objects.get(pk=request.pk)
    if request.status == Status.DONE:
        return request
    if request.status != Status.OPEN:
        raise ValidationError(_("This request was taken back: the person keeps the account."))
    _refuse_whom_nobody_erases(person, now)
    return _erase(person, request, by, now)


@transaction.atomic
def erase_inactive(*, person: User, now: datetime) -> ErasureRequest:
    """Erase somebody whose last role ended long ago and who was told; the same rule, asked for by nobody."""
    person = _held(person)
    _refuse_whom_nobody_erases(person, now)
    request = ErasureRequest.objects.filter(person=person, status=Status.OPEN).first() or ErasureRequest.objects.create(
        person=person, requested_at=now, due_on=timezone.localdate(now)
    )
    return _erase(person, request, None, now)


@transaction.atomic
def postpone_erasure(*, request: ErasureRequest, now: datetime) -> None:
    """Look again tomorrow at a request that cannot be carried out yet."""
    ErasureRequest.objects.filter(pk=request.pk).update(due_on=timezone.localdate(now) + LATE_BY)


def _erase(person: User, request: ErasureRequest, by: User | None, now: datetime) -> ErasureRequest:
    """Remove what goes, write down what went and what stays, and say so to the address before it is gone."""
    today = timezone.localdate(now)
    give_seats_back(person, now)
    counts = counts_of(person, SOURCES)
    line = hold_on(person, counts, today)
    person.name_kept_until = line.retain_until if line else None
    words = words_of(person)
    notices.tell_erased(person, line, now)
    # The account goes last: the others still know whose they are.
    for source in [*SOURCES[1:], SOURCES[0]]:
        source.erased(person, now)
    request.status, request.settled_at, request.settled_by = Status.DONE, now, by
    request.outcome = [_outcome(source, counts[source.key], line) for source in SOURCES if counts[source.key]]
    request.save()
    log(instance=person, action="people.erased", user=by, data={"request": request.pk})
    scrub(person, words)
    if line is None:
        forget_training(person, words, now)
    else:
        scrub_typed(person, words[:1])  # the e-mail proves nothing, whoever typed it
    return request


def _outcome(source: Source, count: int, line: Hold | None) -> dict[str, Any]:
    """Return what became of one kind of data; the words are found again by its key."""
    named = line if source.fate == Fate.EVIDENCE else None
    return {
        "key": source.key,
        "done": str(source.fate),
        "count": count,
        "until": named.retain_until.isoformat() if named else None,
        "why": named.retention_basis if named else "",
    }


def _held(person: User) -> User:
    """Return the person as stored, whose row nobody else changes until the transaction ends."""
    return User.objects.select_for_update().get(pk=person.pk)


def _refuse_whom_nobody_erases(person: User, now: datetime) -> None:
    if person.erased_at is not None:
        raise ValidationError(_("The data of this person were erased already."))
    if person.is_superuser:
        raise ValidationError(_("This is an operator’s account: it is closed where the system is run, not here."))
    refuse_to_erase_the_last_coordinator(person, timezone.localdate(now))
