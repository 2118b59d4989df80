"""Signing in through an identity provider: a real one, small and local."""

from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.urls import NoReverseMatch, reverse

from lms.people.invitations import invite_person
from lms.people.models import Role, RoleGrant, User
from lms.settings.sign_in import openid_connect
from tests.factories import UserFactory, person_with
from tests.people.oidc_provider import CLIENT_ID, SECRET, running

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
START = "/account/oidc/provider/login/"
BACK = "/account/oidc/provider/callback/"
LOGIN = "/en/account/login/"


@pytest.fixture(scope="module")
def server():
    with running() as provider:
        yield provider


@pytest.fixture
def provider(server, settings):
    server.claims = {"sub": "1", "email": "Ada@clus3.example", "email_verified": True}
    server.broken = {}
    settings.OIDC_SERVER_URL, settings.OIDC_NAME = server.address, "LoginFVG"
    settings.SOCIALACCOUNT_PROVIDERS = openid_connect(
        "provider", name="LoginFVG", server_url=server.address, client_id=CLIENT_ID, secret=SECRET
    )
    return server


@pytest.fixture
def ada():
    return UserFactory(email="ada@clus3.example", language="en", confirmed_at=NOW, password="a-long-password")


def signing_in(client, provider, **query):
    """Go to the provider and back; return the answer."""
    there = client.get(START, {"language": "en"} | query)
    assert there.status_code == 302
    assert there["Location"].startswith(f"{provider.address}/authorise?")
    back = provider.authorise(there["Location"])
    assert urlsplit(back).path == BACK
    return client.get(back.replace("http://testserver", ""))


def is_signed_in(client, person):
    return client.session.get("_auth_user_id") == str(person.pk)


def test_without_a_provider_there_is_neither_button_nor_page(client):
    assert "/account/oidc/" not in client.get(LOGIN).content.decode()
    for path in (START, BACK):
        assert client.get(path, follow=True).status_code == 404


def test_invited_person_signs_in_by_the_verified_address(client, provider, ada):
    page = client.get(LOGIN + "?next=/en/search/").content.decode()
    assert "Sign in with LoginFVG" in page
    assert f"{START}?language=en&amp;next=%2Fen%2Fsearch%2F" in page
    assert signing_in(client, provider)["Location"] == "/en/desk/"
    assert is_signed_in(client, ada)
    assert EmailAddress.objects.get(user=ada).verified
    ada.refresh_from_db()
    assert ada.check_password("a-long-password")  # allauth wipes it unless the address is known to be verified
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()


def test_person_comes_back_to_where_she_wanted_to_go_and_to_no_other_site(client, provider, ada):
    assert signing_in(client, provider, next="/it/clusters/")["Location"] == "/it/clusters/"
    client.logout()
    assert signing_in(client, provider, next="https://evil.example/")["Location"] == "/en/desk/"


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@clus3.example"},
        {"email_verified": False},
        {"email_verified": "false"},
        {"email_verified": None},
        {"email": ""},
        {"email": "inactive@clus3.example"},
    ],
)
def test_whoever_is_not_invited_is_sent_to_the_coordinator_and_no_account_is_made(client, provider, ada, claims):
    UserFactory(email="inactive@clus3.example", is_active=False, confirmed_at=NOW)
    provider.claims |= claims
    before = User.objects.count()
    answer = signing_in(client, provider)
    assert answer.status_code == 403
    assert "Ask your coordinator" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == before


def test_refusal_speaks_the_language_of_the_sign_in_page(client, provider):
    answer = signing_in(client, provider, language="it")
    assert '<html lang="it">' in answer.content.decode()
    answer = signing_in(client, provider, language="\x00")
    assert '<html lang="it">' in answer.content.decode()


def test_second_factor_is_asked_for_all_the_same(client, provider, ada, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    RoleGrant.objects.create(user=ada, role=Role.COORDINATOR, valid_from=date(2014, 1, 1))
    signing_in(client, provider)
    assert client.get("/en/desk/")["Location"] == reverse("mfa_index").replace("/it/", "/en/")
    client.logout()
    auth.TOTP.activate(ada, auth.generate_totp_secret())
    assert signing_in(client, provider)["Location"].startswith("/en/account/2fa/authenticate/")
    assert not is_signed_in(client, ada)


def test_who_has_not_accepted_yet_is_led_to_the_invitation(client, provider):
    nora = User(email="ada@clus3.example", language="en")
    invite_person(person=nora, by=person_with(Role.COORDINATOR), now=datetime(2020, 1, 1, tzinfo=UTC))
    answer = signing_in(client, provider)
    assert answer["Location"].startswith("/en/invitation/")
    assert "_auth_user_id" not in client.session
    assert client.get(answer["Location"]).context["form"]  # although the link in the mail has expired


@pytest.mark.parametrize("query", [{"error": "access_denied"}, {"error": "login_required"}, {}])
def test_cancelled_or_strange_return_is_a_page(client, provider, ada, query):
    state = client.get(START, {"language": "en"})["Location"].partition("state=")[2].partition("&")[0]
    answer = client.get(BACK, query | {"state": state})
    assert answer.status_code == (200 if query.get("error") == "access_denied" else 503)
    assert ("You did not sign in" if answer.status_code == 200 else "did not work") in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "query", [{"code": "x"}, {"code": "x", "state": "forged"}, {"code": "\x00", "state": "\x00"}, {}]
)
def test_return_that_nobody_asked_for_signs_nobody_in(client, provider, ada, query):
    assert client.get(BACK, query).status_code == 503
    assert "_auth_user_id" not in client.session


NONSENSE = [(500, "{}"), (200, "<html>"), (200, "[1]"), (200, '"x"'), (200, '{"email": ["a"]}')]


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/userinfo"])
@pytest.mark.parametrize("broken", NONSENSE)
def test_provider_that_talks_nonsense_gets_nobody_in_and_nobody_a_500(client, provider, ada, path, broken):
    there = client.get(START, {"language": "en"})
    provider.broken[path] = broken
    back = provider.authorise(there["Location"]).replace("http://testserver", "")
    answers = (
        [client.get(back)] if path != "/.well-known/openid-configuration" else [client.get(START), client.get(back)]
    )
    for answer in answers:
        assert answer.status_code in (403, 503)
    assert "_auth_user_id" not in client.session


def test_provider_out_of_reach_is_a_page(client, provider, ada, settings):
    settings.SOCIALACCOUNT_PROVIDERS = openid_connect(
        "provider", name="x", server_url="http://127.0.0.1:9", client_id="x", secret="x"
    )
    assert client.get(START).status_code == 503


def test_another_account_cannot_be_joined(client, provider, ada):
    """allauth joins an account of the provider to whoever is signed in, when asked to: here nobody can ask."""
    other = UserFactory(confirmed_at=NOW)
    client.force_login(other)
    signing_in(client, provider, process="connect")
    assert is_signed_in(client, ada)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("name", ["socialaccount_connections", "socialaccount_signup", "socialaccount_login_cancelled"])
def test_pages_of_allauth_for_other_accounts_do_not_exist(client, ada, name):
    with pytest.raises(NoReverseMatch):
        reverse(name)
    client.force_login(ada)
    for path in (
        "3rdparty/",
        "3rdparty/signup/",
        "3rdparty/login/cancelled/",
        "social/connections/",
        "oidc/provider/login/",
    ):
        assert client.get(f"/en/account/{path}").status_code == 404


def test_settings_describe_no_provider_without_an_address():
    assert openid_connect("provider", name="x", server_url="", client_id="x", secret="x") == {}
