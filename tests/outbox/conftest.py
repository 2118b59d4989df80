"""A kind of message of the tests' own."""

from copy import deepcopy
from pathlib import Path

import pytest

from .smtp_server import serving


@pytest.fixture(autouse=True)
def _kind_of_our_own(settings):
    """Find the templates of the kind "greeting"."""
    engines = deepcopy(settings.TEMPLATES)
    engines[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = engines


@pytest.fixture
def server(settings):
    """A mail server that our backend sends to."""
    with serving() as running:
        settings.EMAIL_BACKEND = "lms.outbox.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running
