import pytest

from lms.people.models import Role
from tests.certificates.issued import closed_offering, issued
from tests.factories import person_with


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }


@pytest.fixture
def coordinator(db):
    return person_with(Role.COORDINATOR)


@pytest.fixture
def certificate(coordinator):
    """A valid certificate of Jožefa Žužek."""
    offering, _people = closed_offering(by=coordinator, names=[("Jožefa", "Žužek")])
    return issued(offering, coordinator)[0]
