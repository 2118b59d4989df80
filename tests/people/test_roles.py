"""A role is a dated grant: what it opens, and that nothing stays open after its last day."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from lms.people.actions import end_grant, grant_role
from lms.people.models import Role, RoleGrant, User
from lms.people.role_sync import sync_roles
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
LAST_DAY = date(2026, 12, 31)


def at(day, hour=12, minute=0):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC), tick=False)


def test_coordinator_enters_the_admin_until_the_end_of_the_last_day(client):
    person = person_with(Role.COORDINATOR, valid_until=LAST_DAY)
    with at(LAST_DAY, 22, 30):  # 23.30 in Rome: still the last day
        client.force_login(person)
        assert client.get(reverse("wagtailadmin_home")).status_code == 200
    with at(LAST_DAY, 23, 30):  # 0.30 in Rome: the day after
        assert client.get(reverse("wagtailadmin_home")).status_code in (302, 403)
        assert client.get(reverse("benchmarking:overview")).status_code == 403


def test_expired_grant_is_without_page_rights_at_the_next_request(client):
    person = person_with(Role.COORDINATOR, valid_until=LAST_DAY)
    page = Page.objects.first()
    with at(LAST_DAY):
        assert page_permission_policy.user_has_permission_for_instance(person, "change", page)
        client.force_login(person)
    with at(date(2027, 1, 1)):
        client.get(reverse("dashboard:desk"))
        fresh = User.objects.get(pk=person.pk)
        assert fresh.groups.count() == 0
        assert not page_permission_policy.user_has_permission_for_instance(fresh, "change", page)


def test_permissions_follow_the_calendar_even_before_groups_are_in_step():
    person = person_with(Role.COORDINATOR, valid_until=LAST_DAY)
    with at(LAST_DAY):
        assert User.objects.get(pk=person.pk).has_perm("wagtailadmin.access_admin")
    with at(date(2027, 1, 1)):
        fresh = User.objects.get(pk=person.pk)
        assert fresh.groups.count() == 1
        assert not fresh.has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize("day", [date(2026, 1, 1), LAST_DAY])
def test_boundary_days_count_in_python_and_sql_alike(day):
    grant = RoleGrantFactory(valid_from=date(2026, 1, 1), valid_until=LAST_DAY)
    assert grant.is_active(day)
    assert list(RoleGrant.objects.active(day)) == [grant]


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_days_outside_do_not_count_in_python_and_sql_alike(day):
    grant = RoleGrantFactory(valid_from=date(2026, 1, 1), valid_until=LAST_DAY)
    assert not grant.is_active(day)
    assert not RoleGrant.objects.active(day).exists()


def test_only_a_coordinator_grants_roles(today):
    with pytest.raises(PermissionDenied):
        grant_role(
            user=UserFactory(),
            role=Role.REGIONAL_OFFICIAL,
            valid_from=today,
            today=today,
            by=person_with(Role.INSTRUCTOR),
        )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"role": Role.CLUSTER_MANAGER}, "choose the cluster|scegli"),
        ({"role": Role.AUDITOR}, "until when|fino a quando"),
        ({"role": Role.INSTRUCTOR, "valid_until": date(2026, 1, 1)}, "ends before it starts|finisce prima"),
    ],
)
def test_impossible_grants_are_refused_with_a_sentence(fields, sentence, today):
    with pytest.raises(ValidationError) as refusal:
        grant_role(user=UserFactory(), valid_from=today, today=today, by=None, **fields)
    assert any(part in str(refusal.value) for part in sentence.split("|"))


def test_database_refuses_a_manager_without_cluster(today):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=UserFactory(), role=Role.CLUSTER_MANAGER, valid_from=today)


def test_ending_before_the_start_is_refused(today):
    coordinator = person_with(Role.COORDINATOR)
    grant = RoleGrantFactory(valid_from=today)
    with pytest.raises(ValidationError):
        end_grant(grant=grant, last_day=date(2020, 1, 1), today=today, by=coordinator)
    grant.refresh_from_db()
    assert grant.valid_until is None


def test_clusters_are_those_of_the_grants_in_force():
    mine, past = ClusterFactory(), ClusterFactory()
    person = person_with(Role.CLUSTER_MANAGER, mine)
    RoleGrantFactory(user=person, role=Role.CLUSTER_MANAGER, cluster=past, valid_until=date(2015, 1, 1))
    assert User.objects.get(pk=person.pk).clusters_as(Role.CLUSTER_MANAGER) == [mine]


def test_one_person_per_email_whatever_the_case():
    UserFactory(email="ada@clus3.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="ADA@clus3.example")


def test_synchronising_roles_twice_changes_nothing(capsys):
    sync_roles()
    assert sync_roles() == []
    call_command("sync_roles")
    assert "nothing to change" in capsys.readouterr().out


def test_staff_without_second_factor_are_sent_to_set_one_up(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(person_with(Role.COORDINATOR))
    for path in (reverse("dashboard:desk"), reverse("wagtailadmin_home")):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.url == reverse("mfa_index")
    client.force_login(person_with(Role.REGIONAL_OFFICIAL))
    assert client.get(reverse("dashboard:desk")).status_code == 200


@pytest.mark.parametrize("path", ["/admin/account/", "/it/clusters/account/benchmark/"])
def test_an_address_that_only_contains_account_asks_for_the_second_factor(client, settings, path):
    settings.STAFF_NEED_SECOND_FACTOR = True
    ClusterFactory(slug="account")
    client.force_login(person_with(Role.COORDINATOR))
    assert client.get(path)["Location"] == reverse("mfa_index")


def test_the_page_that_sets_a_factor_up_stays_open(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(person_with(Role.COORDINATOR))
    assert client.get(reverse("mfa_index")).status_code == 200
