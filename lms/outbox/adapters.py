"""Mails of sign-in as rows of the outbox: written with what they tell of, sent by the worker."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from allauth.core import context as allauth_context
from django.contrib.sites.shortcuts import get_current_site
from django.utils import timezone, translation

from lms.background import enqueue_after_commit
from lms.people.adapters import InvitedOnlyAdapter, on_this_site
from lms.people.letters import Letter
from lms.people.models import User

from .mail import html_of
from .models import Message, Topic
from .tasks import send_due_messages

SECRETS = ("password_reset_url", "activate_url")  # what a mail of sign-in leads to, and nobody else may
LONGEST_SUBJECT = 250


class OutboxAdapter(InvitedOnlyAdapter):
    """Writes a row in the transaction of the fact instead of calling a mail server."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail that a request asked for, in the language of its page; also to an address of nobody."""
        request = allauth_context.request
        site = get_current_site(request) if request else None
        person = given if isinstance(given := context.get("user"), User) else _person_at(email)
        values = {"request": request, "email": email, "current_site": site} | context
        link = next((urlsplit(str(context[name])).path for name in SECRETS if name in context), "")
        message = self._written(template_prefix, email, person, values, link, timezone.now())
        self._save([message])

    def send_letters(self, letters: Sequence[Letter], now: datetime) -> None:
        """Write letters in the languages of their readers, with as many queries for a hundred as for one."""
        messages = []
        for letter in letters:
            values = letter.context | {"recipient": letter.to, "link": on_this_site(letter.link)}
            with translation.override(letter.to.language), timezone.override(ZoneInfo(letter.to.time_zone)):
                messages.append(self._written(letter.template, letter.to.email, letter.to, values, letter.link, now))
        self._save(messages)

    def _written(
        self, template: str, email: str, person: User | None, context: dict[str, Any], link: str, now: datetime
    ) -> Message:
        mail = self.render_mail(template, email, context)
        message = Message(
            topic=Topic.ACCOUNT,
            kind=template.rpartition("/")[2],
            recipient=person,
            to_email=email,
            language=(translation.get_language() or "it")[:2],
            subject=mail.subject[:LONGEST_SUBJECT],
            text=mail.body.strip() + "\n",
            link=link,
            is_secret=bool(link),
            written_at=now,
            due_at=now,
        )
        message.html = html_of(message)
        return message

    def _save(self, messages: list[Message]) -> None:
        Message.objects.bulk_create(messages)
        enqueue_after_commit(send_due_messages)


def _person_at(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()
