"""Forks workers on demand, so that a test can kill many and wait for the start of Django only once.

Reads one line of JSON for each worker from its input, {"database", "port", "careless"}, and answers with its number.
"""

import json
import os
import signal
import sys

import django
from django.conf import settings


def work(order):
    """Run the worker as `make run` does, against the test's database and mail server."""
    from django.core.management import call_command
    from django.db import connections

    connections.settings["default"]["NAME"] = order["database"]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", order["port"]
    if order["careless"]:
        CARELESS[order["careless"]]()
    call_command("db_worker", interval=0.02, startup_delay=False, verbosity=0)


def send_without_claims():
    """The control: look for what waits, send it, and only then say so."""
    from lms.outbox import claims, line
    from lms.outbox.models import Message

    claims.take_next = lambda taker, now: Message.objects.due(now).first()
    claims.settle = lambda message, **values: Message.objects.filter(pk=message.pk).update(**values)
    line.hand_over = lambda message, clock: None


def send_without_handing_over():
    """The other control: what was taken counts as not sent until the answer is there."""
    from lms.outbox import line

    line.hand_over = lambda message, clock: None


CARELESS = {"claims": send_without_claims, "hand_over": send_without_handing_over}


def load():
    """Read once what every worker needs: addresses, templates, words."""
    import django_tasks_db.management.commands.db_worker  # noqa: F401
    from django.core.mail.utils import DNS_NAME

    from lms.outbox.mail import mail_of
    from lms.outbox.models import Message
    from lms.outbox.tasks import send_due_messages  # noqa: F401

    DNS_NAME.get_fqdn()
    mail_of(Message(topic="plans", language="it", to_email="a@b.example", html="-")).message()


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    """Fork until the input ends."""
    django.setup()
    load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are gone at once, as under a supervisor
    say(settings.EMAIL_BACKEND)
    for order in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            work(json.loads(order))
            os._exit(0)
        say(pid)


if __name__ == "__main__":
    main()
