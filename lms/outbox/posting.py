"""How a message is written: in the language of the one who reads it, in the transaction of the fact it tells of."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from lms.people.models import User

from .models import Message, NoticePreference
from .models.preferences import ALWAYS_MAILED

Status = Message.Status
LONGEST_SUBJECT = 250


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What to write: templates `outbox/<kind>.subject.txt` and `outbox/<kind>.txt`, with their `context`.

    `link` is an address of the site ("/it/..."), where what the message asks for is done; it opens a page that asks.
    `once` names what this is the only message about, "label:12:6:34" for one; with it a second call changes nothing.
    """

    topic: str
    kind: str
    context: dict[str, Any] = field(default_factory=dict)
    link: str = ""
    once: str | None = None
    is_secret: bool = False


def post(*, to: User, notice: Notice, now: datetime) -> Message | None:
    """Write a message to a person into the outbox; return none when there is one with the same `once` already.

    Call it inside the transaction that writes the fact: both stand, or neither.
    """
    if notice.once and Message.objects.filter(once=notice.once).exists():
        return None
    message = _written(to, notice, now)
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError:  # somebody else wrote the same at the same moment
        return None
    return message


def _written(to: User, notice: Notice, now: datetime) -> Message:
    """Return the message, unsaved: words in the recipient's language, times in the recipient's zone."""
    by_email = to.is_active and bool(to.email) and wants_email(to, notice.topic)
    context = notice.context | {"recipient": to, "link": f"{settings.BASE_URL}{notice.link}" if notice.link else ""}
    with translation.override(to.language), timezone.override(ZoneInfo(to.time_zone)):
        subject = " ".join(render_to_string(f"outbox/{notice.kind}.subject.txt", context).split())
        text = render_to_string(f"outbox/{notice.kind}.txt", context).strip() + "\n"
        html = render_to_string("outbox/frame.html", context | {"subject": subject, "text": text})
    return Message(
        topic=notice.topic,
        kind=notice.kind,
        once=notice.once,
        recipient=to,
        to_email=to.email if by_email else "",
        language=to.language,
        subject=subject[:LONGEST_SUBJECT],
        text=text,
        html=html,
        link=notice.link,
        is_secret=notice.is_secret,
        status=Status.WAITING if by_email else Status.ON_SITE,
        written_at=now,
        due_at=now if by_email else None,
    )


def wants_email(person: User, topic: str) -> bool:
    """Say whether a person hears of a topic by e-mail: yes unless switched off; what concerns the account always."""
    if topic in ALWAYS_MAILED:
        return True
    return not NoticePreference.objects.filter(person=person, topic=topic, by_email=False).exists()
