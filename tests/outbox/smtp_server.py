"""A real mail server on the loopback, in a thread, that counts what it accepts and can be made to refuse."""

import asyncio
import email
import email.policy
from collections import Counter
from contextlib import contextmanager
from threading import Thread

from aiosmtpd.smtp import SMTP


class Server:
    """What it has seen, and what it answers; answers are by the recipient's address, as whole lines."""

    def __init__(self):
        self.accepted = []
        self.connections = 0
        self.to_recipient = {}
        self.to_body = {}
        self.hangs_up_on = set()
        self.mails_per_connection = None
        self.pause = 0.0

    @property
    def mails(self):
        return [email.message_from_bytes(content, policy=email.policy.default) for _to, content in self.accepted]

    @property
    def counts(self):
        """How often each message arrived, by its Message-ID."""
        return Counter(mail["Message-ID"] for mail in self.mails)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        session.host_name, session.mails = hostname, 0
        self.connections += 1
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.to_recipient:
            return self.to_recipient[address]
        if self.mails_per_connection and session.mails == self.mails_per_connection:
            server.transport.close()
            return "421 enough for one connection"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        (to,) = envelope.rcpt_tos
        if to in self.to_body:
            return self.to_body[to]
        self.accepted.append((to, envelope.content))
        session.mails += 1
        await asyncio.sleep(self.pause)  # the mail is there, the answer is not
        if to in self.hangs_up_on:
            server.transport.close()
        return "250 accepted"


@contextmanager
def serving():
    """Start a server on a port that is free; yield it with `port`."""
    handler, loop = Server(), asyncio.new_event_loop()
    listening = loop.run_until_complete(
        loop.create_server(lambda: SMTP(handler, hostname="mail.clus3.example", loop=loop), "127.0.0.1", 0)
    )
    handler.port = listening.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield handler
    finally:
        asyncio.run_coroutine_threadsafe(end(listening), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def end(listening):
    """Stop listening, and end the conversations that are open."""
    listening.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
