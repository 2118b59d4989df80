"""Everybody's own notices: only one's own, nothing changes by looking, and what comes by e-mail is one's choice."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lms.outbox.models import Message, NoticePreference, Topic
from tests.factories import UserFactory
from tests.factories_outbox import WRITTEN, MessageFactory

pytestmark = pytest.mark.django_db
LIST = "/it/notices/"


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def muted(person):
    return set(NoticePreference.objects.muted([person.pk], Topic.values).values_list("topic", flat=True))


def page_of(message):
    return reverse("outbox:notice", args=[message.key])


def read(message):
    return reverse("outbox:read", args=[message.key])


def test_list_holds_the_own_notices_and_no_personal_link(client, person):
    mine = MessageFactory(recipient=person, sent=True)
    older = MessageFactory(recipient=person, on_site=True, written_at=WRITTEN - timedelta(days=1))
    MessageFactory(recipient=person, is_secret=True)
    MessageFactory()
    assert list(client.get(LIST).context["page"]) == [mine, older]


def test_notice_is_the_recipients_alone(client, person):
    mine = MessageFactory(recipient=person, link="/it/desk/", text="Prima riga\n\n<b>Seconda</b>")
    secret = MessageFactory(recipient=person, is_secret=True)
    strangers = MessageFactory()
    page = client.get(page_of(mine))
    assert "<p>&lt;b&gt;Seconda&lt;/b&gt;</p>" in page.content.decode()
    assert 'href="/it/desk/"' in page.content.decode()
    for hidden in (secret, strangers):
        assert client.get(page_of(hidden)).status_code == 404
        assert client.post(read(hidden)).status_code == 404
    assert Message.objects.exclude(read_at=None).count() == 0


def test_nobody_anonymous_comes_in(client):
    message = MessageFactory()
    for address in (LIST, page_of(message), reverse("outbox:preferences")):
        assert client.get(address)["Location"].startswith("/it/account/login/")
    for address in (read(message), reverse("outbox:read_all")):
        assert client.post(address)["Location"].startswith("/it/account/login/")


def test_only_the_button_marks_as_read(client, person):
    message = MessageFactory(recipient=person)
    client.get(page_of(message))
    client.get(LIST)
    assert client.get(read(message)).status_code == 405
    assert client.get(reverse("outbox:read_all")).status_code == 405
    assert Message.objects.get().read_at is None
    assert client.post(read(message))["Location"] == LIST
    read_at = Message.objects.get().read_at
    assert read_at is not None
    client.post(read(message))
    assert Message.objects.get().read_at == read_at


def test_all_are_marked_but_nobody_elses(client, person):
    MessageFactory.create_batch(2, recipient=person)
    strangers = MessageFactory()
    client.post(reverse("outbox:read_all"))
    assert list(Message.objects.filter(read_at=None)) == [strangers]


def test_every_page_says_how_many_are_unread(client, person):
    MessageFactory.create_batch(2, recipient=person)
    MessageFactory(recipient=person, read_at=WRITTEN)
    MessageFactory(recipient=person, is_secret=True)
    MessageFactory()
    desk = client.get("/en/desk/")
    assert desk.context["user"].unread_notices == 2
    assert '2<span class="visually-hidden"> unread notices</span>' in desk.content.decode()
    client.post(reverse("outbox:read_all"))
    assert "unread notices" not in client.get("/en/desk/").content.decode()


def test_who_may_not_sign_in_any_more_is_signed_out(client, person):
    assert client.get("/it/desk/").status_code == 200
    person.is_active = False
    person.save()
    assert client.get("/it/desk/").status_code == 302


@pytest.mark.parametrize("many", [1, 30])
def test_list_asks_the_database_as_often_for_many(client, person, django_assert_num_queries, many):
    MessageFactory.create_batch(many, recipient=person)
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)


@pytest.mark.parametrize("number", ["x", "0", "99", "9" * 5000, "\x00"])
def test_list_answers_any_page_number(client, person, number):
    MessageFactory(recipient=person)
    assert client.get(LIST, {"page": number}).status_code == 200


def test_empty_list_says_what_comes(client, person):
    assert client.get(LIST).content.decode().count("empty-state-title") == 1


def test_notice_whose_text_is_gone_says_so(client, person):
    gone = MessageFactory(recipient=person, text="", html="")
    assert "The text is no longer kept." in client.get(page_of(gone).replace("/it/", "/en/")).content.decode()


def test_topics_are_chosen_and_what_is_always_sent_cannot_be_left_out(client, person):
    address = reverse("outbox:preferences")
    choices = dict(client.get(address).context["form"].fields["by_email"].choices)
    assert set(Topic.values) - set(choices) == {"account", "privacy", "registers", "seats"}
    NoticePreference.objects.create(person=UserFactory(), topic="labels", by_email=False)
    client.post(address, {"by_email": ["plans"]})
    assert muted(person) == {"assessments", "labels", "roles", "training"}
    wanted = client.get(address).context["form"]["by_email"].value()
    assert set(wanted) == {"account", "plans", "privacy", "registers", "seats"}
    client.post(address, {"by_email": ["plans", "labels"]})
    assert muted(person) == {"assessments", "roles", "training"}


@pytest.mark.parametrize("topic", ["account", "nothing", "\x00", "x" * 5000])
def test_topic_that_cannot_be_chosen_is_refused_with_a_sentence(client, person, topic):
    answer = client.post(reverse("outbox:preferences"), {"by_email": [topic]})
    assert answer.status_code == 200
    assert answer.context["form"].errors["by_email"]
    assert NoticePreference.objects.count() == 0
