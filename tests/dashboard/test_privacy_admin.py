"""The coordinator's screens of requests of erasure, texts of consents and reports of retention."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.people.consents import seed_consents
from lms.people.models import ConsentText, ErasureRequest, Role, User
from tests.factories import UserFactory, person_with
from tests.factories_personal_data import furnish_evidence, message
from tests.factories_privacy import ErasureRequestFactory, FundingLineFactory, RetentionRunFactory

pytestmark = pytest.mark.django_db
LIST = "erasurerequest_admin:index"


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR, user__language="en")
    client.force_login(person)
    return person


def test_request_is_carried_out_at_once_and_says_what_stays(client, coordinator):
    FundingLineFactory(retention_basis="Act 7")
    person = UserFactory()
    person_with(Role.INSTRUCTOR, user=person)
    message(person)
    furnish_evidence(person)
    asked = ErasureRequestFactory(person=person)
    address = reverse("erasurerequest_admin:carry_out", args=[asked.pk])
    assert address in client.get(reverse(LIST)).content.decode()
    assert client.get(address).status_code == 200
    assert User.objects.get(pk=person.pk).is_active
    page = client.post(address, follow=True)
    assert "the name stays on evidence until 31 December 2033" in page.content.decode()
    assert address not in page.content.decode()
    asked.refresh_from_db()
    assert (asked.status, asked.settled_by) == ("done", coordinator)
    text = client.get(reverse("erasurerequest_admin:inspect", args=[asked.pk])).content.decode()
    for words in (
        "Messages: 1 removed",
        "Roles: 1 kept without the name",
        "1 kept, with the name until 31 December 2033 (Act 7)",
    ):
        assert words in text


def test_last_coordinator_is_refused_with_a_sentence(client, coordinator):
    asked = ErasureRequestFactory(person=coordinator)
    page = client.post(reverse("erasurerequest_admin:carry_out", args=[asked.pk]))
    assert "Nobody else coordinates the programme" in page.content.decode()
    assert User.objects.get(pk=coordinator.pk).is_active


def test_request_is_taken_back_for_a_person_who_writes(client, coordinator):
    asked = ErasureRequestFactory()
    client.post(reverse("erasurerequest_admin:take_back", args=[asked.pk]))
    asked.refresh_from_db()
    assert (asked.status, asked.settled_by) == ("taken_back", coordinator)
    again = client.post(reverse("erasurerequest_admin:take_back", args=[asked.pk]))
    assert "settled already" in again.content.decode()


def test_request_by_letter_is_written_down(client, coordinator):
    person = UserFactory()
    form = client.get(reverse("erasurerequest_admin:add")).context["form"]
    assert set(form.fields["person"].queryset) == {person, coordinator}
    for _time in range(2):
        assert client.post(reverse("erasurerequest_admin:add"), {"person": person.pk}).status_code == 302
    assert ErasureRequest.objects.get().person == person


@pytest.mark.parametrize("many", [1, 30])
def test_list_asks_the_database_as_often_for_many(client, coordinator, django_assert_num_queries, many):
    ErasureRequestFactory.create_batch(many)
    client.get(reverse(LIST))
    with django_assert_num_queries(12):
        client.get(reverse(LIST))


def words(**changed):
    return {
        "purpose": "privacy_notice", "valid_from": timezone.localdate().isoformat(), "title_it": "Informativa",
        "title_en": "Notice", "text_it": "Testo.", "text_en": "Text.",
    } | changed  # fmt: skip


def test_next_version_is_added_and_none_is_changed(client, coordinator):
    seed_consents()
    assert client.post(reverse("consenttext_admin:add"), words()).status_code == 302
    newest = ConsentText.objects.filter(purpose="privacy_notice").first()
    assert (newest.version, newest.text_en) == (2, "Text.")
    assert list(ConsentText.objects.current(timezone.localdate()).filter(purpose="privacy_notice")) == [newest]


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"valid_from": "2014-01-01"}, "__all__"), ({"text_en": ""}, "text_en"), ({"purpose": "other"}, "purpose")],
)
def test_version_that_cannot_be_is_refused_with_a_sentence(client, coordinator, typed, field):
    before = ConsentText.objects.count()
    answer = client.post(reverse("consenttext_admin:add"), words(**typed))
    assert list(answer.context["form"].errors) == [field]
    assert ConsentText.objects.count() == before


def test_reports_say_what_was_removed_also_by_rules_of_another_time(client, coordinator):
    run = RetentionRunFactory()
    for address in (reverse("retentionrun_admin:index"), reverse("retentionrun_admin:inspect", args=[run.pk])):
        text = client.get(address).content.decode()
        assert "Old readings of personal data: 3" in text
        assert "of another time: 1" in text


def test_erased_person_is_brought_back_by_nobody(client, coordinator):
    person = UserFactory()
    listed = reverse("wagtailusers_users:index")
    assert reverse("copy_of_data", args=[person.pk]) in client.get(listed).content.decode()
    User.objects.filter(pk=person.pk).update(erased_at=timezone.now(), is_active=False)
    assert reverse("copy_of_data", args=[person.pk]) not in client.get(listed).content.decode()
    data = {"email": "back@clus3.example", "first_name": "B", "last_name": "A", "language": "it", "is_active": "on"}
    assert client.post(reverse("wagtailusers_users:edit", args=[person.pk]), data).status_code in (302, 403)
    assert not User.objects.get(pk=person.pk).is_active


def test_first_page_of_the_admin_says_that_a_request_waits(client, coordinator):
    assert "request of erasure" not in client.get("/admin/").content.decode()
    ErasureRequestFactory()
    text = client.get("/admin/").content.decode()
    assert "1 request of erasure" in text
    assert "/admin/erasurerequest_admin/?status=open" in text
