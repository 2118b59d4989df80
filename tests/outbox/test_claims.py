"""Who holds a message: nobody takes what is taken, nobody settles what is no longer theirs."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from lms.outbox.claims import ClaimLostError, hand_over, new_taker, release_abandoned, settle, take_next
from lms.outbox.models import Message
from tests.factories_outbox import WRITTEN, MessageFactory

pytestmark = pytest.mark.django_db
NOW = WRITTEN + timedelta(minutes=5)


def clock():
    return NOW


def test_takes_what_has_waited_longest_and_only_what_is_due():
    second = MessageFactory(due_at=WRITTEN + timedelta(minutes=1))
    first = MessageFactory()
    MessageFactory(due_at=NOW + timedelta(seconds=1))
    for trait in ("on_site", "sent", "failed", "stopped", "taken", "handed_over"):
        MessageFactory(**{trait: True})
    assert [take_next("me", NOW), take_next("me", NOW), take_next("me", NOW)] == [first, second, None]
    assert (Message.objects.get(pk=first.pk).status, Message.objects.get(pk=first.pk).attempts) == ("taken", 1)


def test_who_lost_the_claim_can_neither_hand_over_nor_settle():
    MessageFactory()
    lost = take_next("me", NOW)
    assert release_abandoned(NOW + timedelta(minutes=11)) == 1
    other = take_next("other", NOW + timedelta(minutes=12))
    with pytest.raises(ClaimLostError):
        hand_over(lost, clock)
    assert not settle(lost, status="sent", sent_at=NOW)
    hand_over(other, clock)
    assert settle(other, status="sent", sent_at=NOW)
    assert Message.objects.get().attempts == 2


def test_dead_takers_messages_go_back_at_once_behind_the_others():
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    host = new_taker().partition(":")[0]
    abandoned = MessageFactory(taken=True, taken_at=NOW, taken_by=f"{host}:{dead.pid}:x")
    waiting = MessageFactory()
    alive = MessageFactory(taken=True, taken_at=NOW, taken_by=f"{host}:{os.getpid()}:x")
    elsewhere = MessageFactory(taken=True, taken_at=NOW, taken_by=f"elsewhere:{dead.pid}:x")
    handed_over = MessageFactory(handed_over=True, taken_by=f"{host}:{dead.pid}:x")
    assert release_abandoned(NOW) == 1
    statuses = dict(Message.objects.values_list("pk", "status"))
    assert [statuses[m.pk] for m in (abandoned, alive, elsewhere, handed_over)] == [
        "waiting", "taken", "taken", "handed_over",
    ]  # fmt: skip
    assert [take_next("me", NOW), take_next("me", NOW)] == [waiting, abandoned]


def test_message_that_takes_its_takers_down_is_given_up():
    MessageFactory(taken=True, attempts=8)
    assert release_abandoned(NOW + timedelta(minutes=11)) == 1
    message = Message.objects.get()
    assert (message.status, message.last_error) == ("failed", "abandoned")
