"""With REDIS_URL several processes count wrong sign-ins together; skipped where no Redis answers on this machine."""

import socket
import uuid

import pytest
import redis
from django.urls import reverse

from tests.factories import UserFactory

ADDRESS = ("127.0.0.1", 6379)


def answers():
    try:
        with socket.create_connection(ADDRESS, timeout=0.5):
            return True
    except OSError:
        return False


@pytest.fixture
def shared_cache(settings):
    """A cache of this test alone in the real Redis, as the settings make it; its keys go afterwards."""
    if not answers():
        pytest.skip("no Redis answers on 127.0.0.1:6379")
    prefix, url = uuid.uuid4().hex, f"redis://{ADDRESS[0]}:{ADDRESS[1]}/9"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "KEY_PREFIX": prefix}
    }
    with redis.Redis.from_url(url) as server:
        yield lambda: list(server.scan_iter(f"{prefix}:*"))
        if keys := list(server.scan_iter(f"{prefix}:*")):
            server.delete(*keys)


@pytest.mark.django_db
def test_wrong_sign_ins_are_counted_in_redis(shared_cache, client):
    person = UserFactory()
    wrong = {"login": person.email, "password": "not-the-password"}
    statuses = [client.post(reverse("account_login"), wrong).status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 429]
    assert any(b"login_failed" in key for key in shared_cache())
