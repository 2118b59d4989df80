"""Error pages in both languages; the last one without database."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from lms.dashboard import views
from lms.pages.errors import bad_request, server_error
from lms.people.models import Role
from tests.factories import person_with


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/it/nothing/", "/en/nothing/", "/it/clusters/nobody/", "/nothing.php", "/it/a%00b/"])
def test_unknown_address_gets_our_page(client, path):
    response = client.get(path)
    text = response.content.decode()
    assert response.status_code == 404
    assert "page-error" in text
    assert text.count("<h1") == 1


@pytest.mark.django_db
def test_wrong_role_gets_our_page(client):
    client.force_login(person_with(Role.AUDITOR))
    response = client.get(reverse("courses:plans"))
    assert response.status_code == 403
    assert reverse("dashboard:desk") in response.content.decode()


@pytest.mark.django_db
def test_form_without_token_gets_a_sentence_and_changes_nothing():
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "page-error" in response.content.decode()
    assert "django_language" not in response.cookies


@pytest.mark.django_db
def test_bad_request_gets_our_page_even_without_a_person(rf):
    response = bad_request(rf.get("/it/"))
    assert response.status_code == 400
    assert "page-error" in response.content.decode()


@pytest.mark.parametrize("language", ["it", "en"])
def test_own_fault_is_told_without_database_and_with_the_number_of_the_request(rf, language):
    # No database mark: any query would fail this test.
    with translation.override(language):
        response = server_error(rf.get(f"/{language}/"))
    text = response.content.decode()
    assert response.status_code == 500
    assert f'lang="{language}"' in text
    assert "request-id" in text


@pytest.mark.django_db
def test_number_on_the_page_is_the_one_of_the_answer(client, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("planted")

    monkeypatch.setattr(views, "search_site", break_down)
    client.raise_request_exception = False
    response = client.get("/en/search/?q=a")
    assert response.status_code == 500
    assert response["X-Request-ID"] in response.content.decode()
    assert connection.is_usable()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "above"),
    [("/en/me/data/answer/", "/en/me/data/"), ("/en/clusters/nobody/needs/renew/", "/en/clusters/nobody/needs/")],
)
def test_address_of_a_button_that_is_opened_gets_our_page_and_a_way_back(client, address, above):
    client.force_login(person_with(Role.COORDINATOR))
    response = client.get(address)
    text = response.content.decode()
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "page-error" in text
    assert f'class="btn btn-primary" href="{above}"' in text
    assert "This address is no page to open" in text


@pytest.mark.django_db
def test_sending_to_a_page_that_is_only_read_says_so(client):
    client.force_login(person_with(Role.COORDINATOR))
    response = client.post(reverse("courses:plans").replace("/it/", "/en/"))
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "This page takes nothing that is sent to it" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Accept": "application/json"}])
def test_programs_get_the_bare_answer_to_a_wrong_method(client, headers):
    client.force_login(person_with(Role.COORDINATOR))
    response = client.get("/en/me/data/answer/", headers=headers)
    assert (response.status_code, response.content) == (405, b"")
