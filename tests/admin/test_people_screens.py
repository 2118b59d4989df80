"""People are invited, roles are granted and ended: each by the action, logged, with groups in step."""

from datetime import date

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.outbox.models import Message
from lms.people.models import Role, RoleGrant, User
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
PEOPLE = "wagtailusers_users"


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


def sent_to():
    return list(Message.objects.values_list("to_email", flat=True))


def logged(thing):
    return list(ModelLogEntry.objects.for_instance(thing).values_list("action", flat=True))


def person_data(**changes):
    data = {"email": "New.Person@Clus3.example", "first_name": "Nora", "last_name": "Neri", "language": "en"}
    return data | changes


def test_new_person_gets_an_invitation_in_her_language_and_no_password(client, coordinator):
    assert client.post(reverse(f"{PEOPLE}:add"), person_data()).status_code == 302
    person = User.objects.get(email="new.person@clus3.example")
    assert not person.has_usable_password()
    assert not person.is_staff
    assert logged(person) == ["wagtail.create"]
    assert sent_to() == ["new.person@clus3.example"]
    assert "/en/invitation/" in Message.objects.get().text


@pytest.mark.parametrize(
    "email", ["", "no-address", "PERSON@clus3.example", "a\x00b@clus3.example", "a" * 300 + "@x.it"]
)
def test_person_with_an_impossible_address_is_refused(client, coordinator, email):
    UserFactory(email="person@clus3.example")
    before = User.objects.count()
    answer = client.post(reverse(f"{PEOPLE}:add"), person_data(email=email))
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert User.objects.count() == before
    assert sent_to() == []


def test_new_address_closes_the_old_one(client, coordinator):
    person = UserFactory(email="old@clus3.example")
    EmailAddress.objects.create(user=person, email="old@clus3.example", primary=True)
    data = person_data(email="new@clus3.example", is_active="on")
    assert client.post(reverse(f"{PEOPLE}:edit", args=[person.pk]), data).status_code == 302
    person.refresh_from_db()
    assert person.email == "new@clus3.example"
    assert not EmailAddress.objects.exists()
    assert logged(person) == ["wagtail.edit"]


def test_coordinator_does_not_touch_an_operator(client, coordinator):
    operator = UserFactory(is_superuser=True, email="operator@clus3.example")
    address = reverse(f"{PEOPLE}:edit", args=[operator.pk])
    assert client.get(address).status_code in (302, 403)
    assert client.post(address, person_data(is_active="on")).status_code in (302, 403)
    assert client.post(reverse(f"{PEOPLE}:password_link", args=[operator.pk])).status_code in (302, 403)
    operator.refresh_from_db()
    assert operator.email == "operator@clus3.example"
    assert sent_to() == []


def test_no_form_gives_rights(client, coordinator):
    person = UserFactory()
    data = person_data(is_active="on", is_superuser="on", is_staff="on", groups="1", password="x", password1="x")
    client.post(reverse(f"{PEOPLE}:edit", args=[person.pk]), data)
    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff, person.groups.count()) == (False, False, 0)
    assert person.check_password("a-long-password")


def test_coordinator_does_not_lock_herself_out(client, coordinator):
    answer = client.post(reverse(f"{PEOPLE}:edit", args=[coordinator.pk]), person_data())
    assert answer.context["form"].errors["is_active"]
    coordinator.refresh_from_db()
    assert coordinator.is_active


def test_link_is_sent_again_on_demand(client, coordinator):
    person = UserFactory()
    address = reverse(f"{PEOPLE}:password_link", args=[person.pk])
    client.get(address)
    assert sent_to() == []
    assert client.post(address).status_code == 302
    assert sent_to() == [person.email]
    assert "/account/password/reset/key/" in Message.objects.get().text
    assert logged(person) == ["people.password_link"]


def test_inactive_person_gets_no_link(client, coordinator):
    person = UserFactory(is_active=False)
    answer = client.post(reverse(f"{PEOPLE}:password_link", args=[person.pk]))
    assert answer.context["form"].non_field_errors()
    assert sent_to() == []


def grant_data(person, **changes):
    data = {"user": person.pk, "role": Role.COORDINATOR, "cluster": "", "valid_from": "2026-01-01", "valid_until": ""}
    return data | {"reason": "Act 12"} | changes


def test_grant_puts_groups_in_step_and_is_logged(client, coordinator):
    person = UserFactory()
    assert client.post(reverse("rolegrant_admin:add"), grant_data(person)).status_code == 302
    grant = RoleGrant.objects.get(user=person)
    assert grant.granted_by == coordinator
    assert [group.name for group in person.groups.all()] == ["role:coordinator"]
    assert logged(grant) == ["wagtail.create"]


@pytest.mark.parametrize(
    "changes",
    [
        {"role": Role.CLUSTER_MANAGER},  # of no cluster
        {"role": Role.AUDITOR},  # without an end
        {"valid_until": "2025-01-01"},
        {"valid_from": "2026-13-45"},
        {"role": "king"},
        {"user": "99999999999999999999"},
        {"reason": "\x00"},
    ],
)
def test_impossible_grant_is_refused(client, coordinator, changes):
    answer = client.post(reverse("rolegrant_admin:add"), grant_data(UserFactory(), **changes))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert RoleGrant.objects.count() == 1


def test_second_click_grants_nothing_twice(client, coordinator):
    data = grant_data(UserFactory())
    client.post(reverse("rolegrant_admin:add"), data)
    answer = client.post(reverse("rolegrant_admin:add"), data)
    assert answer.context["form"].non_field_errors()
    assert RoleGrant.objects.count() == 2


def test_grant_keeps_its_person_role_and_cluster(client, coordinator):
    grant = RoleGrantFactory(role=Role.CLUSTER_MANAGER, cluster=ClusterFactory())
    data = grant_data(UserFactory(), role=Role.COORDINATOR, valid_until="2030-01-01")
    assert client.post(reverse("rolegrant_admin:edit", args=[grant.pk]), data).status_code == 302
    changed = RoleGrant.objects.get(pk=grant.pk)
    assert (changed.user, changed.role, changed.cluster) == (grant.user, grant.role, grant.cluster)
    assert changed.valid_until == date(2030, 1, 1)


def test_ended_grant_loses_its_group_the_day_after_and_stays_on_record(client, coordinator):
    grant = RoleGrantFactory(role=Role.COORDINATOR)
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        address = reverse("rolegrant_admin:end", args=[grant.pk])
        assert client.post(address, {"last_day": "2026-11-21"}).status_code == 302
    grant.refresh_from_db()
    assert grant.valid_until == date(2026, 11, 21)
    assert grant.user.groups.count() == 0
    assert logged(grant) == ["wagtail.edit"]


@pytest.mark.parametrize("last_day", ["2013-12-31", "2026-13-45", "", "\x00"])
def test_impossible_end_is_refused_with_a_sentence(client, coordinator, last_day):
    grant = RoleGrantFactory(role=Role.INSTRUCTOR)
    answer = client.post(reverse("rolegrant_admin:end", args=[grant.pk]), {"last_day": last_day})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    grant.refresh_from_db()
    assert grant.valid_until is None
