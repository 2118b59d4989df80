"""The way to the mail server: one connection for a whole batch."""

import smtplib
from functools import partial
from typing import Any

from django.core.mail import EmailMessage, get_connection

from .claims import Clock, hand_over
from .mail import mail_of
from .models import Message
from .smtp import EmailBackend


class Line:
    """Carries messages one by one; whatever backend is set, a row says "handed over" before its body leaves."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.backend: Any = get_connection()

    def carry(self, message: Message) -> None:
        """Hand a message to the server; return when the server has accepted it, raise whatever prevents it."""
        mail = mail_of(message)
        is_used = bool(getattr(self.backend, "connection", None))
        try:
            self._carry(mail, message)
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused):
            # Servers end a connection that has served long or carried much; on a new one they go on.
            if not is_used or message.status == Message.Status.HANDED_OVER:
                raise
            self.drop()
            self._carry(mail, message)

    def _carry(self, mail: EmailMessage, message: Message) -> None:
        before_body = partial(hand_over, message, self.clock)
        self.backend.open()
        if isinstance(self.backend, EmailBackend):
            self.backend.before_body = before_body
        else:
            before_body()
        self.backend.send_messages([mail])

    def drop(self) -> None:
        """End a conversation that stopped in the middle, so that the server throws away what was begun."""
        if isinstance(self.backend, EmailBackend):
            self.backend.drop()

    def close(self) -> None:
        """Say goodbye; a server that is gone already is no error."""
        try:
            self.backend.close()
        except OSError:
            self.drop()
