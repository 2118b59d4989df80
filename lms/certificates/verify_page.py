"""What the public page of a certificate shows: its facts in the active language, as they stand on the paper."""

from dataclasses import dataclass
from typing import Any

from lms.needs.templatetags.amounts import hours

from . import certificate_words as words
from .models import Certificate

Status = Certificate.Status


@dataclass(frozen=True)
class PartShown:
    """A module with its hours."""

    title: str
    attended: str
    planned: str


@dataclass(frozen=True)
class VerifiedPage:
    """The facts in words; after its retention a certificate says only of what it was, and when."""

    is_valid: bool
    is_destroyed: bool
    title: str
    edition: str
    issued_on: str
    name: str = ""
    what: str = ""
    hours: str = ""
    issued: str = ""
    parts: tuple[PartShown, ...] = ()
    sentence: str = ""
    project: str = ""
    is_demonstration: bool = False


def verified_page(certificate: Certificate) -> VerifiedPage:
    """Put the facts of a certificate into words."""
    facts = certificate.facts
    page: dict[str, Any] = {
        "is_valid": certificate.status == Status.VALID,
        "is_destroyed": certificate.destroyed_at is not None,
        "title": words.own(facts["offering"]["title"]),
        "edition": words.edition_line(facts),
        "issued_on": words.day(facts["issued_on"]),
    }
    if certificate.destroyed_at is not None:
        return VerifiedPage(**page)
    return VerifiedPage(
        **page,
        name=facts["name"],
        what=words.attended_what(facts),
        hours=words.hours_line(facts),
        issued=words.issued_line(facts),
        parts=tuple(PartShown(words.part_title(p), hours(p["attended"]), hours(p["planned"])) for p in facts["parts"]),
        sentence=words.own(facts["funding"]["sentence"]),
        project=words.project_line(facts),
        is_demonstration=bool(facts.get("is_demonstration")),
    )
