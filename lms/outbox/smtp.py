"""Django's SMTP backend, which says the moment before a mail's body leaves: from there on the server may have it."""

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends import smtp
from django.core.mail.message import EmailMessage


class SaysBeforeBody:
    """Calls `before_body` right before the body goes out: the only bytes that smtplib sends, commands are text."""

    before_body: Callable[[], None] | None = None

    def send(self, data: Any) -> None:
        """Send to the server; an exception of `before_body` leaves the body here."""
        if isinstance(data, bytes) and self.before_body:
            self.before_body()
        super().send(data)  # type: ignore[misc]  # a mixin of smtplib's connections


class Plain(SaysBeforeBody, smtplib.SMTP):
    """A connection, in the clear or after STARTTLS."""


class Wrapped(SaysBeforeBody, smtplib.SMTP_SSL):
    """A connection inside TLS from the start."""


class EmailBackend(smtp.EmailBackend):
    """Sends as Django's does; `before_body` is called once for each mail, when its recipients have been accepted."""

    before_body: Callable[[], None] | None = None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Return our own connection."""
        return Wrapped if self.use_ssl else Plain

    def _send(self, email_message: EmailMessage) -> bool:
        self.connection.before_body = self.before_body  # type: ignore[union-attr]  # open since send_messages()
        return super()._send(email_message)  # type: ignore[misc]  # not in the stubs

    def drop(self) -> None:
        """Close without a word, whatever state the connection is in: a mail that was begun is not delivered."""
        if self.connection:
            self.connection.close()
        self.connection = None
