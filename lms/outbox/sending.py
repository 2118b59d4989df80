"""Sends what is due, one message at a time; what happens to one never holds up the others."""

import logging
import smtplib
import time
from contextlib import closing
from dataclasses import dataclass

from . import claims
from .backoff import NEVER, UNKNOWN, answer_of, is_about_the_server, next_try, verdict
from .claims import ClaimLostError, Clock
from .durable import commits_survive_a_power_failure
from .line import Line
from .models import Message
from .stopping import StopsBetween
from .trouble import RECIPIENT_GONE

logger = logging.getLogger(__name__)
Status = Message.Status
MOST, SECONDS = 500, 30.0  # then other background work has its turn
STRIKES = 3  # so many in a row that the server could not take: it is the server


@dataclass(frozen=True)
class Batch:
    """How many messages the server accepted, and whether more wait for their turn."""

    sent: int
    is_more: bool


def send_batch(*, clock: Clock, most: int = MOST, seconds: float = SECONDS) -> Batch:
    """Send what is due until nothing is left, the batch is full, the server is ill, or the process is asked to end."""
    claims.release_abandoned(clock())
    taker, until, sent, strikes = claims.new_taker(), time.monotonic() + seconds, 0, 0
    with commits_survive_a_power_failure(), StopsBetween() as stop, closing(Line(clock)) as line:
        for _number in range(most):
            if stop.is_asked or strikes == STRIKES:
                return Batch(sent, is_more=False)
            if time.monotonic() > until:
                break
            message = claims.take_next(taker, clock())
            if message is None:
                return Batch(sent, is_more=False)
            error = _deliver(message, line, clock)
            sent += message.status == Status.SENT
            strikes = strikes + 1 if error and is_about_the_server(error) else 0
    return Batch(sent, is_more=True)


def _deliver(message: Message, line: Line, clock: Clock) -> Exception | None:
    """Send one message and write what became of it; return what went wrong."""
    if message.recipient and not message.recipient.is_active:
        claims.settle(message, status=Status.STOPPED, last_error=RECIPIENT_GONE, **message.emptied)
        return None
    try:
        line.carry(message)
    except ClaimLostError:
        line.drop()
        logger.warning("Message %s was taken back while it was being sent", message.key)
        return None
    except Exception as error:
        if not isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused):
            line.drop()
        _note(message, error, clock)
        return error
    if claims.settle(message, status=Status.SENT, sent_at=clock(), last_error="", **message.emptied):
        message.status = Status.SENT
    return None


def _note(message: Message, error: Exception, clock: Clock) -> None:
    """Write that it was not delivered: tried again later, given up, or unknown for a person to decide."""
    what, now = verdict(error, handed_over=message.status == Status.HANDED_OVER), clock()
    answer = answer_of(error)
    logger.warning("Message %s was not delivered (%s): %s", message.key, what, type(error).__name__)
    if what == UNKNOWN:
        claims.settle(message, last_error=answer)
        return
    due = None if what == NEVER else next_try(message.attempts, now)
    claims.settle(message, status=Status.WAITING if due else Status.FAILED, due_at=due or now, last_error=answer)
