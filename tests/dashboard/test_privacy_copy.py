"""The copy of one's data: all of it, readable, with the files; made for others only on the record."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.urls import reverse

from lms.benchmarking.models import EvidenceFile
from lms.certificates.models import Certificate
from lms.dashboard.privacy import kept
from lms.dashboard.privacy.actions import note_copy
from lms.dashboard.privacy.copying import copy_of
from lms.dashboard.privacy.sources import SOURCES
from lms.outbox.models import Message
from lms.people.models import PersonalDataRead, Role
from lms.people.personal_data import KeptFile
from tests.dashboard.privacy_sign_in import sign_in_freshly
from tests.factories import UserFactory, person_with
from tests.factories_personal_data import FILE, furnish_account, furnish_evidence, message, planted_person

pytestmark = pytest.mark.django_db
COPY = "/it/me/data/copy/"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def person():
    return planted_person()


def opened(pieces):
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def data_in(archive):
    return json.loads(archive.read("data.json").decode("utf-8"))


def test_copy_holds_every_kind_of_data_and_the_files(person):
    other = UserFactory(last_name="Othername")
    furnish_account(person, other)
    furnish_evidence(person)
    archive = opened(copy_of(person, NOW))
    assert archive.testzip() is None
    data = data_in(archive)
    assert [kind["key"] for kind in data["data"]] == [source.key for source in SOURCES]
    assert all(kind["title"] and kind["purpose"] and kind["legal_basis"] and kind["kept"] for kind in data["data"])
    files = [name for name in archive.namelist() if name.startswith("files/")]
    number = Certificate.objects.get().number
    assert files[:3] == [
        f"files/certificates-001-{number}.pdf",
        "files/evidence_files-001-proof.pdf",
        "files/label_evidence-001-plan.pdf",
    ]
    assert [name.split("-")[0] for name in files[3:]] == ["files/admin_settings"]
    assert archive.read(files[0]) == FILE
    text = archive.read("data.json").decode("utf-8")
    for planted in ("plantedabout", "plantedreason", "planteduid", "203.0.113.77", "plantednote", "plantedwish"):
        assert planted in text
    assert "secret" not in text
    assert "password" not in text


def test_records_say_plain_values_in_a_stable_order(person):
    message(person, subject="Perché no?")
    first, second = (opened(copy_of(person, NOW)) for _time in range(2))
    assert first.read("data.json") == second.read("data.json")
    kinds = {kind["key"]: kind for kind in data_in(first)["data"]}
    (role,) = kinds["roles"]["records"]
    assert (role["table"], role["role"], role["valid_from"]) == ("people.rolegrant", "cluster_manager", "2014-01-01")
    assert role["you_are"] == ["user"]
    (sent,) = kinds["messages"]["records"]
    assert (sent["subject"], sent["written_at"]) == ("Perché no?", "2024-05-06T10:30:00Z")
    assert "Perché no?" in first.read("data.json").decode()


def test_copy_holds_nothing_of_the_messages_to_others(person):
    message(UserFactory(), text="for the other")
    assert "for the other" not in opened(copy_of(person, NOW)).read("data.json").decode()


@pytest.mark.parametrize(
    ("language", "words"), [("it", "CLUS3 Academy"), ("en", "Any text editor or browser opens it")]
)
def test_readme_speaks_the_language_of_the_person(person, language, words):
    person.language = language
    archive = opened(copy_of(person, NOW))
    assert words in archive.read("README.txt").decode("utf-8")
    assert archive.getinfo("README.txt").date_time[:3] == (2026, 11, 22)


def test_file_that_the_storage_has_lost_keeps_nobody_from_the_rest(person):
    furnish_evidence(person)
    default_storage.delete(EvidenceFile.objects.get().file.name)
    names = opened(copy_of(person, NOW)).namelist()
    assert "files/evidence_files-001-proof.pdf.missing" in names
    assert "files/label_evidence-001-plan.pdf" in names


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "\x00", "a/b\\c.pdf", "è" * 300 + ".pdf", "..."])
def test_names_of_files_are_harmless(person, monkeypatch, name):
    source = replace(SOURCES[0], key="lost", files=lambda person: [KeptFile(name, lambda: io.BytesIO(FILE))])
    monkeypatch.setattr(kept, "SOURCES", [source])
    monkeypatch.setattr(kept, "EVIDENCE", [])
    path = opened(copy_of(person, NOW)).namelist()[-1]
    assert path.startswith("files/lost-001-")
    assert path.count("/") == 1
    assert ".." not in path
    assert len(path) < 130


def test_download_is_an_attachment_that_no_browser_runs(client, person):
    sign_in_freshly(client, person)
    assert client.get(COPY).status_code == 200
    with time_machine.travel(NOW, tick=False):
        sign_in_freshly(client, person)
        answer = client.post(COPY)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="clus3-my-data-2026-11-22.zip"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert data_in(opened(answer.streaming_content))["person"] == person.email
    assert PersonalDataRead.objects.count() == 0


def test_visitors_are_sent_to_sign_in(client):
    for answer in (client.get(COPY), client.post(COPY)):
        assert answer.url.startswith("/it/account/login/")


def test_coordinator_makes_a_copy_on_the_record(client, person):
    coordinator = person_with(Role.COORDINATOR)
    client.force_login(coordinator)
    address = reverse("copy_of_data", args=[person.pk])
    assert client.get(address).status_code == 200
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 200
    assert PersonalDataRead.objects.count() == 0
    answer = client.post(address, {"reason": "Letter of 3 March"})
    assert data_in(opened(answer.streaming_content))["person"] == person.email
    reading = PersonalDataRead.objects.get()
    assert (reading.person, reading.reader, reading.field) == (person, coordinator, "export")
    assert reading.detail == "Letter of 3 March"
    told = Message.objects.get(recipient=person)
    assert (told.kind, "Letter of 3 March" in told.text) == ("privacy_copied", True)


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_nobody_else_makes_a_copy_of_somebody(client, person, who):
    cluster = person.role_grants.get().cluster
    reader = person_with(Role.CLUSTER_MANAGER, cluster) if who == "colleague" else UserFactory()
    client.force_login(reader)
    address = reverse("copy_of_data", args=[person.pk])
    for answer in (client.get(address), client.post(address, {"reason": "x"})):
        assert answer.status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        note_copy(person=person, reason="x", by=reader, now=NOW)


def test_coordinator_makes_no_copy_of_an_operator(client):
    operator = UserFactory(is_superuser=True)
    client.force_login(person_with(Role.COORDINATOR))
    answer = client.post(reverse("copy_of_data", args=[operator.pk]), {"reason": "x"})
    assert answer.status_code in (302, 403)
    assert "Content-Disposition" not in answer


@pytest.mark.parametrize("many", [1, 30])
def test_copy_asks_the_database_as_often_for_much(person, django_assert_num_queries, many):
    for _number in range(many):
        message(person)
    list(copy_of(person, NOW))
    with django_assert_num_queries(7):
        list(copy_of(person, NOW))


def test_whoever_typed_the_password_again_is_led_back_to_the_copy(client, person):
    person.set_password("a-long-password")
    person.save()
    client.force_login(person)
    asked = client.get(COPY, follow=True)
    ((address, _status),) = asked.redirect_chain
    assert address.startswith("/it/account/reauthenticate/?next=")
    sent = (
        {"next": asked.context["redirect_field_value"]} if "redirect_field_value" in asked.context else {"next": COPY}
    )
    assert client.post(address, {"password": "wrong", **sent}).status_code == 200
    back = client.post(address, {"password": "a-long-password", **sent})
    assert (back.status_code, back.url) == (302, COPY)
    assert client.post(COPY)["Content-Type"] == "application/zip"
