"""The shipped rules, a cluster with its people, and rounds scored on a framework with minimums."""

import pytest

from lms.labels.models import LabelRule
from lms.labels.rule_seed import seed_label_rules
from lms.people.models import Role
from tests.factories import ClusterFactory, person_with
from tests.factories_benchmarks import make_framework


@pytest.fixture
def rules(db):
    seed_label_rules()
    return {rule.level: rule for rule in LabelRule.objects.all()}


@pytest.fixture
def cluster(db):
    return ClusterFactory(slug="sedia", name="Sedia")


@pytest.fixture
def framework(db):
    """Five indicators from 0 to 4, two of them with a minimum of 2; Gold asks for 80 %."""
    return make_framework(5, 1, minimums={"I-01": 2, "I-02": 2})


@pytest.fixture
def manager(cluster):
    return person_with(Role.CLUSTER_MANAGER, cluster, user__language="en")


@pytest.fixture
def assessor(cluster):
    return person_with(Role.ASSESSOR, cluster)


@pytest.fixture
def coordinator(db):
    return person_with(Role.COORDINATOR)
