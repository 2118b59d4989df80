"""Signing in through an identity provider: it says whose e-mail this is, we know who was invited."""

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone

from .acceptance import verify_address
from .invitation_links import path_of
from .invitations import open_invitation
from .models import User

logger = logging.getLogger(__name__)
VERIFIED = (True, "true")  # some providers write it as a text; "false" is one, too


class InvitedOnlySocialAdapter(DefaultSocialAccountAdapter):
    """Finds the active person with that verified e-mail; makes no account and joins none."""

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        """Return the person and the e-mail that the provider vouches for, or none."""
        for address in sociallogin.email_addresses:
            person = User.objects.filter(email__iexact=address.email, is_active=True, erased_at=None).first()
            if person and address.verified in VERIFIED:
                return person, address.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Turn away whoever was not invited; lead those who were to their invitation until they accept it."""
        if sociallogin.state.get("process", AuthProcess.LOGIN) != AuthProcess.LOGIN or not sociallogin.is_existing:
            refuse(request, "unknown")
        person = sociallogin.user
        if not person.confirmed_at:
            person = open_invitation(person=person, now=timezone.now())
            raise ImmediateHttpResponse(redirect(path_of(person)))
        verify_address(person)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Show a page of ours in place of allauth's."""
        if error == AuthError.CANCELLED:
            refuse(request, "cancelled")
        logger.warning("Signing in through %s failed: %s", provider, type(exception).__name__)
        refuse(request, "failed")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody opens an account alone: coordinators invite."""
        return False


def refuse(request: HttpRequest, why: str) -> NoReturn:
    """End the attempt with a page that says why and what to do."""
    status = 403 if why == "unknown" else 200 if why == "cancelled" else 503
    raise ImmediateHttpResponse(render(request, "people/oidc_refused.html", {"why": why}, status=status))
