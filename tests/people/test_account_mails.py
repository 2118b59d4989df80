"""Every mail about an account is a row of the outbox, in words of ours; who was here before has accepted."""

import importlib

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from lms.outbox.models import Message
from lms.people.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOTIFICATIONS = [
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_set",
    "account/email/email_confirm",
    "account/email/email_changed",
    "account/email/email_deleted",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/recovery_codes_generated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
]


@pytest.fixture
def ada():
    return UserFactory(email="ada@clus3.example", password="a-long-password", confirmed_at=timezone.now())


def test_changed_password_is_told_to_its_owner(client, ada):
    client.force_login(ada)
    passwords = {"oldpassword": "a-long-password", "password1": "another-long-one-9", "password2": "another-long-one-9"}
    client.post("/en/account/password/change/", passwords, headers={"user-agent": AGENT})
    message = Message.objects.get()
    assert (message.kind, message.recipient, message.topic) == ("password_changed", ada, "account")
    assert not message.is_secret  # its owner finds it among the own messages
    assert message.subject == "CLUS3 Academy: your password was changed"
    assert "with Firefox on Linux, from the address 127.0.0.1" in message.text
    assert "example.com" not in message.text + message.html


@pytest.mark.parametrize("template", NOTIFICATIONS)
def test_each_notification_is_in_words_of_ours(rf, ada, template):
    request = rf.get("/")
    request.user = ada
    for language in ("en", "it"):
        with request_context(request), override(language):
            get_adapter().send_notification_mail(template, ada)
    english, italian = Message.objects.order_by("pk")
    assert english.kind == template.rpartition("/")[2]
    assert english.subject.removeprefix("CLUS3 Academy: ").islower()
    assert "something has changed in your account" in english.text
    assert (english.language, italian.language) == ("en", "it")


def test_link_that_confirms_another_address_is_a_secret_of_who_wrote_it(client, ada):
    client.force_login(ada)
    EmailAddress.objects.create(user=ada, email=ada.email, primary=True, verified=True)
    client.post(reverse("account_email"), {"action_add": "", "email": "second@clus3.example"})
    client.post(reverse("account_email"), {"action_send": "", "email": "second@clus3.example"})
    message = Message.objects.filter(kind="email_confirmation").first()
    assert (message.to_email, message.recipient, message.is_secret) == ("second@clus3.example", ada, True)
    assert f"http://127.0.0.1:8000{message.link}" in message.text


def test_who_was_here_before_invitations_has_accepted_or_is_waiting():
    here, waiting = UserFactory(last_login=None), UserFactory()
    waiting.set_unusable_password()
    waiting.save()
    kept = UserFactory(confirmed_at=here.date_joined, last_login=timezone.now())
    migration = importlib.import_module("lms.people.migrations.0003_who_is_here_has_accepted")
    migration.note_who_has_accepted(apps, None)
    facts = {user.pk: (user.confirmed_at, user.invited_at) for user in User.objects.all()}
    assert facts == {
        here.pk: (here.date_joined, None),
        waiting.pk: (None, waiting.date_joined),
        kept.pk: (here.date_joined, None),
    }
