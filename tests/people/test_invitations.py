"""People are invited one by one: the letter in the transaction, the link that works once, and who may send it again."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.outbox.models import Message
from lms.people.invitation_links import LinkState, path_of, read_link, token_of
from lms.people.invitations import invite_again, invite_person, renew_invitation
from lms.people.models import Consent, ConsentText, Role, RoleGrant, User
from tests.factories import ClusterFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PASSWORD = "a-brand-new-pass-9"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator():
    return person_with(Role.COORDINATOR)


@pytest.fixture
def invited(coordinator):
    return invite_person(
        person=User(email="nora@clus3.example", first_name="Nora", language="en"), by=coordinator, now=NOW
    )


def letters():
    return Message.objects.filter(kind="invitation")


def address_in(message):
    return re.search(r"http://127\.0\.0\.1:8000(/\S+/invitation/\S+/)", message.text).group(1)


def answer(**changes):
    said = {"first_name": "Nora", "last_name": "Neri", "language": "en", "time_zone": "Europe/Vienna"}
    return said | {"password1": PASSWORD, "password2": PASSWORD, "has_read_notice": "on"} | changes


def test_invitation_is_a_secret_row_that_says_who_invites_as_what_and_until_when(coordinator):
    grant = RoleGrant(
        role=Role.CLUSTER_MANAGER,
        cluster=ClusterFactory(name="Boats"),
        valid_from=date(2026, 12, 1),
        valid_until=date(2027, 1, 31),
    )
    nora = User(email="nora@clus3.example", language="en")
    invite_person(person=nora, by=coordinator, now=NOW, role=grant)
    (letter,) = letters()
    assert (letter.recipient, letter.to_email, letter.language, letter.topic) == (nora, nora.email, "en", "account")
    assert letter.is_secret
    assert letter.status == Message.Status.WAITING
    assert f"{coordinator} invites you" in letter.text
    assert "- Cluster manager of Boats, from 1 December 2026 until 31 January 2027" in letter.text
    assert "until 6 December 2026, 11:00" in letter.text
    assert address_in(letter) == letter.link == path_of(nora)
    assert not nora.has_usable_password()
    assert nora.role_grants.get().granted_by == coordinator


def test_letter_and_person_stand_or_fall_together(coordinator):
    with pytest.raises(ValidationError):
        invite_person(
            person=User(email="nora@clus3.example"), by=coordinator, now=NOW,
            role=RoleGrant(role=Role.AUDITOR, valid_from=date(2026, 1, 1)),
        )  # fmt: skip
    assert not User.objects.filter(email="nora@clus3.example").exists()
    assert not letters().exists()
    with transaction.atomic():
        invite_person(person=User(email="nora@clus3.example"), by=coordinator, now=NOW)
        transaction.set_rollback(True)
    assert not letters().exists()


def test_only_coordinators_invite(invited):
    with pytest.raises(PermissionDenied):
        invite_person(person=User(email="x@clus3.example"), by=person_with(Role.INSTRUCTOR), now=NOW)
    with pytest.raises(PermissionDenied):
        invite_again(person=invited, by=person_with(Role.AUDITOR), now=NOW)


def test_page_shows_what_is_known_and_changes_nothing(client, invited):
    page = client.get(path_of(invited))
    assert page.status_code == 200
    assert "nora@clus3.example" in page.content.decode()
    assert page.context["form"].initial["first_name"] == "Nora"
    assert "no-store" in page["Cache-Control"]
    invited.refresh_from_db()
    assert invited.confirmed_at is None
    assert "_auth_user_id" not in client.session


def test_accepting_writes_what_was_said_and_signs_in(client, invited):
    page = client.get(path_of(invited)).content.decode()
    assert "Privacy notice" in page
    assert 'name="may_be_named"' in page
    assert "checked" not in re.search(r'<input[^>]*name="may_be_named"[^>]*>', page).group()
    response = client.post(path_of(invited), answer())
    assert response["Location"] == "/en/desk/"
    nora = User.objects.get(pk=invited.pk)
    assert (nora.last_name, nora.time_zone, nora.confirmed_at) == ("Neri", "Europe/Vienna", NOW)
    assert nora.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(nora.pk)
    assert [c.text.purpose for c in Consent.objects.filter(person=nora)] == ["privacy_notice"]
    assert EmailAddress.objects.get(user=nora).verified
    assert ModelLogEntry.objects.for_instance(nora).filter(action="people.accepted", user=nora).count() == 1


def test_consent_to_be_named_is_given_only_by_its_tick(client, invited):
    client.post(path_of(invited), answer(may_be_named="on"))
    assert sorted(c.text.purpose for c in Consent.objects.in_force()) == ["privacy_notice", "public_name"]


def test_without_texts_nothing_is_asked(client, invited):
    ConsentText.objects.all().delete()
    assert "has_read_notice" not in client.get(path_of(invited)).content.decode()
    assert client.post(path_of(invited), answer()).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"has_read_notice": ""}, "has_read_notice"),
        ({"password1": "12345", "password2": "12345"}, "password1"),
        ({"password1": "nora@clus3.example", "password2": "nora@clus3.example"}, "password1"),
        ({"password1": "x" * 5000, "password2": "x" * 5000}, "password1"),
        ({"password2": "another-long-one"}, "password2"),
        ({"first_name": "", "last_name": ""}, "first_name"),
        ({"first_name": "x" * 151}, "first_name"),
        ({"last_name": "\x00"}, "last_name"),
        ({"language": "de"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ],
)
def test_mistakes_get_a_sentence_and_leave_the_link(client, invited, changes, field):
    page = client.post(path_of(invited), answer(**changes))
    assert page.status_code == 200
    assert page.context["form"].errors[field]
    assert read_link(token_of(invited), NOW).state == LinkState.VALID
    assert "_auth_user_id" not in client.session


def test_link_works_once(client, invited):
    link = path_of(invited)
    client.post(link, answer())
    client.logout()
    assert "accepted already" in client.get(link).content.decode()
    again = client.post(link, answer(password1="stolen-password-1", password2="stolen-password-1"))
    assert "accepted already" in again.content.decode()
    assert User.objects.get(pk=invited.pk).check_password(PASSWORD)


def test_staff_go_on_to_the_second_factor(client, coordinator, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    other = User(email="nora@clus3.example", language="en")
    grant = RoleGrant(role=Role.COORDINATOR, valid_from=date(2026, 1, 1))
    invite_person(person=other, by=coordinator, now=NOW, role=grant)
    assert client.post(path_of(other), answer())["Location"] == "/en/account/2fa/"
    assert client.get("/en/desk/")["Location"] == "/en/account/2fa/"


def test_whoever_was_signed_in_is_signed_out_by_accepting(client, invited):
    client.force_login(UserFactory(first_name="Bruno", last_name="Bianchi"))
    assert "You are signed in as Bruno Bianchi" in client.get(path_of(invited)).content.decode()
    client.post(path_of(invited), answer())
    assert client.session["_auth_user_id"] == str(invited.pk)


def test_expired_link_offers_a_new_one_once(client, invited):
    link = path_of(invited)
    with time_machine.travel(NOW + timedelta(days=14, seconds=-1), tick=False):
        assert client.get(link).context["form"]
    later = NOW + timedelta(days=14, seconds=1)
    with time_machine.travel(later, tick=False):
        assert "has expired" in client.get(link).content.decode()
        assert "has expired" in client.post(link, answer()).content.decode()
        new = reverse("people:new_link", args=[token_of(invited)])
        assert client.get(new).status_code == 405
        assert client.post(new).status_code == 200
        assert client.post(new).status_code == 200  # a second click
        assert letters().count() == 2
        assert "newer link" in client.get(link).content.decode()
        assert client.get(address_in(letters().first())).context["form"]


def test_address_shown_to_nobody_who_holds_an_old_link(client, invited):
    token = token_of(invited)
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        for page in (client.get(path_of(invited)), client.post(reverse("people:new_link", args=[token]))):
            assert "nora@clus3.example" not in page.content.decode()


@pytest.mark.parametrize(
    "token", ["x", "1", "a-b", "a-b-c", "zzzzzzzzzzzzz-1-" + "0" * 40, "1-1-è", "-" * 200, "%00-1-1"]
)
def test_broken_link_is_a_page(client, invited, token):
    for answered in (client.get(f"/en/invitation/{token}/"), client.post(f"/en/invitation/{token}/", answer())):
        assert answered.status_code == 404
    assert client.post(f"/en/invitation/{token}/new-link/").status_code == 302


def test_link_is_worth_nothing_for_somebody_else_another_address_or_a_closed_account(client, invited):
    token = token_of(invited)
    other = UserFactory(email="z@clus3.example", invited_at=NOW)
    assert (
        read_link(token.replace(token.split("-")[0], token_of(other).split("-")[0], 1), NOW).state == LinkState.BROKEN
    )
    User.objects.filter(pk=invited.pk).update(is_active=False)
    closed = client.get(f"/en/invitation/{token}/")
    assert closed.status_code == 403
    assert "This account is closed" in closed.content.decode()
    User.objects.filter(pk=invited.pk).update(is_active=True, email="other@clus3.example")
    assert read_link(token, NOW).state == LinkState.BROKEN


def test_forgotten_password_before_accepting_brings_the_invitation(client, invited):
    letters().delete()
    client.post("/it/account/password/reset/", {"email": "NORA@clus3.example"})
    (message,) = Message.objects.all()
    assert message.kind == "invitation"
    assert message.language == "en"
    assert "here is a new link" in message.text


def test_invitation_is_sent_again_by_a_coordinator(client, coordinator, invited):
    client.force_login(coordinator)
    address = reverse("wagtailusers_users:invite_again", args=[invited.pk])
    old = token_of(invited)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert client.get(address).status_code == 200
        assert letters().count() == 1
        assert client.post(address).status_code == 302
        assert letters().count() == 2
        assert read_link(old, NOW).state == LinkState.REPLACED


def test_invitation_is_not_sent_again_to_the_inactive_or_to_who_accepted(client, coordinator, invited):
    invited.confirmed_at = NOW
    invited.save()
    with pytest.raises(ValidationError):
        renew_invitation(person=invited, now=NOW)
    with pytest.raises(ValidationError):
        invite_again(person=UserFactory(is_active=False, invited_at=NOW), by=coordinator, now=NOW)
    assert letters().count() == 1


STANDINGS = [
    ({"confirmed_at": NOW}, "confirmed", "accettato"),
    ({"invited_at": NOW - timedelta(days=13)}, "invited", "invitato"),
    ({"invited_at": NOW - timedelta(days=15)}, "expired", "scaduto"),
    ({}, "not_invited", "non invitato"),
]


def test_list_of_people_says_how_far_each_invitation_is(client, coordinator, django_assert_num_queries):
    client.force_login(coordinator)
    index = reverse("wagtailusers_users:index")
    people = [UserFactory(**columns) for columns, _code, _words in STANDINGS]
    for person, (_columns, code, _words) in zip(people, STANDINGS, strict=True):
        kept = client.get(index, {"invitation": code}).context["object_list"]
        assert [p.pk for p in kept if p != coordinator] == [person.pk]
    with django_assert_num_queries(12):
        client.get(index)
    UserFactory.create_batch(10, invited_at=NOW)
    with django_assert_num_queries(12):
        client.get(index)


def test_invite_form_gives_a_role_in_the_same_step(client, coordinator):
    client.force_login(coordinator)
    data = {"email": "New@clus3.example", "first_name": "Nora", "last_name": "Neri", "language": "it"}
    role = {"role": Role.CLUSTER_MANAGER, "cluster": ClusterFactory().pk, "valid_from": "", "valid_until": "31/12/2027"}
    assert client.post(reverse("wagtailusers_users:add"), data | role).status_code == 302
    grant = RoleGrant.objects.get(user__email="new@clus3.example")
    assert (grant.valid_from, grant.valid_until, grant.granted_by) == (NOW.date(), date(2027, 12, 31), coordinator)
    assert letters().count() == 1


@pytest.mark.parametrize(
    "role",
    [
        {"role": Role.CLUSTER_MANAGER},  # of no cluster
        {"role": Role.AUDITOR},  # without an end
        {"role": Role.INSTRUCTOR, "valid_until": "2020-01-01"},
        {"valid_until": "2030-01-01"},  # of no role
        {"role": "king"},
        {"cluster": "99999999999999999999999", "role": Role.TUTOR},
        {"role": Role.INSTRUCTOR, "valid_from": "\x00"},
    ],
)
def test_impossible_role_invites_nobody(client, coordinator, role):
    client.force_login(coordinator)
    data = {"email": "new@clus3.example", "first_name": "Nora", "last_name": "Neri", "language": "it"}
    page = client.post(reverse("wagtailusers_users:add"), data | role)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not User.objects.filter(email="new@clus3.example").exists()
    assert not letters().exists()
