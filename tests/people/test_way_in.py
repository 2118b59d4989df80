"""The whole way of a cluster manager: on a list with two bad rows, in by the link, a second factor, out at the end."""

import csv
import re
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lms.outbox.models import Message
from lms.people.models import Role, User
from tests.factories import ClusterFactory, person_with
from tests.factories_benchmarks import make_framework, score_all

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
AFTER = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)  # midnight in Rome
LIST = """\
Cognome;Nome;E-mail;Ruolo;Cluster;Fino al
Neri;Nora;nora@clus3.example;Cluster manager;BOATS;31/12/2026
Bianchi;Bruno;bruno@clus3;Cluster manager;BOATS;31/12/2026
Verdi;Vera;vera@clus3.example;Cluster manager;NAVI;31/12/2026
"""
PASSWORD = "a-brand-new-pass-9"


@pytest.fixture
def boats():
    cluster = ClusterFactory(code="BOATS", slug="boats", name="Barche")
    score_all(cluster, make_framework(indicators=1, groups=1), 2)
    return cluster


@pytest.fixture
def coordinator(client):
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return client


def upload(coordinator, content):
    file = SimpleUploadedFile("elenco.csv", content)
    return coordinator.post(reverse("people_lists:lists"), {"file": file})["Location"]


def invite(coordinator, address, **more):
    seen = coordinator.get(address).context["page"]["digest"]
    return coordinator.post(f"{address}invite/", {"seen": seen} | more, follow=True)


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def set_up_second_factor(manager):
    address = reverse("mfa_activate_totp")
    secret = manager.get(address).context["form"].secret
    assert manager.post(address, {"code": code_of(secret)}).status_code == 302
    return secret


def test_manager_comes_in_by_list_and_goes_when_the_grant_ends(coordinator, boats, django_capture_on_commit_callbacks):
    with time_machine.travel(NOW, tick=False):
        address = upload(coordinator, LIST.encode("cp1252"))
        assert [(p.row, p.column) for p in coordinator.get(address).context["page"]["problems"]] == [
            (3, "E-mail"), (4, "Cluster")
        ]  # fmt: skip
        invite(coordinator, address)
        assert not Message.objects.exists()
        invite(coordinator, address, leave_out="on")
        assert [m.to_email for m in Message.objects.all()] == ["nora@clus3.example"]
        left_out = coordinator.get(f"{address}left-out.csv").content
        corrected = left_out.replace(b"bruno@clus3", b"bruno@clus3.example").replace(b"NAVI", b"Barche")
        assert len(list(csv.reader(left_out.decode("utf-8-sig").splitlines(), delimiter=";"))) == 3
        invite(coordinator, upload(coordinator, corrected))
        assert User.objects.filter(role_grants__cluster=boats, invited_at=NOW).count() == 3

        manager = Client()
        link = re.search(
            r"http://127\.0\.0\.1:8000(/\S+)", Message.objects.get(to_email="nora@clus3.example").text
        ).group(1)
        answer = {"first_name": "Nora", "last_name": "Neri", "language": "it", "time_zone": "Europe/Rome"}
        password = {"password1": PASSWORD, "password2": PASSWORD, "has_read_notice": "on"}
        assert manager.post(link, answer | password)["Location"] == "/it/desk/"
        assert "Barche" in manager.get("/it/desk/").content.decode()

        with django_capture_on_commit_callbacks(execute=True):
            secret = set_up_second_factor(manager)
        notice = Message.objects.get(kind="totp_activated")
        assert (notice.recipient.email, notice.is_secret) == ("nora@clus3.example", False)
        manager.post(reverse("account_logout"))

    with time_machine.travel(datetime(2026, 12, 31, 9, tzinfo=UTC), tick=False):
        asked = manager.post(reverse("account_login"), {"login": "nora@clus3.example", "password": PASSWORD})
        assert asked["Location"].startswith("/it/account/2fa/authenticate/")
        assert manager.post(asked["Location"], {"code": code_of(secret)})["Location"] == "/it/desk/"
        pages = [reverse("benchmarking:benchmark", args=["boats"]), reverse("needs:needs", args=["boats"])]
        assert [manager.get(page).status_code for page in pages] == [200, 200]

    with time_machine.travel(AFTER, tick=False):
        assert [manager.get(page).status_code for page in pages] == [404, 404]
        assert "Barche" not in manager.get("/it/desk/").content.decode()
        assert manager.get(reverse("people:profile")).status_code == 200  # the own data stay open


@pytest.mark.parametrize(("is_relaxed", "said"), [(True, 1), (False, 0)])
def test_banner_of_the_demonstration_says_that_the_second_factor_is_relaxed(client, settings, is_relaxed, said):
    from lms.dashboard.demonstration.mark import mark_loaded

    mark_loaded()
    settings.STAFF_NEED_SECOND_FACTOR = not is_relaxed
    assert client.get("/en/clusters/").content.decode().count("without a second factor") == said
