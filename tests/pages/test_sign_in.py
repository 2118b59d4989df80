"""Signing in and out, forgotten passwords, second factors: our pages, and nobody led astray."""

import re
from urllib.parse import quote

import pytest
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override

from lms.dashboard.demonstration.mark import PASSWORD, demo_accounts, mark_loaded
from lms.outbox.models import Message
from lms.people.models import Role, User
from lms.people.templatetags.devices import device
from tests.factories import UserFactory, person_with

pytestmark = pytest.mark.django_db
LOGIN = "/it/account/login/"


@pytest.fixture
def person():
    return UserFactory(email="ada@clus3.example", password="a-long-password")


def sign_in(client, email="ada@clus3.example", password="a-long-password", **more):  # noqa: S107
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("email", ["ada@clus3.example", "ADA@clus3.example", " Ada@Clus3.Example "])
def test_sign_in_by_email_in_any_case_leads_to_the_desk(client, person, email):
    response = sign_in(client, email)
    assert response["Location"] == "/it/desk/"
    assert is_signed_in(client)


def test_sign_in_comes_back_to_the_page_that_asked_for_it(client, person):
    asked = client.get("/it/desk/")
    assert asked["Location"] == f"/it/account/login/?next={quote('/it/desk/')}"
    assert sign_in(client, next="/it/search/?q=a")["Location"] == "/it/search/?q=a"


@pytest.mark.parametrize("own", ["it", "en"])
def test_sign_in_leads_to_the_desk_in_the_language_of_the_person_not_of_the_page(client, person, own):
    User.objects.filter(pk=person.pk).update(language=own)
    assert sign_in(client)["Location"] == f"/{own}/desk/"
    client.post("/it/account/logout/")
    assert sign_in(client, next="/it/clusters/")["Location"] == "/it/clusters/"


def test_new_password_is_offered_after_the_fields_and_not_between_label_and_field(client):
    text = client.get(LOGIN).content.decode()
    link = f'href="{reverse("account_reset_password")}"'
    assert text.count(link) == 1
    assert text.index(link) > text.index('name="password"')


@pytest.mark.parametrize(
    "after",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\x00",
    ],
)
def test_sign_in_leads_to_no_other_site(client, person, after):
    assert "evil" not in client.get(LOGIN, {"next": after}).get("Location", "")
    response = sign_in(client, next=after)
    assert response.status_code == 302
    assert response["Location"] == "/it/desk/"


@pytest.mark.parametrize(
    ("email", "password"),
    [("ada@clus3.example", "wrong-password"), ("nobody@clus3.example", "a-long-password"), ("a\x00b@c.example", "x"),
     ("not an address", "x"), ("", ""), ("a" * 5000 + "@clus3.example", "x" * 5000)],
)  # fmt: skip
def test_wrong_sign_in_gets_a_sentence_beside_the_field_or_on_top(client, person, email, password):
    response = sign_in(client, email, password)
    text = response.content.decode()
    assert response.status_code == 200
    assert "error-summary" in text
    assert not is_signed_in(client)


def test_wrong_password_does_not_say_whether_the_person_exists(client, person):
    known = sign_in(client, password="wrong").context["form"].errors
    unknown = sign_in(client, "nobody@clus3.example", "wrong").context["form"].errors
    assert known == unknown


def test_field_in_error_is_tied_to_its_sentence(client):
    text = sign_in(client, "not an address", "x").content.decode()
    field = re.search(r'<input[^>]*name="login"[^>]*>', text).group()
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_login_error"' in field
    assert 'id="id_login_error"' in text
    assert 'href="#id_login"' in text


def test_sixth_guess_is_refused_even_when_it_is_right(client, person):
    assert [sign_in(client, password="wrong").status_code for _ in range(5)] == [200] * 5
    response = sign_in(client, password="a-long-password")
    assert response.status_code == 429
    assert response["Retry-After"] == "300"
    assert "page-error" in response.content.decode()
    assert not is_signed_in(client)


def test_guesses_at_one_address_do_not_close_another(client, person):
    UserFactory(email="other@clus3.example", password="a-long-password")
    for _ in range(5):
        sign_in(client, password="wrong")
    assert sign_in(client, "other@clus3.example").status_code == 302


def test_inactive_person_is_not_let_in(client):
    UserFactory(email="gone@clus3.example", password="a-long-password", is_active=False)
    sign_in(client, "gone@clus3.example")
    assert not is_signed_in(client)


def test_admin_and_wagtail_have_no_sign_in_of_their_own(client):
    response = client.get("/admin/login/?next=/admin/pages/")
    assert response.status_code == 302
    assert response["Location"] == f"/it/account/login/?next={quote('/admin/pages/', safe='')}"
    assert client.get("/admin/")["Location"].startswith(("/it/account/login/", "/admin/login/"))


def test_admin_password_reset_leads_to_ours_or_nowhere(client):
    final = client.get("/admin/password_reset/", follow=True)
    assert final.status_code == 404 or final.request["PATH_INFO"].startswith("/it/account/")


def test_sign_up_says_that_people_are_invited(client):
    response = client.get("/it/account/signup/")
    assert response.status_code == 200
    assert "account/signup_closed.html" in [template.name for template in response.templates]
    count = User.objects.count()
    words = {"email": "x@y.example", "password1": "long-enough-1", "password2": "long-enough-1"}
    client.post("/it/account/signup/", words)
    assert User.objects.count() == count


@pytest.mark.parametrize("language", ["it", "en"])
def test_reset_mail_speaks_the_language_of_the_page_and_its_link_works_once(client, person, language):
    client.post(f"/{language}/account/password/reset/", {"email": "ADA@clus3.example"})
    message = Message.objects.get()
    assert (message.to_email, message.recipient, message.is_secret) == ("ada@clus3.example", person, True)
    address = re.search(r"http://127\.0\.0\.1:8000(/\S+)", message.text).group(1)
    assert address.startswith(f"/{language}/account/password/reset/key/")
    page = client.get(address, follow=True)
    data = {"password1": "another-long-one-9", "password2": "another-long-one-9"}
    assert client.post(page.request["PATH_INFO"], data).status_code == 302
    assert sign_in(client, password="another-long-one-9").status_code == 302
    client.post("/it/account/logout/")
    assert client.get(address, follow=True).context["token_fail"]


def test_reset_for_an_unknown_address_looks_the_same(client, person):
    known = client.post("/it/account/password/reset/", {"email": "ada@clus3.example"})
    unknown = client.post("/it/account/password/reset/", {"email": "nobody@clus3.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    message = Message.objects.get(to_email="nobody@clus3.example")
    assert (message.recipient, message.kind) == (None, "unknown_account")
    assert "/reset/key/" not in message.text


OWN_PAGES = ["account_change_password", "account_email", "account_logout", "account_reauthenticate", "mfa_index",
             "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list"]  # fmt: skip


@pytest.mark.parametrize("name", OWN_PAGES)
@pytest.mark.parametrize("language", ["it", "en"])
def test_pages_of_the_own_account_are_ours(client, person, name, language):
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": "a-long-password"})
    response = client.get(reverse(name).replace("/it/", f"/{language}/", 1))
    text = response.content.decode()
    assert response.status_code == 200
    assert "site-header" in text
    assert text.count("<h1") == 1
    assert "</form>" in text


@pytest.mark.parametrize("name", OWN_PAGES)
def test_pages_of_the_own_account_are_closed_to_nobody(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 302


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_second_factor_is_set_up_only_after_the_password_again(client, person, name):
    sign_in(client)
    response = client.get(reverse(name))
    assert response["Location"].startswith("/it/account/reauthenticate/?next=")
    again = client.post(response["Location"], {"password": "wrong"})
    assert "error-summary" in again.content.decode()
    assert client.get(reverse(name)).status_code == 302


def test_second_factor_is_asked_for_after_the_password(client, person):
    auth.TOTP.activate(person, auth.generate_totp_secret())
    response = sign_in(client)
    assert response["Location"].startswith("/it/account/2fa/authenticate/")
    assert not is_signed_in(client)
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert "mfa/js/webauthn.js" in page.content.decode()
    assert client.post(response["Location"], {"code": "000000"}).status_code == 200
    assert not is_signed_in(client)


def test_scripts_of_passkeys_are_files_and_data(client):
    text = client.get(LOGIN).content.decode()
    executable = [tag for tag in re.findall(r"<script\b([^>]*)>", text) if "application/json" not in tag]
    assert executable
    assert all('src="/static/' in tag for tag in executable)
    assert client.get("/it/account/2fa/webauthn/login/", headers={"accept": "application/json"}).status_code == 200


def test_demonstration_accounts_are_shown_while_it_is_loaded_and_only_then(client):
    assert PASSWORD not in client.get(LOGIN).content.decode()
    mark_loaded()
    cache.clear()
    text = client.get(LOGIN).content.decode()
    assert PASSWORD in text
    assert [account.email for account in demo_accounts() if account.email not in text] == []
    assert "SAN-DANIELE" not in text
    assert "(Parco Agroalimentare di San Daniele)" in text
    assert PASSWORD not in client.get("/it/clusters/").content.decode()


def test_signing_out_asks_for_a_post(client, person):
    sign_in(client)
    client.get("/it/account/logout/")
    assert is_signed_in(client)
    client.post("/it/account/logout/")
    assert not is_signed_in(client)


def test_session_of_a_coordinator_is_listed(client):
    client.force_login(person_with(Role.COORDINATOR))
    assert client.get(reverse("usersessions_list")).status_code == 200


AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0": ("Firefox", "Linux"),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36": (
        "Chrome", "Windows",
    ),
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0": ("Edge", "Windows"),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1": (
        "Safari", "iPhone",
    ),
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36": ("Chrome", "Android"),
}  # fmt: skip


@pytest.mark.parametrize(("agent", "names"), AGENTS.items(), ids=["/".join(names) for names in AGENTS.values()])
def test_session_names_browser_and_system_as_people_do(client, person, agent, names):
    client.post(LOGIN, {"login": person.email, "password": "a-long-password"}, headers={"user-agent": agent})
    text = client.get("/en/account/sessions/", headers={"user-agent": agent}).content.decode()
    assert "{} on {}".format(*names) in text
    assert "Mozilla" not in text


@pytest.mark.parametrize("agent", ["", "curl/8.0", "x" * 200])
def test_program_that_nobody_knows_is_another_one(agent):
    with override("en"):
        assert device(agent) == "another program"


def test_summary_counts_the_mistakes_that_it_lists(client, person):
    sign_in(client)
    answer = client.post(
        "/en/account/password/change/", {"oldpassword": "wrong", "password1": "12345", "password2": "12345"}
    )
    summary = re.search(r'class="error-summary".*?</ul>', answer.content.decode(), re.DOTALL).group()
    assert summary.count("<li>") > 2
    assert f"{summary.count('<li>')} things need to be corrected" in summary
