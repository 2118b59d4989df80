"""Every write about messages that a person decides: readers about their own, coordinators about what got stuck."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from lms.people.models import User

from .claims import STALE
from .models import Message, NoticePreference, Topic
from .models.preferences import ALWAYS_MAILED
from .permissions import can_manage_messages
from .trouble import BY_HAND

Status = Message.Status
LINKS_KEPT = timedelta(days=14)  # no link in a mail works longer than that
SEEN_ELSEWHERE = gettext_lazy("The message has moved on since you opened this page: look at its state again.")
IS_EMPTY = gettext_lazy(
    "The text is no longer kept, so it cannot be sent again: repeat what it came from, for example send a new link."
)
IS_FRESH = gettext_lazy("The server may still answer: wait ten minutes from the moment the message was handed over.")
IS_GONE = gettext_lazy("This person cannot sign in any more, so nothing is sent.")


def can_be_tried_again(message: Message) -> bool:
    """What was given up or stopped, and was to be a mail."""
    return message.status in (Status.FAILED, Status.STOPPED)


def can_be_stopped(message: Message) -> bool:
    """What has not begun to be sent, or was given up and needs no attention any more."""
    return message.status in (Status.WAITING, Status.FAILED)


def can_be_settled(message: Message) -> bool:
    """What was handed over without an answer."""
    return message.status == Status.HANDED_OVER


@transaction.atomic
def try_again(*, message: Message, by: User, now: datetime) -> Message:
    """Send a message that was given up or stopped as if it were new."""
    row = _held(message, by, can_be_tried_again)
    _refuse_if(not row.text, IS_EMPTY)
    _refuse_if(row.recipient is not None and not row.recipient.is_active, IS_GONE)
    row.status, row.due_at, row.attempts, row.last_error = Status.WAITING, now, 0, ""
    return _saved(row, "outbox.try_again", by)


@transaction.atomic
def stop_message(*, message: Message, by: User) -> Message:
    """Keep a waiting message from being sent, or leave it at that for one that was given up."""
    row = _held(message, by, can_be_stopped)
    row.status, row.last_error = Status.STOPPED, BY_HAND
    return _saved(row, "outbox.stop", by)


@transaction.atomic
def confirm_arrival(*, message: Message, by: User, now: datetime) -> Message:
    """Note that a message whose answer was lost has arrived: the recipient said so."""
    row = _held(message, by, can_be_settled)
    _refuse_if(not row.is_unanswered(now - STALE), IS_FRESH)
    for name, value in row.emptied.items():
        setattr(row, name, value)
    row.status, row.sent_at, row.last_error = Status.SENT, row.taken_at, ""
    return _saved(row, "outbox.arrived", by)


@transaction.atomic
def send_again(*, message: Message, by: User, now: datetime) -> Message:
    """Send a message whose answer was lost once more, under the same Message-ID."""
    row = _held(message, by, can_be_settled)
    _refuse_if(not row.is_unanswered(now - STALE), IS_FRESH)
    row.status, row.due_at, row.attempts, row.last_error = Status.WAITING, now, 0, ""
    return _saved(row, "outbox.send_again", by)


def mark_read(*, message: Message, by: User, now: datetime) -> None:
    """Note that its recipient has read a notice; the first time stays."""
    Message.objects.of(by).unread().filter(pk=message.pk).update(read_at=now)


def mark_all_read(*, by: User, now: datetime) -> int:
    """Note that a person has read all own notices; return how many were new."""
    return Message.objects.of(by).unread().filter(written_at__lte=now).update(read_at=now)


@transaction.atomic
def choose_topics(*, person: User, by_email: set[str]) -> None:
    """Write which topics a person wants by e-mail; what is always sent is not chosen."""
    for topic in set(Topic.values) - set(ALWAYS_MAILED):
        wanted = {"by_email": topic in by_email}
        NoticePreference.objects.update_or_create(person=person, topic=topic, defaults=wanted)


def forget_unsent_links(*, now: datetime) -> int:
    """Empty personal links of messages that never went out and are too old to be used; return how many."""
    old = Message.objects.filter(is_secret=True, written_at__lt=now - LINKS_KEPT).exclude(text="")
    unsent = old.exclude(status__in=(Status.WAITING, Status.TAKEN))
    return unsent.update(text="", html="", link="")


def _held(message: Message, by: User, fits: Callable[[Message], bool]) -> Message:
    """Return the row as it is now, held until the transaction ends; refuse who may not, and what does not fit it."""
    if not can_manage_messages(by):
        raise PermissionDenied
    row = Message.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=message.pk)
    _refuse_if(not fits(row), SEEN_ELSEWHERE)
    return row


def _refuse_if(stands_in_the_way: bool, words: Promise) -> None:
    if stands_in_the_way:
        raise ValidationError(str(words))


def _saved(row: Message, action: str, by: User) -> Message:
    row.save()
    log(instance=row, action=action, user=by)
    return row
