"""A sign-in that is fresh enough for what asks for the password again."""

import time

from allauth.account.internal.flows import login


def sign_in_freshly(client, person):
    """Sign in, and have typed the password again just now."""
    client.force_login(person)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
