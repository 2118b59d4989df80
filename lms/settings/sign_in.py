"""The identity provider as allauth wants it described."""

from typing import Any


def openid_connect(key: str, *, name: str, server_url: str, client_id: str, secret: str) -> dict[str, Any]:
    """Return allauth's SOCIALACCOUNT_PROVIDERS: one provider, or none where no address is given."""
    if not server_url:
        return {}
    app = {
        "provider_id": key,
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": server_url, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}
