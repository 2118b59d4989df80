"""Sign-in as the programme wants it: people are invited, nobody registers alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import override


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
