"""The coordinators' screens: what was written, what became of it, and what a person settles."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from lms.dashboard.models import ClockJob, JobRun
from lms.outbox import actions
from lms.outbox.models import Message
from lms.people.models import PersonalDataRead, Role
from tests.factories import UserFactory, person_with
from tests.factories_outbox import WRITTEN, MessageFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/message_admin/"
NOW = WRITTEN + timedelta(hours=1)


@pytest.fixture
def coordinator(client, settings):
    """Signed in, with a queue that keeps what is put into it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    person = person_with(Role.COORDINATOR)
    client.force_login(person)
    return person


def address(screen, message):
    return reverse(f"message_admin:{screen}", args=[message.pk])


@pytest.mark.parametrize("many", [1, 30])
def test_list_asks_the_database_as_often_for_many(client, coordinator, django_assert_num_queries, many):
    MessageFactory.create_batch(many, failed=True)
    client.get(LIST)
    with django_assert_num_queries(12):
        page = client.get(LIST)
    assert page.context["object_list"].count() == many


def test_list_is_filtered_and_searched(client, coordinator):
    failed = MessageFactory(failed=True, recipient=UserFactory(last_name="Bianchi"))
    old = MessageFactory(topic="labels", subject="Etichetta", written_at=WRITTEN - timedelta(days=9))
    for query, found in (
        ({"status": "failed"}, [failed]),
        ({"topic": "labels"}, [old]),
        ({"q": "bianchi"}, [failed]),
        ({"q": "Etichetta"}, [old]),
        ({"q": failed.to_email}, [failed]),
        ({"written_at_from": "2026-11-20"}, [failed]),
        ({"status": "stopped"}, []),
    ):
        assert list(client.get(LIST, query).context["object_list"]) == found, query


def test_page_shows_text_and_mail_and_leaves_a_line_in_the_readers_log(client, coordinator):
    message = MessageFactory(text="<Un> testo", html='<p class="x">Un testo</p>', failed=True)
    page = client.get(address("inspect", message)).content.decode()
    assert "&lt;Un&gt; testo" in page
    assert 'sandbox srcdoc="&lt;p class=&quot;x&quot;&gt;Un testo&lt;/p&gt;"' in page
    assert "550 no such user" in page
    (seen,) = PersonalDataRead.objects.all()
    assert (seen.person, seen.reader, seen.field, seen.detail) == (
        message.recipient, coordinator, "message", message.subject,
    )  # fmt: skip


def test_page_shows_where_the_button_leads_to(client, settings, coordinator):
    settings.BASE_URL = "https://clus3.example"
    page = client.get(address("inspect", MessageFactory(link="/it/plans/?a=1&b=2"))).content.decode()
    target = "https://clus3.example/it/plans/?a=1&amp;b=2"
    assert f'<a href="{target}">{target}</a>' in page


def test_personal_link_is_shown_to_nobody(client, coordinator):
    message = MessageFactory(is_secret=True, text="https://x/key-1", html="<a>key-1</a>", link="/it/key-1/")
    page = client.get(address("inspect", message)).content.decode()
    assert "key-1" not in page
    assert "key-1" not in client.get(f"{LIST}?export=csv").getvalue().decode()
    assert PersonalDataRead.objects.count() == 0


def test_own_message_and_message_to_nobody_are_nobodys_business(client, coordinator):
    client.get(address("inspect", MessageFactory(recipient=coordinator)))
    client.get(address("inspect", MessageFactory(recipient=None, to_email="host@firm.example")))
    assert PersonalDataRead.objects.count() == 0


@pytest.mark.parametrize(
    ("trait", "screen", "status", "action"),
    [
        ("failed", "try_again", "waiting", "outbox.try_again"),
        ("stopped", "try_again", "waiting", "outbox.try_again"),
        ("failed", "stop", "stopped", "outbox.stop"),
        (None, "stop", "stopped", "outbox.stop"),
        ("handed_over", "arrived", "sent", "outbox.arrived"),
        ("handed_over", "send_again", "waiting", "outbox.send_again"),
    ],
)
def test_coordinator_settles_it_by_post_and_it_is_logged(client, coordinator, trait, screen, status, action):
    message = MessageFactory(**{trait: True} if trait else {})
    before = message.status
    offered = client.get(address("inspect", message)).content.decode()
    assert address(screen, message) in offered
    client.get(address(screen, message))
    message.refresh_from_db()
    assert message.status == before
    assert client.post(address(screen, message))["Location"] == LIST
    message.refresh_from_db()
    assert message.status == status
    (entry,) = ModelLogEntry.objects.all()
    assert (entry.action, entry.user, entry.object_id) == (action, coordinator, str(message.pk))
    assert DBTaskResult.objects.filter(task_path__contains="send_due").count() == (status == "waiting")
    if status == "waiting":
        assert (message.attempts, message.last_error) == (0, "")


@pytest.mark.parametrize("screen", ["try_again", "stop", "arrived", "send_again"])
@pytest.mark.parametrize("trait", ["sent", "taken", "on_site"])
def test_what_is_settled_or_being_sent_stays(client, coordinator, trait, screen):
    message = MessageFactory(**{trait: True})
    assert client.post(address(screen, message)).status_code == 200
    assert Message.objects.get().status == message.status
    assert ModelLogEntry.objects.count() == 0
    assert address(screen, message) not in client.get(address("inspect", message)).content.decode()


def test_answer_may_still_come_for_ten_minutes(coordinator):
    message = MessageFactory(handed_over=True)
    early = WRITTEN + timedelta(minutes=10)
    for settle in (actions.confirm_arrival, actions.send_again):
        with pytest.raises(ValidationError):
            settle(message=message, by=coordinator, now=early)
    actions.confirm_arrival(message=message, by=coordinator, now=early + timedelta(seconds=1))
    assert (Message.objects.get().status, Message.objects.get().sent_at) == ("sent", WRITTEN)


def test_link_that_arrived_is_forgotten_and_one_that_is_gone_is_not_sent(coordinator):
    arrived = MessageFactory(handed_over=True, is_secret=True, text="key", link="/it/key/")
    actions.confirm_arrival(message=arrived, by=coordinator, now=NOW)
    arrived.refresh_from_db()
    assert (arrived.text, arrived.html, arrived.link) == ("", "", "")
    gone = MessageFactory(stopped=True, is_secret=True, text="")
    with pytest.raises(ValidationError):
        actions.try_again(message=gone, by=coordinator, now=NOW)


def test_nothing_is_sent_to_who_is_gone(coordinator):
    message = MessageFactory(stopped=True, recipient__is_active=False)
    with pytest.raises(ValidationError):
        actions.try_again(message=message, by=coordinator, now=NOW)


def test_actions_are_the_coordinators(coordinator):
    message, nobody = MessageFactory(failed=True), UserFactory()
    for act in (
        lambda: actions.try_again(message=message, by=nobody, now=NOW),
        lambda: actions.stop_message(message=message, by=nobody),
        lambda: actions.confirm_arrival(message=message, by=nobody, now=NOW),
        lambda: actions.send_again(message=message, by=nobody, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Message.objects.get().status == "failed"


def test_first_page_of_the_admin_says_what_waits(client, coordinator):
    MessageFactory(failed=True)
    MessageFactory.create_batch(2, handed_over=True)
    MessageFactory(handed_over=True, taken_at=WRITTEN + timedelta(minutes=51))
    ClockJob.objects.create(name="retention", is_failing=True)
    with time_machine.travel(NOW, tick=False):
        page = client.get("/admin/").content.decode()
    panel = page.partition('id="programme-panel"')[2].partition("</section>")[0]
    assert f'{LIST}?status=failed">1 ' in panel
    assert f'{LIST}?status=handed_over">2 ' in panel
    assert "/admin/jobrun_admin/?failed=true" in panel


@pytest.mark.parametrize("many", [1, 30])
def test_report_of_the_clock_asks_the_database_as_often_for_many(client, coordinator, django_assert_num_queries, many):
    for number in range(many):
        JobRun.objects.create(job="retention", started_at=WRITTEN, ended_at=WRITTEN, touched=number)
    client.get("/admin/jobrun_admin/")
    with django_assert_num_queries(13):
        client.get("/admin/jobrun_admin/")


def test_report_of_the_clock_is_in_words_and_filtered(client, coordinator):
    done = JobRun.objects.create(job="role_grants", started_at=WRITTEN, ended_at=WRITTEN, touched=7)
    failed = JobRun.objects.create(job="gone_since", started_at=WRITTEN, ended_at=WRITTEN, error="KeyError: x")
    coordinator.language = "en"
    coordinator.save()
    page = client.get("/admin/jobrun_admin/").content.decode()
    assert "Roles that began or ended: groups put in step" in page
    assert "gone_since" in page
    for query, found in (("failed=true", failed), ("failed=false", done), ("job=role_grants", done)):
        assert list(client.get(f"/admin/jobrun_admin/?{query}").context["object_list"]) == [found]
