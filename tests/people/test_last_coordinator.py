"""The programme is never left without a coordinator, and nobody takes the own role away by a slip."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from lms.people.actions import end_grant, save_grant
from lms.people.models import Role, RoleGrant
from tests.factories import RoleGrantFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def own(client):
    """The grant of the coordinator who is signed in."""
    grant = RoleGrantFactory()
    client.force_login(grant.user)
    return grant


def unchanged(grant):
    stored = RoleGrant.objects.get(pk=grant.pk)
    return (stored.valid_from, stored.valid_until, stored.role) == (date(2014, 1, 1), None, Role.COORDINATOR)


@pytest.mark.parametrize("others", [0, 1])
@pytest.mark.parametrize("last_day", ["2026-11-21", "2030-01-01"])
def test_coordinator_does_not_end_her_own_role(client, own, others, last_day):
    RoleGrantFactory.create_batch(others)
    answer = client.post(reverse("rolegrant_admin:end", args=[own.pk]), {"last_day": last_day})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert unchanged(own)


@pytest.mark.parametrize("typed", [{"valid_until": "2026-12-31"}, {"valid_from": "2099-01-01"}])
def test_coordinator_does_not_shorten_her_own_role_by_its_days(client, own, typed):
    days = {"valid_from": "2014-01-01", "valid_until": "", "reason": ""} | typed
    answer = client.post(reverse("rolegrant_admin:edit", args=[own.pk]), days)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert unchanged(own)


def test_what_takes_no_day_away_is_saved(client, own):
    days = {"valid_from": "2014-01-02", "valid_until": "9999-12-31", "reason": "Act 7"}
    assert client.post(reverse("rolegrant_admin:edit", args=[own.pk]), days).status_code == 302
    assert RoleGrant.objects.get().reason == "Act 7"


def test_another_coordinator_ends_it(own):
    other = person_with(Role.COORDINATOR)
    end_grant(grant=own, last_day=TODAY, today=TODAY, by=other)
    assert RoleGrant.objects.get(pk=own.pk).valid_until == TODAY


@pytest.mark.parametrize("change", [{"valid_until": TODAY}, {"role": Role.INSTRUCTOR}, {"user": None}])
def test_not_even_an_operator_takes_the_last_coordinator_away(change):
    grant = RoleGrantFactory()
    RoleGrantFactory(user__is_active=False)  # a coordinator who cannot sign in coordinates nothing
    RoleGrantFactory(valid_until=TODAY)
    operator = UserFactory(is_superuser=True)
    for name, value in change.items():
        setattr(grant, name, value or operator)
    with pytest.raises(ValidationError):
        save_grant(grant=grant, today=TODAY, by=operator)
    assert unchanged(grant)


def test_role_that_has_ended_already_may_be_corrected(own):
    ended = RoleGrantFactory(user=own.user, valid_until=date(2015, 1, 1))
    end_grant(grant=ended, last_day=date(2014, 6, 30), today=timezone.localdate(), by=own.user)
    assert RoleGrant.objects.get(pk=ended.pk).valid_until == date(2014, 6, 30)


def test_only_a_coordinator_saves_a_grant():
    with pytest.raises(PermissionDenied):
        save_grant(grant=RoleGrantFactory(role=Role.INSTRUCTOR), today=TODAY, by=person_with(Role.INSTRUCTOR))
