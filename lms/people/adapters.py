"""Sign-in as the programme wants it: people are invited, nobody registers alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import override

from .invitations import is_waiting, renew_invitation
from .letters import Letter


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Closes self-registration; guesses at a password meet a closed door, not another form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account alone: coordinators invite."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the desk in the person's own language, whatever that of the sign-in page; `next` is kept as it is."""
        person: Any = request.user
        with override(person.language):
            return resolve_url(settings.LOGIN_REDIRECT_URL)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer 429 once an address or a key has failed too often, whether or not the next password is right."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            raise ImmediateHttpResponse(respond_429(request)) from refused

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Whoever has not accepted the invitation yet gets it again: a new password alone would leave that open."""
        if is_waiting(user):
            renew_invitation(person=user, now=timezone.now())
        else:
            super().send_password_reset_mail(user, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address as everybody reaches the site, whatever name this request came by."""
        return on_this_site(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the address as everybody reaches the site, whatever name this request came by."""
        return on_this_site(super().get_email_confirmation_url(request, emailconfirmation))

    def send_letters(self, letters: Sequence[Letter], now: datetime) -> None:
        """Send letters that nobody's request asked for: mail is a row, and the adapter of the outbox writes it."""
        raise NotImplementedError


def on_this_site(address: str) -> str:
    """Return the same path on the site's own address."""
    return f"{settings.BASE_URL}{urlsplit(address).path}"
