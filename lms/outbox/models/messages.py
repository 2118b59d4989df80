"""One message to one person: a row of the same transaction as the fact it tells of."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.outbox.querysets import MessageQuerySet

from .preferences import Topic


class Message(models.Model):
    """A mail, a notice on the site, or both; written once, sent once.

    `once`: what makes it the only one of its kind ("label:12:6:34"); writing it again changes nothing. `is_secret`: the
    text holds a personal link, so only its recipient ever reads it, and it is emptied once it is sent.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("message", "Waiting")
        TAKEN = "taken", pgettext_lazy("message", "Being sent")
        HANDED_OVER = "handed_over", pgettext_lazy("message", "Handed over, answer outstanding")
        SENT = "sent", pgettext_lazy("message", "Sent")
        FAILED = "failed", pgettext_lazy("message", "Given up")
        STOPPED = "stopped", pgettext_lazy("message", "Stopped")
        ON_SITE = "on_site", pgettext_lazy("message", "On the site only")

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    kind = models.CharField(_("kind"), max_length=60)
    once = models.CharField(_("only once for"), max_length=120, unique=True, null=True, blank=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("recipient"),
        related_name="messages",
        null=True,
        blank=True,
    )
    to_email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("text as HTML"), blank=True)
    link = models.CharField(_("leads to"), max_length=500, blank=True)
    is_secret = models.BooleanField(_("holds a personal link"), default=False)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    written_at = models.DateTimeField(_("written at"))
    due_at = models.DateTimeField(_("to be sent from"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    taken_by = models.CharField(_("taken by"), max_length=80, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    read_at = models.DateTimeField(_("read on the site at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["status", "due_at"], name="message_due"),
            models.Index(fields=["recipient", "-written_at"], name="message_of_person"),
            models.Index(
                fields=["recipient"], condition=Q(read_at=None, is_secret=False), name="message_unread_of_person"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="on_site") | ~Q(to_email=""), name="message_to_be_sent_has_an_address"
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_at__isnull=False), name="sent_message_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def emptied(self) -> dict[str, str]:
        """What is emptied once the message is settled: a text with a personal link is nobody's to read again."""
        return {"text": "", "html": "", "link": ""} if self.is_secret else {}

    def is_unanswered(self, before: datetime) -> bool:
        """Say whether it was handed over before that moment and never answered; the same rule as the queryset's."""
        return self.status == self.Status.HANDED_OVER and self.taken_at is not None and self.taken_at < before
