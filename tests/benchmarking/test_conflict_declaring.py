"""A conflict declared and withdrawn, and what it keeps one from."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from lms.benchmarking.conflict_actions import declare_conflict, withdraw_conflict
from lms.benchmarking.models import BenchmarkRules, DeclaredConflict
from lms.benchmarking.permissions import can_assess
from lms.people.models import Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_scoring import NOW, assessor_of, manager_of, refused_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster():
    return ClusterFactory(slug="sedia")


@pytest.fixture
def assessor(cluster):
    return assessor_of(cluster)


def declare(cluster, by, reason="Mio fratello ne è socio"):
    return declare_conflict(cluster=cluster, reason=reason, by=by, now=NOW)


def test_declared_conflict_keeps_from_assessing_this_cluster_until_it_is_withdrawn(cluster, assessor):
    other = ClusterFactory()
    person_with(Role.ASSESSOR, other, user=assessor)
    declared = declare(cluster, assessor)
    assert (can_assess(assessor, cluster), can_assess(assessor, other)) == (False, True)
    withdraw_conflict(declared=declared, by=assessor, now=NOW)
    assert can_assess(assessor, cluster)
    assert DeclaredConflict.objects.get().withdrawn_at == NOW, "it stays in the records"
    assert [entry.action for entry in ModelLogEntry.objects.order_by("timestamp")] == [
        "benchmarking.declare_conflict", "benchmarking.withdraw_conflict",
    ]  # fmt: skip


def test_second_declaration_is_refused_until_the_first_is_withdrawn(cluster, assessor):
    first = declare(cluster, assessor)
    with refused_for("declared"):
        declare(cluster, assessor)
    withdraw_conflict(declared=first, by=assessor, now=NOW)
    assert declare(cluster, assessor).pk != first.pk


def test_withdrawing_again_changes_nothing(cluster, assessor):
    declared = declare(cluster, assessor)
    withdraw_conflict(declared=declared, by=assessor, now=NOW)
    withdraw_conflict(declared=declared, by=assessor, now=datetime(2027, 1, 1, tzinfo=UTC))
    assert DeclaredConflict.objects.get().withdrawn_at == NOW


@pytest.mark.parametrize("reason", ["", " \n", "x" * 501])
def test_declaration_says_why(cluster, assessor, reason):
    with refused_for("reason"):
        declare(cluster, assessor, reason)


def test_only_who_would_assess_declares_and_only_the_own_is_withdrawn(cluster, assessor):
    for person in (manager_of(cluster), assessor_of(ClusterFactory()), person_with(Role.TUTOR, cluster), UserFactory()):
        with pytest.raises(PermissionDenied):
            declare(cluster, person)
    declared = declare(cluster, assessor)
    for person in (assessor_of(cluster), person_with(Role.COORDINATOR)):
        with pytest.raises(PermissionDenied):
            withdraw_conflict(declared=declared, by=person, now=NOW)


@pytest.mark.parametrize(("months", "is_free"), [(0, True), (24, False)])
def test_programme_decides_for_how_long_a_role_stands_in_the_way(cluster, assessor, months, is_free):
    person_with(Role.TUTOR, cluster, user=assessor, valid_until=timezone.localdate() - timedelta(days=20))
    BenchmarkRules.objects.create(conflict_months=months)
    assert can_assess(assessor, cluster) is is_free


def test_page_declares_and_withdraws(client, cluster, assessor):
    client.force_login(assessor)
    address = reverse("benchmarking:declare_conflict", args=["sedia"])
    listed = reverse("benchmarking:scoring", args=["sedia"])
    with translation.override("en"):
        page = client.post(reverse("benchmarking:declare_conflict", args=["sedia"]), {"reason": ""}).content.decode()
    assert "Write the reason." in page
    assert client.post(address, {"reason": "Mio fratello ne è socio"}).url == listed
    page = client.get(listed)
    assert len(page.context["reasons"]) == 1
    assert "Mio fratello ne è socio" in page.content.decode()
    declared = DeclaredConflict.objects.get()
    withdrawal = reverse("benchmarking:withdraw_conflict", args=["sedia", declared.pk])
    client.force_login(person_with(Role.COORDINATOR))
    assert client.post(withdrawal).status_code == 404
    client.force_login(assessor)
    client.post(withdrawal)
    assert client.get(listed).context["reasons"] == []


def test_forms_of_others_lead_back_to_the_list(client, cluster):
    client.force_login(manager_of(cluster))
    listed = reverse("benchmarking:scoring", args=["sedia"])
    for name in ("declare_conflict", "start_assessment"):
        assert client.post(reverse(f"benchmarking:{name}", args=["sedia"]), {"reason": "x"}).url == listed
    client.force_login(assessor_of(cluster))
    assert client.post(reverse("benchmarking:start_self", args=["sedia"])).url == listed
    assert DeclaredConflict.objects.count() == 0


def test_reason_is_read_by_coordinators_and_no_other_assessor(client, cluster, assessor):
    declare(cluster, assessor)
    read = {}
    for name, person in {"coordinator": person_with(Role.COORDINATOR), "assessor": assessor_of(cluster)}.items():
        client.force_login(person)
        page = client.get(reverse("benchmarking:scoring", args=["sedia"])).content.decode()
        read[name] = "Mio fratello ne è socio" in page
    assert read == {"coordinator": True, "assessor": False}
