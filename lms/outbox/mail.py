"""A message as a mail: plain and HTML of the same content, with headers that say what it is."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .models import Message
from .models.preferences import ALWAYS_MAILED


def absolute(link: str) -> str:
    """Return an address of the site with its host; nothing stays nothing."""
    return f"{settings.BASE_URL}{link}" if link else ""


def html_of(message: Message) -> str:
    """Return the message as an HTML page that mail programs show well."""
    return _framed("outbox/frame.html", message)


def mail_of(message: Message) -> EmailMultiAlternatives:
    """Return the mail; its Message-ID follows from the message's key, so that a receiver can tell a double."""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=_framed("outbox/frame.txt", message).strip() + "\n",
        to=[message.to_email],
        reply_to=[settings.CONTACT_EMAIL],
        headers={
            "Message-ID": f"<{message.key}@{_domain()}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    mail.attach_alternative(message.html, "text/html")
    return mail


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")


def _framed(template: str, message: Message) -> str:
    with translation.override(message.language):
        context: dict[str, Any] = {
            "subject": message.subject,
            "text": message.text.strip(),
            "link": absolute(message.link),
            "has_account": message.recipient_id is not None,
            "topic": message.get_topic_display(),
            "is_always_sent": message.topic in ALWAYS_MAILED,
            "preferences_url": absolute(reverse("outbox:preferences")),
            "site_url": settings.BASE_URL,
            "contact_email": settings.CONTACT_EMAIL,
        }
        return render_to_string(template, context)
