"""What the page of one's own data shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator

from lms.people.consents import Purpose
from lms.people.models import Consent, ConsentText, ErasureRequest, PersonalDataRead, User

from .kept import holdings_of

READS_PER_PAGE = 20


@dataclass(frozen=True)
class Asked:
    """A text that counts today, and what the person answered to it and to its earlier versions, the latest first."""

    text: ConsentText
    answers: list[Consent]

    @property
    def words(self) -> str:
        """The text with the address of the programme office."""
        return str(self.text.text).replace("{contact}", settings.CONTACT_EMAIL)

    @property
    def is_notice(self) -> bool:
        """Say whether it is to be read only; anything else is a question."""
        return self.text.purpose == Purpose.PRIVACY_NOTICE

    @property
    def given(self) -> Consent | None:
        """The consent in force to this very version."""
        mine = (answer for answer in self.answers if answer.text_id == self.text.pk and not answer.withdrawn_at)
        return next(mine, None)

    @property
    def is_answered(self) -> bool:
        """Say whether this version was answered, yes or no."""
        return any(answer.text_id == self.text.pk for answer in self.answers)


def my_data(person: User, page: str, today: date) -> dict[str, Any]:
    """Return what the page shows: as many queries for much as for little."""
    return {
        "holdings": holdings_of(person, today),
        "asked": texts_of(person, today),
        "reads": Paginator(_reads_of(person), READS_PER_PAGE).get_page(page),
        "request_of_erasure": open_request_of(person),
    }


def open_request_of(person: User) -> ErasureRequest | None:
    """Return the request of erasure that waits to be carried out."""
    return ErasureRequest.objects.filter(person=person, status=ErasureRequest.Status.OPEN).first()


def texts_of(person: User, today: date) -> list[Asked]:
    """Return each text that counts today with the person's answers; two queries."""
    answers = list(Consent.objects.filter(person=person).select_related("text"))
    texts = ConsentText.objects.current(today).order_by("purpose")
    return [Asked(text, [a for a in answers if a.text.purpose == text.purpose]) for text in texts]


def _reads_of(person: User) -> Any:
    return PersonalDataRead.objects.filter(person=person).select_related("reader")
