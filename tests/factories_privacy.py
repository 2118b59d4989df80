"""Factories of consents, requests of erasure and reports of retention; planted values that must be gone one day."""

from datetime import date

import factory
from django.utils import timezone

from lms.clusters.models import FundingLine
from lms.people.consents import give_consent, seed_consents
from lms.people.models import ConsentText, ErasureRequest, RetentionRun
from tests.factories import UserFactory


class ConsentTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConsentText

    purpose = ConsentText.Purpose.PUBLIC_NAME
    version = factory.Sequence(lambda n: n + 10)
    valid_from = date(2014, 1, 1)
    title_it = "Domanda"
    title_en = "Question"
    text_it = "Acconsento."
    text_en = "I agree."


class ErasureRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ErasureRequest

    person = factory.SubFactory(UserFactory)
    requested_at = factory.LazyFunction(timezone.now)
    due_on = factory.LazyFunction(timezone.localdate)


class RetentionRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RetentionRun

    ran_at = factory.LazyFunction(timezone.now)
    removed = [{"key": "reads", "count": 3}, {"key": "of another time", "count": 1}]


class FundingLineFactory(factory.django.DjangoModelFactory):
    """A line of the whole programme, 2014 to 2027, that asks for evidence until the end of 2033."""

    class Meta:
        model = FundingLine

    code = factory.Sequence(lambda n: f"line-{n}")
    name_it = "Linea"
    name_en = "Line"
    sentence_it = "Finanziato."
    sentence_en = "Funded."
    valid_from = date(2014, 1, 1)
    valid_until = date(2027, 12, 31)
    retain_until = date(2033, 12, 31)
    retention_basis = "Reg. (EU) 2021/1060, Art. 82"
    threshold_percent = 70


def agree_to_be_named(person):
    """Let the person agree to the version that counts today."""
    seed_consents()
    text = ConsentText.objects.current(timezone.localdate()).get(purpose=ConsentText.Purpose.PUBLIC_NAME)
    return give_consent(person=person, text=text, by=person, now=timezone.now())
