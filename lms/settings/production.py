"""Production: refuses to start without a secret key, hosts and a database; everything over HTTPS."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .environment import env


def required(name: str) -> str:
    """Return the variable's value; raise ImproperlyConfigured with a sentence when it is missing or empty."""
    value = env(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}: production does not start without it.")
    return str(value)


DEBUG = False
SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
required("DATABASE_URL")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes ask the process, not the proxy
if OIDC_SERVER_URL:  # noqa: F405
    required("OIDC_CLIENT_ID")
    required("OIDC_CLIENT_SECRET")
if env.bool("BEHIND_PROXY", default=True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
