"""What time removes: each rule finds what is due and removes it, in a transaction of its own."""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from lms.certificates.destroying import destroy_certificates
from lms.certificates.models import Certificate
from lms.certificates.sweeping import ownerless_documents, sweep_documents
from lms.dashboard.models import Heartbeat
from lms.outbox.models import Message
from lms.people.erasing import remove_name
from lms.people.models import ErasureRequest, PersonalDataRead, RetentionRules, RetentionRun, User
from lms.people.retention import months_later

from .erasing import carry_out_erasure, erase_inactive, postpone_erasure
from .inactive import inactive_people, warn_inactive
from .kept import counts_of
from .notices import FAREWELL
from .scrubbing import scrub, scrub_typed, words_of
from .sources import EVIDENCE, SOURCES
from .training_evidence import certificates_due, enrolments_due, forget_words

logger = logging.getLogger(__name__)
Status = Message.Status
DAILY = "retention"
ON_THE_WAY = (Status.WAITING, Status.TAKEN, Status.HANDED_OVER)
SETTLED = tuple(status for status in Status if status not in ON_THE_WAY)
PATIENCE = timedelta(days=30)  # for a last message of which nobody can tell whether it arrived
Due = Sequence[Any] | QuerySet[Any]


@dataclass(frozen=True)
class Rule:
    """One kind of data and its end: `due(now)` finds what is to go, `remove(due, now)` returns how much went."""

    key: str
    title: Promise
    due: Callable[[datetime], Due]
    remove: Callable[[Any, datetime], int]


def _rules() -> Any:
    return RetentionRules.load()


def _day(now: datetime, months: int) -> datetime:
    """Return the moment so many months ago."""
    local = timezone.localtime(now)
    return datetime.combine(months_later(local.date(), -months), local.timetz())


def _erasures(now: datetime) -> Due:
    requests = ErasureRequest.objects.filter(status=ErasureRequest.Status.OPEN, due_on__lte=timezone.localdate(now))
    return requests.select_related("person")


def _carry_out(requests: Iterable[ErasureRequest], now: datetime) -> int:
    return _each(requests, lambda request: carry_out_erasure(request=request, by=None, now=now), now)


def _farewells(now: datetime) -> Due:
    """Find last messages that were sent or given up: they hold the last copy of an address."""
    mine = Message.objects.filter(kind=FAREWELL, recipient=None)
    return mine.filter(Q(status__in=SETTLED) | Q(written_at__lt=now - PATIENCE))


def _unanswered(now: datetime) -> Due:
    """Find the people who never accepted an invitation, unless evidence tells of them."""
    since = now - timedelta(days=_rules().unanswered_invitation_days)
    people = User.objects.filter(invited_at__lt=since, confirmed_at=None, last_login=None, erased_at=None)
    return [person for person in people.filter(is_superuser=False) if not any(counts_of(person, EVIDENCE).values())]


def _forget_invited(people: Iterable[User], now: datetime) -> int:
    return _each(people, lambda person: _forget(person, now), now)


def _forget(person: User, now: datetime) -> None:
    """Remove somebody who never came in; where something rests on the row, it stays as nobody's."""
    words = words_of(person)
    for source in [*SOURCES[1:], SOURCES[0]]:
        source.erased(person, now)
    log(instance=person, action="people.erased")
    scrub(person, words)
    with suppress(ProtectedError), transaction.atomic():
        person.delete()


def _inactive(now: datetime) -> Due:
    return inactive_people(now)


def _erase_inactive(people: Iterable[User], now: datetime) -> int:
    return _each(people, lambda person: erase_inactive(person=person, now=now), now)


def _names(now: datetime) -> Due:
    people = User.objects.filter(erased_at__isnull=False, name_kept_until__lt=timezone.localdate(now))
    return people.exclude(first_name="", last_name="")


def _remove_names(people: Iterable[User], now: datetime) -> int:
    return _each(people, _remove_name, now)


def _remove_name(person: User) -> None:
    words = words_of(person)
    remove_name(person)
    scrub(person, words)
    scrub_typed(person, words)


def _destroy(certificates: Iterable[Certificate], now: datetime) -> int:
    return _each(certificates, lambda one: destroy_certificates(enrolments=[one.enrolment], now=now), now)


def _message_texts(now: datetime) -> Due:
    """Find the texts of old messages; the subject stays, so that one sees that there was a message, and of what."""
    old = Message.objects.filter(written_at__lt=_day(now, _rules().message_text_months), status__in=SETTLED)
    return old.exclude(text="", html="")


def _reads(now: datetime) -> Due:
    return PersonalDataRead.objects.filter(read_at__lt=_day(now, _rules().read_log_months))


def _delete(rows: "QuerySet[Any]", now: datetime) -> int:
    return rows.delete()[0]


AT_ONCE = [
    Rule("erasures", _("Requests of erasure carried out"), _erasures, _carry_out),
    Rule("farewells", _("Last messages to people who were erased, with their address"), _farewells, _delete),
]
BY_THE_DAY = [
    Rule("invitations", _("People who never accepted their invitation"), _unanswered, _forget_invited),
    Rule("inactive", _("People erased long after their last role"), _inactive, _erase_inactive),
    Rule("names", _("Names on evidence whose time has passed"), _names, _remove_names),
    # Before the next rule, whose files go only when its rows are committed.
    Rule(
        "documents", _("Documents that no certificate owns"), ownerless_documents, lambda due, now: sweep_documents(due)
    ),
    Rule("certificates", _("Certificates: name and document destroyed"), certificates_due, _destroy),
    Rule("enrolments", _("Words on old enrolments"), enrolments_due, lambda due, now: forget_words(due)),
    Rule("texts", _("Texts of old messages"), _message_texts, lambda rows, now: rows.update(text="", html="")),
    Rule("reads", _("Old readings of personal data"), _reads, _delete),
]
RULES = [*AT_ONCE, *BY_THE_DAY]
BY_KEY = {rule.key: rule for rule in RULES}


def run_retention(*, now: datetime, rules: Sequence[Rule] = RULES) -> int:
    """Remove what is due by each rule, and report it when anything was; return how many records went."""
    removed = {rule.key: count for rule in rules if (count := _apply(rule, now))}
    if removed:
        report = [{"key": key, "count": count} for key, count in removed.items()]
        RetentionRun.objects.create(ran_at=now, removed=report)
    return sum(removed.values())


def carry_out_due_erasures(*, now: datetime) -> int:
    """Do what must not wait for the night: erasures, and the last messages that went with them."""
    return run_retention(now=now, rules=AT_ONCE)


def run_daily_retention(*, now: datetime) -> int:
    """Do the rest once a day, since it reads whole tables; warn those whose account comes to its end."""
    mark, _is_new = Heartbeat.objects.get_or_create(process=DAILY, defaults={"seen_at": now - timedelta(days=2)})
    if timezone.localdate(mark.seen_at) >= timezone.localdate(now):
        return 0
    Heartbeat.objects.filter(pk=mark.pk).update(seen_at=now)
    return warn_inactive(now) + run_retention(now=now, rules=BY_THE_DAY)


def size_of(due: Due) -> int:
    """Return how many things are due, without reading them where the database can count."""
    return due.count() if isinstance(due, QuerySet) else len(due)


def _apply(rule: Rule, now: datetime) -> int:
    """Apply one rule; one that fails leaves its rows and does not stop the others."""
    try:
        with transaction.atomic():
            return rule.remove(rule.due(now), now)
    except Exception:
        logger.exception("The rule of retention %s failed", rule.key)
        return 0


def _each(things: Iterable[Any], act: Callable[[Any], object], now: datetime) -> int:
    """Act on each, so that one that cannot be dealt with keeps nobody else; return how many were dealt with."""
    done = 0
    for thing in things:
        try:
            with transaction.atomic():
                act(thing)
            done += 1
        except ValidationError as refused:
            logger.warning("%s %s stays for now: %s", type(thing).__name__, thing.pk, refused.messages)
            if isinstance(thing, ErasureRequest):
                postpone_erasure(request=thing, now=now)
        except Exception:
            logger.exception("%s %s could not be dealt with", type(thing).__name__, thing.pk)
    return done
