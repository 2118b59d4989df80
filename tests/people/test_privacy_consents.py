"""Texts in versions, and answers to them: dated, by oneself, never overwritten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from lms.people.consents import (
    Purpose,
    add_consent_text,
    decline_consent,
    give_consent,
    seed_consents,
    texts_to_answer,
    withdraw_consent,
)
from lms.people.models import Consent, ConsentText, Role
from tests.factories import ClusterFactory, UserFactory, person_with
from tests.factories_privacy import ConsentTextFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture
def notice():
    seed_consents()
    return ConsentText.objects.get(purpose=Purpose.PRIVACY_NOTICE)


@pytest.fixture
def question(notice):
    return ConsentText.objects.get(purpose=Purpose.PUBLIC_NAME)


def test_texts_are_written_once_and_never_again(notice):
    ConsentText.objects.filter(pk=notice.pk).update(text_it="Corretto a mano.")
    assert seed_consents() == 0
    assert ConsentText.objects.get(pk=notice.pk).text_it == "Corretto a mano."


def test_texts_are_there_in_both_languages(notice, question):
    for text in (notice, question):
        assert min(len(text.text_it), len(text.text_en)) > 300
        assert "Art. 6(1)" not in text.text_it
    assert "{contact}" in notice.text_it
    assert "{contact}" in notice.text_en


def test_notice_waits_until_it_is_read(notice):
    person = UserFactory()
    assert list(texts_to_answer(person, TODAY)) == [notice]
    given = [give_consent(person=person, text=notice, by=person, now=NOW + timedelta(days=n)) for n in (0, 1)]
    assert given[0] == given[1]
    assert given[1].given_at == NOW
    assert list(texts_to_answer(person, TODAY)) == []
    assert ModelLogEntry.objects.filter(action="people.consent_given").count() == 1


def test_question_is_asked_of_whoever_is_to_be_named_and_a_no_is_an_answer(notice, question):
    person = person_with(Role.CLUSTER_MANAGER, ClusterFactory(), listed_publicly=True)
    assert question in texts_to_answer(person, TODAY)
    assert question not in texts_to_answer(person_with(Role.CLUSTER_MANAGER, ClusterFactory()), TODAY)
    for _time in range(2):
        decline_consent(person=person, text=question, by=person, now=NOW)
    answer = Consent.objects.get(person=person)
    assert (answer.given_at, answer.withdrawn_at) == (NOW, NOW)
    assert list(texts_to_answer(person, TODAY)) == [notice]
    assert not Consent.objects.to_be_named(TODAY).filter(person=person).exists()


def test_new_version_asks_again_from_its_first_day(question):
    person = UserFactory()
    give_consent(person=person, text=question, by=person, now=NOW)
    newer = ConsentTextFactory(version=2, valid_from=TODAY + timedelta(days=1))
    assert newer not in texts_to_answer(person, TODAY)
    assert newer in texts_to_answer(person, TODAY + timedelta(days=1))


def test_consent_may_be_given_withdrawn_and_given_again_with_all_its_days(question):
    person, days = UserFactory(), [NOW + timedelta(days=n) for n in range(3)]
    give_consent(person=person, text=question, by=person, now=days[0])
    assert withdraw_consent(person=person, purpose=question.purpose, by=person, now=days[1]) == 1
    assert withdraw_consent(person=person, purpose=question.purpose, by=person, now=days[2]) == 0
    give_consent(person=person, text=question, by=person, now=days[2])
    assert list(Consent.objects.values_list("given_at", "withdrawn_at")) == [(days[2], None), (days[0], days[1])]


def test_withdrawing_ends_what_was_given_to_older_versions_too(question):
    person = UserFactory()
    give_consent(person=person, text=question, by=person, now=NOW)
    decline_consent(person=person, text=ConsentTextFactory(version=2), by=person, now=NOW + timedelta(days=1))
    assert not Consent.objects.in_force().exists()


def test_old_version_is_not_answered_any_more(question):
    person = UserFactory()
    ConsentTextFactory(version=2)
    for act in (give_consent, decline_consent):
        with pytest.raises(ValidationError):
            act(person=person, text=question, by=person, now=NOW)


def test_notice_is_neither_declined_nor_withdrawn(notice):
    person = UserFactory()
    give_consent(person=person, text=notice, by=person, now=NOW)
    with pytest.raises(ValidationError):
        decline_consent(person=person, text=notice, by=person, now=NOW)
    with pytest.raises(ValidationError):
        withdraw_consent(person=person, purpose=notice.purpose, by=person, now=NOW)
    assert Consent.objects.in_force().count() == 1


def test_nobody_answers_for_somebody_else(question):
    person, coordinator = UserFactory(), person_with(Role.COORDINATOR)
    for act in (give_consent, decline_consent):
        with pytest.raises(PermissionDenied):
            act(person=person, text=question, by=coordinator, now=NOW)
    with pytest.raises(PermissionDenied):
        withdraw_consent(person=person, purpose=question.purpose, by=coordinator, now=NOW)


def new_text(**words):
    return ConsentTextFactory.build(**{"version": 99, "valid_from": TODAY} | words)


def test_version_is_numbered_by_the_action(question):
    coordinator = person_with(Role.COORDINATOR)
    assert add_consent_text(text=new_text(), by=coordinator, now=NOW).version == 2


@pytest.mark.parametrize("begins", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_version_begins_today_or_later_and_never_before_another(question, begins):
    coordinator = person_with(Role.COORDINATOR)
    ConsentTextFactory(version=2, valid_from=TODAY + timedelta(days=2))
    with pytest.raises(ValidationError) as refused:
        add_consent_text(text=new_text(valid_from=begins), by=coordinator, now=NOW)
    assert list(refused.value.message_dict) == ["valid_from"]


def test_only_a_coordinator_adds_a_version():
    with pytest.raises(PermissionDenied):
        add_consent_text(text=new_text(), by=person_with(Role.INSTRUCTOR), now=NOW)
