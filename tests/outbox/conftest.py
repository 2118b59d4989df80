"""A kind of message of the tests' own."""

from copy import deepcopy
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _kind_of_our_own(settings):
    """Find the templates of the kind "greeting"."""
    engines = deepcopy(settings.TEMPLATES)
    engines[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = engines
