"""My data: what is kept, who read it, what was answered; one's own and nobody else's."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from lms.outbox.models import Message
from lms.people.consents import seed_consents
from lms.people.models import Consent, ConsentText, ErasureRequest, PersonalDataRead, Role
from lms.people.reads import log_read
from tests.dashboard.privacy_sign_in import sign_in_freshly
from tests.factories import ClusterFactory, RoleGrantFactory, UserFactory, person_with
from tests.factories_personal_data import furnish_account, furnish_evidence, message, planted_person
from tests.factories_privacy import ErasureRequestFactory, FundingLineFactory

pytestmark = pytest.mark.django_db
PAGE, ANSWER, ERASURE = "/it/me/data/", "/it/me/data/answer/", "/it/me/data/erasure/"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def person(client):
    person = person_with(Role.CLUSTER_MANAGER, ClusterFactory())
    sign_in_freshly(client, person)
    return person


def kinds(client, language="it"):
    return {kind.source.key: kind for kind in client.get(f"/{language}/me/data/").context["holdings"].kinds}


def test_visitors_are_sent_to_sign_in(client):
    for address in (PAGE, ERASURE):
        assert client.get(address).url.startswith("/it/account/login/")


def test_page_tells_how_much_of_what_and_until_when(client, person):
    FundingLineFactory(name_en="ESF+")
    found = kinds(client)
    assert {"account", "roles"} <= found.keys()
    assert "assessments" not in found
    furnish_evidence(person)
    found = kinds(client)
    assert (found["assessments"].count, found["assessments"].named_until) == (1, date(2033, 12, 31))
    assert found["roles"].named_until is None
    text = client.get("/en/me/data/").content.decode()
    assert "With your name until 31 December 2033 (ESF+), then without." in text
    assert "36 months after your last role" in text


@pytest.mark.parametrize(
    ("who", "seen"), [("owner", True), ("colleague", False), ("stranger", False), ("coordinator", False)]
)
def test_page_is_about_its_reader_alone(client, who, seen):
    owner, cluster = planted_person(), ClusterFactory()
    furnish_account(owner, UserFactory())
    RoleGrantFactory(user=owner, role=Role.CLUSTER_MANAGER, cluster=cluster)
    readers = {
        "owner": owner,
        "colleague": person_with(Role.CLUSTER_MANAGER, cluster),
        "stranger": UserFactory(),
        "coordinator": person_with(Role.COORDINATOR),
    }
    client.force_login(readers[who])
    text = client.get(PAGE).content.decode()
    assert ("plantedtext" in text) == seen  # the detail of a reading


def test_readings_are_listed_with_who_and_when_and_not_ones_own(client, person):
    reader = UserFactory(first_name="Livia", last_name="Neri")
    log_read(person=person, reader=reader, field=PersonalDataRead.Field.RATINGS, now=NOW, detail="Official path")
    log_read(person=person, reader=person, field=PersonalDataRead.Field.RATINGS, now=NOW)
    log_read(person=reader, reader=person, field=PersonalDataRead.Field.MESSAGE, now=NOW)
    page = client.get("/en/me/data/")
    (reading,) = page.context["reads"]
    assert (reading.reader, reading.detail) == (reader, "Official path")
    for words in ("Livia Neri", "Ratings of competences", "Official path", "22"):
        assert words in page.content.decode()


def test_same_reading_within_ten_minutes_is_one(person):
    reader = UserFactory()
    for minutes in (0, 9, 11):
        now = NOW + timedelta(minutes=minutes)
        log_read(person=person, reader=reader, field=PersonalDataRead.Field.RATINGS, now=now)
    assert PersonalDataRead.objects.count() == 2


@pytest.mark.parametrize("number", ["x", "0", "99", "9" * 5000, "\x00"])
def test_page_answers_any_page_number(client, person, number):
    assert client.get(PAGE, {"page": number}).status_code == 200


def text_of(purpose):
    seed_consents()
    return ConsentText.objects.get(purpose=purpose)


def test_answers_are_given_and_shown_with_version_and_day(client, person):
    question = text_of("public_name")
    with time_machine.travel(NOW, tick=False):
        client.post(ANSWER, {"text": question.pk, "answer": "yes"})
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        client.post(ANSWER, {"text": question.pk, "answer": "no"})
        page = client.get("/en/me/data/").content.decode()
    assert "Version 1: agreed to on 22 November 2026, withdrawn on 23 November 2026" in page
    assert "you did not agree" in page
    assert Consent.objects.get().withdrawn_at == NOW + timedelta(days=1)


def test_notice_shows_the_address_of_the_office(client, person, settings):
    text_of("privacy_notice")
    page = client.get(PAGE).content.decode()
    assert settings.CONTACT_EMAIL in page
    assert "{contact}" not in page


@pytest.mark.parametrize("sent", [{}, {"text": "0", "answer": "yes"}, {"text": "x\x00", "answer": "maybe"}])
def test_answer_that_cannot_be_read_changes_nothing_and_is_said(client, person, sent):
    text_of("public_name")
    page = client.post("/en/me/data/answer/", sent, follow=True)
    assert [str(message) for message in page.context["messages"]]
    assert Consent.objects.count() == 0


def test_answer_to_a_text_that_was_replaced_is_refused_with_a_sentence(client, person):
    old = text_of("public_name")
    ConsentText.objects.create(purpose=old.purpose, version=2, valid_from=old.valid_from, title_it="a", title_en="a",
                               text_it="b", text_en="b")  # fmt: skip
    page = client.post("/en/me/data/answer/", {"text": old.pk, "answer": "yes"}, follow=True)
    (said,) = page.context["messages"]
    assert "another version" in str(said)
    assert Consent.objects.count() == 0


def test_nothing_is_answered_by_a_link(client, person):
    for address in (ANSWER, "/it/me/data/erasure/1/take-back/"):
        assert client.get(address).status_code == 405


def test_desk_asks_until_the_notice_is_read(client, person):
    notice = text_of("privacy_notice")
    assert client.get("/it/desk/").context["to_answer"] == [notice]
    assert 'href="/it/me/data/#agreed"' in client.get("/it/desk/").content.decode()
    client.post(ANSWER, {"text": notice.pk, "answer": "yes"})
    assert client.get("/it/desk/").context["to_answer"] == []


def test_erasure_page_says_what_goes_and_what_stays(client, person):
    FundingLineFactory(retention_basis="Act 7")
    furnish_evidence(person)
    message(person)
    holdings = client.get(ERASURE).context["holdings"]
    assert {"account", "messages"} <= {kind.source.key for kind in holdings.going}
    assert {"roles", "assessments", "plans"} <= {kind.source.key for kind in holdings.staying}
    text = client.get("/en/me/data/erasure/").content.decode()
    for words in ("Messages (1 record)", "until 31 December 2033", "Act 7", "after 7 days"):
        assert words in text
    assert ErasureRequest.objects.count() == 0


def test_erasure_is_asked_for_and_taken_back(client, person):
    answer = client.post(ERASURE, {"understood": "on"})
    assert (answer.status_code, answer.url) == (302, PAGE)
    asked = ErasureRequest.objects.get()
    assert (asked.person, asked.due_on) == (person, timezone.localdate() + timedelta(days=7))
    assert client.get(PAGE).context["request_of_erasure"] == asked
    assert "form" in client.get(ERASURE).context
    client.post(f"/it/me/data/erasure/{asked.pk}/take-back/")
    asked.refresh_from_db()
    assert asked.status == "taken_back"
    assert [m.kind for m in Message.objects.filter(recipient=person).order_by("pk")] == [
        "privacy_erasure_asked", "privacy_erasure_taken_back",
    ]  # fmt: skip
    page = client.post(f"/en/me/data/erasure/{asked.pk}/take-back/", follow=True)
    assert "settled already" in str(list(page.context["messages"])[-1])


def test_taking_the_own_request_back_is_no_work_on_the_accounts_of_others(client, person):
    ErasureRequestFactory(person=person, settled_by=person, status="taken_back")
    found = kinds(client)
    assert found["erasure"].count == 1
    assert "people_work" not in found
    ErasureRequestFactory(settled_by=person, status="taken_back")
    assert kinds(client)["people_work"].count == 1


def test_erasure_is_not_asked_for_by_a_slip(client, person):
    answer = client.post(ERASURE, {})
    assert list(answer.context["form"].errors) == ["understood"]
    assert ErasureRequest.objects.count() == 0


def test_last_coordinator_hears_why_not(client):
    sign_in_freshly(client, person_with(Role.COORDINATOR))
    answer = client.post("/en/me/data/erasure/", {"understood": "on"})
    assert "Nobody else coordinates the programme" in answer.context["form"].non_field_errors()[0]
    assert ErasureRequest.objects.count() == 0


@pytest.mark.parametrize("who", ["colleague", "coordinator"])
def test_nobody_takes_back_the_request_of_somebody_else_by_its_address(client, who):
    asked = ErasureRequestFactory()
    sign_in_freshly(client, person_with(Role.COORDINATOR) if who == "coordinator" else UserFactory())
    assert client.post(f"/it/me/data/erasure/{asked.pk}/take-back/").status_code == 404
    asked.refresh_from_db()
    assert asked.status == "open"


def test_password_is_asked_for_again_when_the_sign_in_is_old(client):
    client.force_login(UserFactory())
    for address, sent in ((ERASURE, {"understood": "on"}), ("/it/me/data/copy/", {})):
        answer = client.post(address, sent)
        assert answer.status_code == 302
        assert answer.url.startswith("/it/account/reauthenticate/")
    assert client.get(ERASURE).status_code == 200
    assert ErasureRequest.objects.count() == 0


@pytest.mark.parametrize("many", [1, 30])
def test_page_asks_the_database_as_often_for_much(client, person, django_assert_num_queries, many):
    text_of("public_name")
    for _number in range(many):
        FundingLineFactory().clusters.add(ClusterFactory())
        message(person)
        PersonalDataRead.objects.create(person=person, reader=UserFactory(), field="message", read_at=NOW)
        Consent.objects.create(person=person, text=text_of("public_name"), given_at=NOW, withdrawn_at=NOW)
    furnish_evidence(person)
    client.get(PAGE)
    with django_assert_num_queries(16):
        client.get(PAGE)
