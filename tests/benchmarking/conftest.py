"""The programme that imports meet: the shipped framework, the six clusters, a coordinator who reads English."""

import pytest

from lms.benchmarking.framework_seed import seed_framework
from lms.people.models import Role
from tests.benchmarking.benchmark_files import CLUSTERS
from tests.factories import ClusterFactory, SectorFactory, person_with


@pytest.fixture
def programme(db):
    framework, _created = seed_framework("ecei_2012")
    sector = SectorFactory()
    for code in CLUSTERS:
        ClusterFactory(code=code, slug=code.lower(), name=code.title(), sector=sector)
    return framework


@pytest.fixture
def coordinator(db):
    person = person_with(Role.COORDINATOR)
    person.language = "en"
    person.save()
    return person
