"""Whose word each settled difference is: one assessor settles, the other confirms, so that neither decides alone."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """An indicator that the assessors scored differently; `settled_by` has settled or confirmed it last.

    `mark` is that of the answer that stands.
    """

    code: str
    mark: str
    settled_by: int | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """All differences of an assessment by two assessors, who are named by their keys."""

    assessors: frozenset[int]
    differences: Sequence[Difference]

    @property
    def open(self) -> list[Difference]:
        """What neither assessor has settled: what anybody else said of it does not count."""
        return [found for found in self.differences if found.settled_by not in self.assessors]

    def last_said_by(self, person: int) -> list[Difference]:
        """What this assessor has settled or confirmed last, so that it takes the other to confirm it."""
        return [found for found in self.differences if found.settled_by == person]

    def can_be_closed_by(self, person: int) -> bool:
        """Closing confirms what the other has settled: every difference must be the other's word."""
        return person in self.assessors and not self.open and not self.last_said_by(person)

    @property
    def mark(self) -> str:
        """What the page of closing sends back, so that nobody confirms what he or she has not read."""
        told = "\n".join(f"{found.code} {found.mark} {found.settled_by}" for found in self.differences)
        return hashlib.sha256(told.encode()).hexdigest()[:16] if told else ""
