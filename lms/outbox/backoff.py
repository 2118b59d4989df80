"""When a message that could not be delivered is tried again, and when that is given up."""

import smtplib
from datetime import UTC, datetime, timedelta

MINUTES = (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60)
LONGEST_ANSWER = 500

AGAIN, NEVER, UNKNOWN = "again", "never", "unknown"


def next_try(attempts: int, failed_at: datetime) -> datetime | None:
    """Return when to try again after so many attempts; none when that was the last one.

    Computed in UTC: the hour that a change of the clock adds or takes away waits for nobody.
    """
    if attempts > len(MINUTES):
        return None
    return failed_at.astimezone(UTC) + timedelta(minutes=MINUTES[max(attempts, 1) - 1])


def verdict(error: Exception, *, handed_over: bool) -> str:
    """Say what an error means for one message: try `again`, `never` will do, or it is `unknown` whether it went.

    A refusal of the recipient or the content for good (5xx) is final. One of the sender, of the sign-in or of the
    connection says nothing about the message: somebody mends the server, and it goes out. Once the body has left, only
    an answer of the server tells what became of it.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return NEVER if _code_of_refusal(error) >= 500 else AGAIN
    if isinstance(error, smtplib.SMTPDataError):
        return NEVER if int(error.smtp_code) >= 500 else AGAIN
    if handed_over:
        return UNKNOWN
    if isinstance(error, ValueError | smtplib.SMTPNotSupportedError):  # an address or a header that cannot be written
        return NEVER
    return AGAIN


def is_about_the_server(error: Exception) -> bool:
    """Say whether the next message would meet the same: no connection, no sign-in, the sender refused, too busy."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _code_of_refusal(error) == 421
    if isinstance(error, smtplib.SMTPDataError):
        return int(error.smtp_code) == 421
    return isinstance(error, OSError) and not isinstance(error, smtplib.SMTPNotSupportedError)


def answer_of(error: Exception) -> str:
    """Return what the server said, or else what went wrong, in one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()), (0, b""))
        return _line(code, said)
    if isinstance(error, smtplib.SMTPResponseException):
        return _line(error.smtp_code, error.smtp_error)
    return _one_line(str(error) or type(error).__name__)


def _code_of_refusal(error: smtplib.SMTPRecipientsRefused) -> int:
    return max((int(code) for code, _said in error.recipients.values()), default=0)


def _line(code: int, said: bytes | str) -> str:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return _one_line(f"{code} {words}")


def _one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST_ANSWER]
