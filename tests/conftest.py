"""Fixtures that every test may use; factories are in `tests/factories.py`."""

from datetime import date

import pytest
from django.core.cache import cache
from django.utils import translation
from wagtail.models import Collection, Locale, Page, Site

from lms.dashboard.guards import GUARDS
from lms.people.role_sync import sync_roles
from lms.triggers import install


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What migrations would have put there: root page and collection, locales, roles and triggers."""
    with django_db_blocker.unblock():
        seed_wagtail()
        install(GUARDS)
        sync_roles()


def seed_wagtail():
    """Make the rows that Wagtail's own migrations make; does nothing where they ran."""
    for code in ("it", "en"):
        Locale.objects.get_or_create(language_code=code)
    italian = Locale.objects.get(language_code="it")
    if not Page.objects.exists():
        Page.add_root(instance=Page(title="Root", slug="root", locale=italian))
    if not Collection.objects.exists():
        Collection.add_root(name="Root")


@pytest.fixture(autouse=True)
def _clean_state():
    """Caches and the active language do not leak from one test into the next."""
    cache.clear()
    Site.clear_site_root_paths_cache()
    with translation.override("it"):
        yield


@pytest.fixture
def today():
    return date(2026, 11, 22)
