"""What a certificate prints, as values: facts in both languages, number, code and address, logos."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class PrintedLogo:
    """A logo (the bytes of a PNG or JPEG) with the words that stand for it in each language."""

    data: bytes
    alt_it: str
    alt_en: str

    def alt(self, language: str) -> str:
        """Return its words."""
        return (self.alt_en if language == "en" else self.alt_it) or self.alt_it


@dataclass(frozen=True, slots=True)
class Printed:
    """A certificate to print. `language` is "it", "en" or "both", which prints a page in each.

    `facts` are those of `lms.certificates.facts`; `address` is where anybody verifies it.
    """

    facts: Mapping[str, Any]
    number: str
    code: str
    language: str
    address: str
    issued_at: datetime
    logos: tuple[PrintedLogo, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The language of each page."""
        return ("it", "en") if self.language == "both" else (self.language,)
