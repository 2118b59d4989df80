"""When a message is tried again, and what an answer of the server means: pure rules."""

import smtplib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lms.outbox.backoff import answer_of, is_about_the_server, next_try, verdict

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_waits_grow_until_it_is_given_up():
    waits = [next_try(attempts, NOW) for attempts in range(1, 9)]
    minutes = [(due - NOW) / timedelta(minutes=1) for due in waits[:-1]]
    assert minutes == [1, 5, 15, 60, 240, 720, 1440]
    assert waits[-1] is None


@pytest.mark.parametrize("day", [datetime(2026, 3, 28, 12), datetime(2026, 10, 24, 12)])  # noqa: DTZ001
def test_a_day_is_24_hours_also_when_the_clock_changes(day):
    failed_at = day.replace(tzinfo=ZoneInfo("Europe/Rome"))
    assert (next_try(7, failed_at) - failed_at.astimezone(UTC)) == timedelta(hours=24)


def refused(code):
    return smtplib.SMTPRecipientsRefused({"a@b.example": (code, b"no")})


@pytest.mark.parametrize(
    ("error", "before", "after"),
    [
        (refused(550), "never", "never"),
        (refused(451), "again", "again"),
        (smtplib.SMTPDataError(554, b"no"), "never", "never"),
        (smtplib.SMTPDataError(452, b"full"), "again", "again"),
        (smtplib.SMTPServerDisconnected("gone"), "again", "unknown"),
        (TimeoutError("slow"), "again", "unknown"),
        (smtplib.SMTPAuthenticationError(535, b"who"), "again", "unknown"),
        (smtplib.SMTPSenderRefused(550, b"not you", "x@y.example"), "again", "unknown"),
        (smtplib.SMTPNotSupportedError("no SMTPUTF8"), "never", "unknown"),
        (ValueError("a newline in a header"), "never", "unknown"),
        (RuntimeError("anything"), "again", "unknown"),
    ],
)
def test_verdict_of_an_error(error, before, after):
    assert verdict(error, handed_over=False) == before
    assert verdict(error, handed_over=True) == after


@pytest.mark.parametrize(
    ("error", "is_server"),
    [
        (refused(550), False),
        (refused(451), False),
        (refused(421), True),
        (smtplib.SMTPDataError(554, b"no"), False),
        (smtplib.SMTPDataError(421, b"closing"), True),
        (ConnectionRefusedError(), True),
        (smtplib.SMTPAuthenticationError(535, b"who"), True),
        (smtplib.SMTPNotSupportedError("no SMTPUTF8"), False),
        (ValueError("a newline"), False),
    ],
)
def test_some_errors_are_the_servers(error, is_server):
    assert is_about_the_server(error) == is_server


def test_answer_is_the_servers_own_sentence_in_one_line():
    assert answer_of(smtplib.SMTPRecipientsRefused({"a": (550, b"5.1.1 no\r\n such\x00 user \xff")})) == (
        "550 5.1.1 no such user \ufffd"
    )
    assert answer_of(smtplib.SMTPDataError(554, "spam")) == "554 spam"
    assert answer_of(ConnectionRefusedError(111, "Connection refused")) == "[Errno 111] Connection refused"
    assert answer_of(TimeoutError()) == "TimeoutError"
    assert len(answer_of(RuntimeError("x" * 9999))) == 500
