"""How a person comes in: staff write the name down, the person chooses the password through a link by e-mail."""

import logging
from smtplib import SMTPException

from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from .models import User
from .permissions import can_change_person, can_grant_roles

logger = logging.getLogger(__name__)


@transaction.atomic
def invite_person(*, person: User, by: User, request: HttpRequest) -> User:
    """Write a new person without a password and send the link to choose one; a mail that fails leaves the person."""
    if not can_grant_roles(by):
        raise PermissionDenied
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    log(instance=person, action="wagtail.create", user=by)
    transaction.on_commit(lambda: _send_link(person, request), robust=True)
    return person


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


def send_password_link(*, person: User, by: User, request: HttpRequest) -> None:
    """Send the link again. Raises ValidationError when the person is not active or the mail cannot be sent."""
    if not can_change_person(by, person):
        raise PermissionDenied
    if not person.is_active:
        raise ValidationError(_("This person is not active: make the person active before sending a link."))
    try:
        _send_link(person, request)
    except (SMTPException, OSError) as error:
        logger.exception("The link for person %s could not be sent", person.pk)
        raise ValidationError(_("The e-mail could not be sent. Try again in some minutes.")) from error
    log(instance=person, action="people.password_link", user=by)


def _send_link(person: User, request: HttpRequest) -> None:
    """Send allauth's mail, in the language of the person and not of the sender."""
    form = ResetPasswordForm(data={"email": person.email})
    with request_context(request), translation.override(person.language):
        if form.is_valid():
            form.save(request)
