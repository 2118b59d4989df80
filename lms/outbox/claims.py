"""Who holds a message while it is sent. Each step is committed before the next one begins (decision 0009).

waiting -> taken -> handed over -> sent. A step changes the row only if this taker holds it, so a taker who was thought
dead, and comes back, can neither hand over nor settle what somebody else has taken since.
"""

import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from .backoff import MINUTES
from .models import Message
from .trouble import ABANDONED

Clock = Callable[[], datetime]
Status = Message.Status
STALE = timedelta(minutes=10)  # far longer than a conversation with a server may take


class ClaimLostError(Exception):
    """The message is no longer this taker's to send."""


def new_taker() -> str:
    """Return a name for one batch: the host, the process, and what makes it the only one."""
    return f"{_host()}:{os.getpid()}:{uuid4().hex[:16]}"


def take_next(taker: str, now: datetime) -> Message | None:
    """Take the message that has waited longest; nobody else takes the same one."""
    with transaction.atomic(durable=True):
        waiting = Message.objects.due(now).select_related("recipient")
        message = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if message is None:
            return None
        message.status, message.taken_by, message.taken_at = Status.TAKEN, taker, now
        message.attempts += 1
        message.save(update_fields=["status", "taken_by", "taken_at", "attempts"])
    return message


def hand_over(message: Message, clock: Clock) -> None:
    """Note that the body leaves now: from here on nobody can know that it did not arrive.

    Raises ClaimLostError when somebody else has taken the message since.
    """
    held = Message.objects.filter(pk=message.pk, status=Status.TAKEN, taken_by=message.taken_by)
    if not held.update(status=Status.HANDED_OVER, taken_at=clock()):
        raise ClaimLostError
    message.status = Status.HANDED_OVER


def settle(message: Message, **values: object) -> bool:
    """Write what became of a message that this taker holds; say whether it still held it."""
    held = Message.objects.filter(pk=message.pk, status=message.status, taken_by=message.taken_by)
    return bool(held.update(**values))


def release_abandoned(now: datetime) -> int:
    """Put back what was taken by somebody who died before handing it over; return how many.

    It goes behind all that is due, and what took its taker down again and again is given up, so that a message that
    kills the worker holds up nobody. A body that was handed over stays as it is: see decision 0009.
    """
    taken = Message.objects.filter(status=Status.TAKEN)
    dead = [taker for taker in taken.values_list("taken_by", flat=True).distinct() if _is_dead(taker)]
    abandoned = taken.filter(taken_by__in=dead) | taken.filter(taken_at__lt=now - STALE)
    given_up = abandoned.filter(attempts__gt=len(MINUTES)).update(status=Status.FAILED, last_error=ABANDONED)
    return given_up + abandoned.update(status=Status.WAITING, due_at=now)


def _is_dead(taker: str) -> bool:
    """Say whether the process is known to have ended: one of this machine, whose number nobody has."""
    host, _, rest = taker.rpartition(":")[0].rpartition(":")
    if host != _host() or not rest.isdigit():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _host() -> str:
    return socket.gethostname()[:50]
