"""How a message is written: in the language of the one who reads it, in the transaction of the fact it tells of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, translate_url
from django.utils import timezone, translation

from lms.background import enqueue_after_commit
from lms.people.models import User

from .mail import absolute, html_of
from .models import Message, NoticePreference
from .models.preferences import ALWAYS_MAILED
from .tasks import send_due_messages

Status = Message.Status
LONGEST_SUBJECT = 250


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What to write: templates `outbox/<kind>.subject.txt` and `outbox/<kind>.txt`, with their `context`.

    `link` is an address of the site ("/it/..."), where what the message asks for is done; it opens a page that asks. It
    leads to the page in the recipient's language. `once` names what this is the only message about, "label:12:6:34" for
    one; with it a second call changes nothing.
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
    written = post_to_many(recipients=[to], notice_for=lambda person: notice, now=now)
    return written[0] if written else None


def post_to_many(
    *, recipients: Iterable[User], notice_for: Callable[[User], Notice | None], now: datetime
) -> list[Message]:
    """Write to each recipient what `notice_for(person)` says, or nothing when it returns none; return what was written.

    As many queries for a hundred people as for one.
    """
    notices = [(person, notice) for person in recipients if (notice := notice_for(person))]
    muted = _muted(notices)
    messages = [_written(person, notice, (person.pk, notice.topic) not in muted, now) for person, notice in notices]
    written = _saved(messages)
    if any(message.status == Status.WAITING for message in written):
        enqueue_after_commit(send_due_messages)
    return written


def _muted(notices: list[tuple[User, Notice]]) -> set[tuple[int, str]]:
    """Return who wants no e-mail about what: pairs of a person's key and a topic."""
    topics = {notice.topic for _person, notice in notices} - set(ALWAYS_MAILED)
    if not topics:
        return set()
    people = [person.pk for person, _notice in notices]
    return set(NoticePreference.objects.muted(people, topics).values_list("person_id", "topic"))


def _saved(messages: list[Message]) -> list[Message]:
    """Write the rows and return those that are new.

    Where `once` is given, somebody may write the same at the same moment: the database keeps the first one, and the
    keys tell whose it was.
    """
    if all(message.once is None for message in messages):
        return Message.objects.bulk_create(messages)
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    kept = dict(Message.objects.filter(key__in=[message.key for message in messages]).values_list("key", "pk"))
    for message in messages:
        message.pk = kept.get(message.key)
        message._state.adding = message.pk is None
    return [message for message in messages if message.pk]


def _written(to: User, notice: Notice, is_wanted: bool, now: datetime) -> Message:
    """Return the message, unsaved: words in the recipient's language, times in the recipient's zone."""
    by_email = is_wanted and to.is_active and bool(to.email)
    link = _in_language(notice.link, to.language)
    context = notice.context | {"recipient": to, "link": absolute(link)}
    with translation.override(to.language), timezone.override(ZoneInfo(to.time_zone)):
        subject = " ".join(render_to_string(f"outbox/{notice.kind}.subject.txt", context).split())
        text = render_to_string(f"outbox/{notice.kind}.txt", context).strip() + "\n"
    message = Message(
        topic=notice.topic,
        kind=notice.kind,
        once=notice.once,
        recipient=to,
        to_email=to.email if by_email else "",
        language=to.language,
        subject=subject[:LONGEST_SUBJECT],
        text=text,
        link=link,
        is_secret=notice.is_secret,
        status=Status.WAITING if by_email else Status.ON_SITE,
        written_at=now,
        due_at=now if by_email else None,
    )
    message.html = html_of(message) if by_email else ""
    return message


def _in_language(link: str, language: str) -> str:
    """Return the same page in a language; pages of the CMS have other addresses there and stay as they are."""
    written_in = translation.get_language_from_path(link)
    if written_in in (None, language):
        return link
    with translation.override(written_in):
        try:
            match = resolve(unquote(urlsplit(link).path))
        except Resolver404:
            return link
        return link if match.view_name == "wagtail_serve" else translate_url(link, language)
