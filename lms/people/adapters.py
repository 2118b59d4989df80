"""Sign-in as the programme wants it: people are invited, nobody registers alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.core.exceptions import ValidationError
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Closes self-registration; guesses at a password meet a closed door, not another form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account alone: coordinators invite."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer 429 once an address or a key has failed too often, whether or not the next password is right."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            raise ImmediateHttpResponse(respond_429(request)) from refused
