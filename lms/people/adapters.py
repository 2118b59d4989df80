"""Sign-in as the programme wants it: people are invited, nobody registers alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Closes self-registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account alone: coordinators invite."""
        return False
