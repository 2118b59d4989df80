"""Writing a message: whose language, whose clock, whose wish; once; with the fact or not at all."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from lms.outbox.models import Message, NoticePreference
from lms.outbox.posting import Notice, post, post_to_many
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def greeting(name="<Ada>", topic="plans", **more):
    return Notice(topic=topic, kind="greeting", context={"name": name, "now": NOW}, **more)


def test_words_and_times_are_the_recipients():
    post(to=UserFactory(language="it", last_name="Rossi"), notice=greeting(), now=NOW)
    post(to=UserFactory(language="en", time_zone="Europe/London", last_name="Rossi"), notice=greeting(), now=NOW)
    italian, english = Message.objects.order_by("pk")
    assert (italian.subject, italian.text) == ("Cerca <Ada>", "Cerca, <Ada> & Ada Rossi: 10:00.\n")
    assert (english.subject, english.text) == ("Search <Ada>", "Search, <Ada> & Ada Rossi: 09:00.\n")
    assert (italian.language, english.language) == ("it", "en")
    assert "&lt;Ada&gt; &amp; Ada Rossi: 10:00." in italian.html
    assert '<html lang="it">' in italian.html
    assert (italian.status, italian.due_at, italian.written_at) == ("waiting", NOW, NOW)


@pytest.mark.parametrize(
    ("link", "there"),
    [
        ("/it/desk/?page=2", "/en/desk/?page=2"),
        ("/en/desk/", "/en/desk/"),
        ("/it/una-pagina/", "/it/una-pagina/"),
        ("/admin/", "/admin/"),
        ("/nothing here", "/nothing here"),
    ],
)
def test_link_leads_to_the_page_in_the_recipients_language(link, there, settings):
    settings.BASE_URL = "https://academy.example"
    message = post(to=UserFactory(language="en"), notice=greeting(link=link), now=NOW)
    assert message.link == there
    assert f'href="https://academy.example{there}"' in message.html


def test_subject_is_one_line_however_it_is_typed():
    message = post(to=UserFactory(language="en"), notice=greeting("a\r\nBcc: x@y.example" + "z" * 300), now=NOW)
    assert message.subject.startswith("Search a Bcc: x@y.examplez")
    assert len(message.subject) == 250


def test_who_wants_no_mail_finds_it_on_the_site():
    person, other = UserFactory.create_batch(2)
    NoticePreference.objects.create(person=person, topic="plans", by_email=False)
    NoticePreference.objects.create(person=other, topic="plans", by_email=True)
    for topic, status in (("plans", "on_site"), ("labels", "waiting")):
        message = post(to=person, notice=greeting(topic=topic), now=NOW)
        assert (message.status, bool(message.to_email), bool(message.html)) == (status, *[status == "waiting"] * 2)
    assert post(to=other, notice=greeting(), now=NOW).status == "waiting"
    NoticePreference.objects.create(person=person, topic="account", by_email=False)
    assert post(to=person, notice=greeting(topic="account"), now=NOW).status == "waiting"


def test_who_cannot_sign_in_gets_no_mail():
    assert post(to=UserFactory(is_active=False), notice=greeting(), now=NOW).status == "on_site"


def test_once_is_once():
    person = UserFactory()
    assert post(to=person, notice=greeting(once="label:1"), now=NOW).pk
    assert post(to=person, notice=greeting(once="label:1"), now=NOW) is None
    assert post(to=person, notice=greeting(), now=NOW).pk
    assert post(to=person, notice=greeting(), now=NOW).pk
    assert Message.objects.count() == 3


@transaction.atomic
def fail_after_posting():
    post(to=UserFactory(), notice=greeting(), now=NOW)
    raise ZeroDivisionError


def test_written_with_the_fact_or_not_at_all():
    with pytest.raises(ZeroDivisionError):
        fail_after_posting()
    assert Message.objects.count() == 0


def test_many_are_written_to_each_what_is_theirs():
    ada, bob, eve = (UserFactory(first_name=name) for name in ("Ada", "Bob", "Eve"))
    known = post(to=ada, notice=greeting(once="ada"), now=NOW)

    def notice_for(person):
        return None if person == eve else greeting(person.first_name, once=person.first_name.lower())

    (written,) = post_to_many(recipients=[ada, bob, eve], notice_for=notice_for, now=NOW)
    assert (written.recipient, written.pk) == (bob, Message.objects.exclude(pk=known.pk).get().pk)
    assert post_to_many(recipients=[], notice_for=notice_for, now=NOW) == []


@pytest.mark.parametrize(("once", "queries"), [(False, 2), (True, 3)])
@pytest.mark.parametrize("many", [1, 30])
def test_posting_asks_the_database_as_often_for_many(django_assert_num_queries, many, once, queries):
    people = UserFactory.create_batch(many)
    with django_assert_num_queries(queries):
        post_to_many(recipients=people, notice_for=lambda p: greeting(once=f"x:{p.pk}" if once else None), now=NOW)
    assert Message.objects.count() == many


def test_worker_is_woken_once_and_after_the_commit(django_capture_on_commit_callbacks, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        for _number in range(3):
            post(to=UserFactory(), notice=greeting(), now=NOW)
        assert DBTaskResult.objects.count() == 0
    assert DBTaskResult.objects.get().task_path == "lms.outbox.tasks.send_due_messages"


def test_nobody_is_woken_for_what_stays_on_the_site(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        post(to=UserFactory(is_active=False), notice=greeting(), now=NOW)
    assert woken == []
