"""What people are told and asked: texts in versions that never change, and who answered which of them when."""

import tomllib
from datetime import date, datetime
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .models import Consent, ConsentText, RoleGrant, User
from .permissions import is_coordinator

SEEDS = Path(__file__).parent / "data" / "consents.toml"
Purpose = ConsentText.Purpose


def seed_consents() -> int:
    """Write the texts that come with the system, unless their version is there; return how many were written."""
    rows = tomllib.loads(SEEDS.read_text(encoding="utf-8"))["text"]
    made = 0
    for row in rows:
        words = {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}
        key = {"purpose": words.pop("purpose"), "version": words.pop("version")}
        made += ConsentText.objects.get_or_create(**key, defaults=words)[1]
    return made


def texts_to_answer(person: User, today: date) -> "QuerySet[ConsentText]":
    """Return the texts that wait for an answer: the notice until it is read, and the question of the public name
    from whoever was asked before or is to be named.
    """
    answered = Consent.objects.filter(person=person, text=OuterRef("pk"))
    current = ConsentText.objects.current(today).filter(~Exists(answered))
    asked = Consent.objects.filter(person=person, text__purpose=Purpose.PUBLIC_NAME)
    listed = RoleGrant.objects.active(today).filter(user=person, listed_publicly=True)
    public = current.filter(Exists(asked) | Exists(listed), purpose=Purpose.PUBLIC_NAME)
    return current.filter(purpose=Purpose.PRIVACY_NOTICE) | public


@transaction.atomic
def give_consent(*, person: User, text: ConsentText, by: User, now: datetime) -> Consent:
    """Note that a person read the notice, or agreed to a text; a second time changes nothing."""
    _answers(person, text, by, now)
    given = Consent.objects.in_force().filter(person=person, text=text).first()
    if given is None:
        given = Consent.objects.create(person=person, text=text, given_at=now)
        log(instance=given, action="people.consent_given", user=by)
    return given


@transaction.atomic
def decline_consent(*, person: User, text: ConsentText, by: User, now: datetime) -> Consent:
    """Note a "no", so that nobody asks again: a consent withdrawn at the moment it is given. It ends what was given."""
    _answers(person, text, by, now)
    withdraw_consent(person=person, purpose=text.purpose, by=by, now=now)
    answer = Consent.objects.filter(person=person, text=text).first()
    if answer is None:
        answer = Consent.objects.create(person=person, text=text, given_at=now, withdrawn_at=now)
        log(instance=answer, action="people.consent_declined", user=by)
    return answer


@transaction.atomic
def withdraw_consent(*, person: User, purpose: str, by: User, now: datetime) -> int:
    """End what a person agreed to, in every version of it; return how many consents that were."""
    if by.pk != person.pk:
        raise PermissionDenied
    if purpose == Purpose.PRIVACY_NOTICE:
        raise ValidationError(_("A notice is read: there is nothing to agree to or to withdraw."))
    User.objects.select_for_update().get(pk=person.pk)
    ended = list(Consent.objects.in_force().filter(person=person, text__purpose=purpose))
    for consent in ended:
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
        log(instance=consent, action="people.consent_withdrawn", user=by)
    return len(ended)


@transaction.atomic
def add_consent_text(*, text: ConsentText, by: User, now: datetime) -> ConsentText:
    """Write the next version of a text; everybody is asked again from its first day on."""
    if not is_coordinator(by):
        raise PermissionDenied
    earlier = ConsentText.objects.filter(purpose=text.purpose).aggregate(version=Max("version"), day=Max("valid_from"))
    if text.valid_from < timezone.localdate(now):
        raise ValidationError({"valid_from": _("People read a new version from today on, or from a day to come.")})
    if earlier["day"] and text.valid_from < earlier["day"]:
        raise ValidationError({"valid_from": _("There is a version that begins later: begin on its day or after it.")})
    text.version = (earlier["version"] or 0) + 1
    text.full_clean()
    text.save()
    log(instance=text, action="wagtail.create", user=by)
    return text


def _answers(person: User, text: ConsentText, by: User, now: datetime) -> None:
    """Let people answer for themselves only, and only the version that counts; hold the person's row."""
    if by.pk != person.pk:
        raise PermissionDenied
    User.objects.select_for_update().get(pk=person.pk)
    if not ConsentText.objects.current(timezone.localdate(now)).filter(pk=text.pk).exists():
        raise ValidationError(_("There is another version of this text by now: read that one, then answer."))
