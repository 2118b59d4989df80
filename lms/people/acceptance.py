"""Accepting an invitation: once, by whoever holds the link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .consents import give_consent
from .invitation_links import LinkState, read_link
from .models import ConsentText, User

COLUMNS = ("first_name", "last_name", "language", "time_zone")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What a person says when accepting; `texts` are those that the person read or agreed to."""

    first_name: str
    last_name: str
    language: str
    time_zone: str
    password: str
    texts: Sequence[ConsentText] = ()


@transaction.atomic
def accept_invitation(*, token: str, answers: Answers, now: datetime) -> User:
    """Write what the person says, with the password; from now on the link is used. Raises ValidationError."""
    held = read_link(token, now).person
    if held is not None:
        User.objects.select_for_update().get(pk=held.pk)  # two browsers with the same link come one after the other
    link = read_link(token, now)
    if link.state != LinkState.VALID or link.person is None:
        raise ValidationError(_("This link does not work any more: load the page again to see why."))
    person = link.person
    for name in COLUMNS:
        setattr(person, name, getattr(answers, name))
    person.set_password(answers.password)
    person.confirmed_at = now
    person.clean_fields(exclude=["password"])
    person.save()
    for text in answers.texts:
        give_consent(person=person, text=text, by=person, now=now)
    verify_address(person)
    log(instance=person, action="people.accepted", user=person, timestamp=now)
    return person


def verify_address(person: User) -> None:
    """Note that the e-mail is the person's own: whoever opened the link, or the identity provider, has shown it."""
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).update(primary=False)
    fields = {"email": person.email, "verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=person, email__iexact=person.email, defaults=fields)
