"""What the outbox holds about people."""

from django.utils.translation import gettext_lazy as _

from lms.people.personal_data import PUBLIC_TASK, WITH_ACCOUNT, Rows, Source

from .models import Message, NoticePreference

SOURCES = [
    Source(
        key="messages",
        title=_("Messages"),
        purpose=_("To tell you what concerns you, and to show that you were told."),
        basis=PUBLIC_TASK,
        until=_("The text %(message_text_months)s months; that there was a message, as long as you have an account."),
        rows=(
            Rows(
                model=Message,
                columns=("recipient",),
                holds=("to_email",),
                shown=(
                    "topic",
                    "subject",
                    "text",
                    "link",
                    "to_email",
                    "language",
                    "status",
                    "written_at",
                    "sent_at",
                    "read_at",
                ),
            ),
        ),
    ),
    Source(
        key="preferences",
        title=_("Choice of e-mails"),
        purpose=_("To write to you as you wish."),
        basis=PUBLIC_TASK,
        until=WITH_ACCOUNT,
        rows=(Rows(model=NoticePreference, columns=("person",), shown=("topic", "by_email")),),
    ),
]
