"""Sending through a real server: once, with back-off, and nobody's failure holds up the others."""

from datetime import timedelta

import pytest
from django.core import mail

from lms.outbox.models import Message
from lms.outbox.sending import send_batch
from tests.factories_outbox import WRITTEN, MessageFactory

pytestmark = pytest.mark.django_db


def send(after=timedelta(0), **limits):
    return send_batch(clock=lambda: WRITTEN + after, **limits)


def statuses():
    return list(Message.objects.order_by("pk").values_list("status", flat=True))


def test_mail_is_plain_and_html_with_what_says_what_it_is(server, settings):
    settings.BASE_URL = "https://academy.example"
    message = MessageFactory(
        language="en", subject="Il tuo piano è pronto", text="Ecco: è pronto.\n", html="<p>Ecco: è pronto.</p>",
        link="/en/desk/",
    )  # fmt: skip
    assert send().sent == 1
    (arrived,) = server.mails
    assert arrived["Message-ID"] == f"<{message.key}@clus3.example>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Content-Language"] == "en"
    assert arrived["Subject"] == "Il tuo piano è pronto"
    assert (arrived["From"], arrived["To"]) == ("CLUS3 Academy <noreply@clus3.example>", message.to_email)
    assert arrived["Reply-To"] == "programme@clus3.example"
    assert {name for name in arrived if name.lower().startswith(("list-", "bcc", "x-"))} <= {"X-Peer"}
    plain = arrived.get_body(("plain",)).get_content()
    assert "Ecco: è pronto." in plain
    assert "https://academy.example/en/desk/" in plain
    assert "https://academy.example/en/notices/e-mails/" in plain
    assert arrived.get_body(("html",)).get_content().strip() == "<p>Ecco: è pronto.</p>"
    message.refresh_from_db()
    assert (message.status, message.sent_at, message.attempts, message.last_error) == ("sent", WRITTEN, 1, "")


def test_nothing_is_sent_twice(server):
    MessageFactory.create_batch(3)
    assert (send().sent, send().sent) == (3, 0)
    assert sorted(server.counts.values()) == [1, 1, 1]
    assert server.connections == 1


def test_refused_recipient_is_given_up_with_the_servers_words_and_the_others_go(server):
    MessageFactory.create_batch(3)
    refused = Message.objects.order_by("pk")[1]
    server.to_recipient[refused.to_email] = "550 5.1.1 no such user"
    assert send().sent == 2
    assert statuses() == ["sent", "failed", "sent"]
    refused.refresh_from_db()
    assert refused.last_error == "550 5.1.1 no such user"
    assert server.connections == 1


def test_temporary_refusal_is_tried_again_later_and_later_and_then_given_up(server):
    message = MessageFactory()
    server.to_recipient[message.to_email] = "451 come back"
    after = timedelta(0)
    for minutes in (1, 5, 15, 60, 240, 720, 1440):
        send(after)
        message.refresh_from_db()
        assert (message.status, message.due_at - WRITTEN - after) == ("waiting", timedelta(minutes=minutes))
        assert send(after + timedelta(minutes=minutes, seconds=-1)).sent == 0
        after += timedelta(minutes=minutes)
    send(after)
    message.refresh_from_db()
    assert (message.status, message.attempts, message.last_error) == ("failed", 8, "451 come back")


def test_it_arrives_when_the_server_takes_it_at_last(server):
    message = MessageFactory()
    server.to_recipient[message.to_email] = "451 come back"
    send()
    del server.to_recipient[message.to_email]
    assert send(timedelta(minutes=1)).sent == 1
    assert Message.objects.get().last_error == ""


@pytest.mark.parametrize(("answer", "status"), [("554 spam", "failed"), ("452 full", "waiting")])
def test_refused_body_is_no_open_question(server, answer, status):
    message = MessageFactory()
    server.to_body[message.to_email] = answer
    send()
    message.refresh_from_db()
    assert (message.status, message.last_error) == (status, answer)


def test_lost_answer_is_left_to_a_person(server):
    message, other = MessageFactory(), MessageFactory()
    server.hangs_up_on = {message.to_email}
    assert send().sent == 1
    assert statuses() == ["handed_over", "sent"]
    assert send(timedelta(days=3)).sent == 0
    assert sorted(server.counts.values()) == [1, 1]
    message.refresh_from_db()
    assert message.last_error != ""
    assert other.to_email in {to for to, _content in server.accepted}


def test_server_that_ends_long_conversations_gets_them_all(server):
    server.mails_per_connection = 2
    MessageFactory.create_batch(7)
    assert send().sent == 7
    assert sorted(server.counts.values()) == [1] * 7
    assert server.connections == 4


def test_absent_server_costs_few_attempts(server, settings):
    settings.EMAIL_PORT = 1
    MessageFactory.create_batch(5)
    assert send().sent == 0
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1, 1, 1]
    settings.EMAIL_PORT = server.port
    assert send(timedelta(minutes=2)).sent == 5


def test_person_who_is_gone_gets_no_mail(server):
    gone = MessageFactory(is_secret=True, recipient__is_active=False)
    nobody = MessageFactory(recipient=None, to_email="host@firm.example", language="en")
    assert send().sent == 1
    assert "you have an account" not in server.mails[0].get_body(("plain",)).get_content()
    gone.refresh_from_db()
    assert (gone.status, gone.last_error, gone.text, gone.html) == ("stopped", "recipient_gone", "", "")
    assert [to for to, _content in server.accepted] == [nobody.to_email]


def test_personal_link_is_forgotten_once_it_is_sent(server):
    message = MessageFactory(is_secret=True, text="https://x/key", html="<a>key</a>", link="/it/key/")
    server.to_recipient[message.to_email] = "451 later"
    send()
    assert Message.objects.get().text == "https://x/key"
    del server.to_recipient[message.to_email]
    send(timedelta(minutes=1))
    message.refresh_from_db()
    assert (message.status, message.text, message.html, message.link) == ("sent", "", "", "")
    assert b"https://x/key" in server.accepted[0][1]


def test_address_that_cannot_be_written_is_given_up(server):
    MessageFactory(to_email="a\r\nBcc: b@c.example")
    MessageFactory()
    assert send().sent == 1
    assert statuses() == ["failed", "sent"]


def test_batch_ends_when_it_is_full(server):
    MessageFactory.create_batch(3)
    batch = send(most=2)
    assert (batch.sent, batch.is_more) == (2, True)
    batch = send(seconds=-1)
    assert (batch.sent, batch.is_more) == (0, True)
    batch = send(most=2)
    assert (batch.sent, batch.is_more) == (1, False)


def test_other_backends_send_as_well():
    MessageFactory.create_batch(2)
    assert send().sent == 2
    assert len(mail.outbox) == 2
    assert statuses() == ["sent", "sent"]
