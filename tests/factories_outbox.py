"""Messages in every state."""

from datetime import UTC, datetime, timedelta

import factory

from lms.outbox.models import Message
from tests.factories import UserFactory

WRITTEN = datetime(2026, 11, 22, 9, tzinfo=UTC)


class MessageFactory(factory.django.DjangoModelFactory):
    """A message that waits to be sent since the morning of 22 November 2026."""

    class Meta:
        model = Message

    topic = "plans"
    kind = "greeting"
    recipient = factory.SubFactory(UserFactory)
    to_email = factory.SelfAttribute("recipient.email")
    language = "it"
    subject = factory.Sequence(lambda n: f"Messaggio {n}")
    text = "Un testo.\n"
    html = "<p>Un testo.</p>"
    written_at = WRITTEN
    due_at = WRITTEN

    class Params:
        on_site = factory.Trait(status="on_site", to_email="", html="", due_at=None)
        sent = factory.Trait(status="sent", sent_at=WRITTEN + timedelta(minutes=1), attempts=1)
        failed = factory.Trait(status="failed", attempts=8, last_error="550 no such user")
        stopped = factory.Trait(status="stopped")
        taken = factory.Trait(status="taken", attempts=1, taken_at=WRITTEN, taken_by="elsewhere:1:x")
        handed_over = factory.Trait(status="handed_over", attempts=1, taken_at=WRITTEN, taken_by="elsewhere:1:x")
