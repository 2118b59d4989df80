"""How a person comes in: staff write the name down, the person accepts and chooses the password through a link."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .actions import save_grant
from .invitation_links import ends_at, path_of
from .letters import Letter, send_letters
from .models import RoleGrant, User
from .permissions import can_change_person, can_grant_roles

TEMPLATE = "people/email/invitation"


@transaction.atomic
def invite_person(*, person: User, by: User, now: datetime, role: RoleGrant | None = None) -> User:
    """Write a new person without a password, with a role if one is given, and send the invitation.

    Raises ValidationError for an impossible person or grant: then nothing is written and nobody gets a mail.
    """
    if not can_grant_roles(by):
        raise PermissionDenied
    person.set_unusable_password()
    person.invited_at = now
    person.full_clean(exclude=["password"])
    _write(person)
    log(instance=person, action="wagtail.create", user=by)
    if role is not None:
        role.user, role.granted_by = person, by
        save_grant(grant=role, today=timezone.localdate(now), by=by)
    send_invitations(people=[person], by=by, now=now, roles={person.pk: [role]} if role else {})
    return person


def _write(person: User) -> None:
    """Save a new person; somebody else may have written the same address down since it was looked for."""
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        taken = User._meta.get_field("email").error_messages["unique"]
        raise ValidationError({"email": taken}) from error


@transaction.atomic
def change_person(*, person: User, by: User) -> User:
    """Write a changed person; an address given up can no longer be used to sign in or to ask for a password."""
    if not can_change_person(by, person):
        raise PermissionDenied
    person.full_clean(exclude=["password"])
    person.save()
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).delete()
    log(instance=person, action="wagtail.edit", user=by)
    return person


@transaction.atomic
def invite_again(*, person: User, by: User, now: datetime) -> User:
    """Send somebody who has not accepted yet a new link; the earlier one ends. Raises ValidationError."""
    if not can_change_person(by, person):
        raise PermissionDenied
    _refuse_inactive(person)
    renew_invitation(person=person, now=now, by=by)
    log(instance=person, action="people.invited_again", user=by)
    return person


@transaction.atomic
def renew_invitation(*, person: User, now: datetime, by: User | None = None) -> User:
    """Send a new link to somebody who has not accepted yet; `by` is none when the person asks for it."""
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if locked.confirmed_at:
        raise ValidationError(_("%(person)s has accepted the invitation already.") % {"person": locked})
    locked.invited_at = now
    locked.save(update_fields=["invited_at"])
    grants = list(locked.role_grants.select_related("cluster").order_by("valid_from", "pk"))
    standing = [g for g in grants if g.valid_until is None or g.valid_until >= timezone.localdate(now)]
    send_invitations(people=[locked], by=by, now=now, roles={locked.pk: standing})
    return locked


def open_invitation(*, person: User, now: datetime) -> User:
    """Start the two weeks again without a mail, for whoever has shown elsewhere that the address is his or hers."""
    person.invited_at = now
    person.save(update_fields=["invited_at"])
    return person


def send_invitations(
    *, people: Sequence[User], by: User | None, now: datetime, roles: Mapping[int, Sequence[RoleGrant]]
) -> None:
    """Send each person, invited just now, the letter with the link; `roles` are those it tells of, by person."""
    send_letters([_letter(person, by, roles.get(person.pk, ())) for person in people], now)


def send_password_link(*, person: User, by: User, request: HttpRequest) -> None:
    """Send the link to choose a new password. Raises ValidationError when the person is not active."""
    if not can_change_person(by, person):
        raise PermissionDenied
    _refuse_inactive(person)
    form = ResetPasswordForm(data={"email": person.email})
    with request_context(request), translation.override(person.language):
        if form.is_valid():
            form.save(request)
    log(instance=person, action="people.password_link", user=by)


def is_waiting(person: Any) -> bool:
    """Say whether the person was invited and has not accepted yet."""
    return bool(person.invited_at and not person.confirmed_at)


def _letter(person: User, by: User | None, roles: Sequence[RoleGrant]) -> Letter:
    context = {"by": by, "roles": roles, "ends_at": ends_at(person)}
    return Letter(to=person, template=TEMPLATE, link=path_of(person), context=context)


def _refuse_inactive(person: User) -> None:
    if not person.is_active:
        raise ValidationError(_("This person is not active: make the person active before sending a link."))
