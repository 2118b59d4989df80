"""Why a message was not sent when no server said so: codes that rows keep, and the words for them."""

from django.utils.translation import gettext_lazy as _

ABANDONED, BY_HAND, RECIPIENT_GONE = "abandoned", "by_hand", "recipient_gone"
WORDS = {
    ABANDONED: _("The worker ended again and again while it prepared this message."),
    BY_HAND: _("Stopped by a coordinator."),
    RECIPIENT_GONE: _("The person cannot sign in any more, so nothing was sent."),
}


def words_of(last_error: str) -> str:
    """Return what to show for a row's last error: the server's own sentence, unless it is one of our codes."""
    return str(WORDS.get(last_error, last_error))
