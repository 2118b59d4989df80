"""What a printed register says: the funding line's facts, and the lines of every session."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.images import get_image_model

from lms.languages import current
from lms.pdf import Funding, Logo

from .models import AttendanceEntry, Enrolment, Offering, SignOff, TrainingSession
from .register_reading import sign_off_of
from .terms import facts_of


@dataclass(frozen=True)
class PrintedSession:
    """One session with its lines in their order, whose each is by the enrolment's key."""

    session: TrainingSession
    lines: list[AttendanceEntry]
    sign_off: SignOff | None


@dataclass(frozen=True)
class RegisterPrint:
    """One offering: `facts` are the funding line's as frozen, or as they stand before the start."""

    offering: Offering
    facts: dict[str, Any]
    people: list[Enrolment]
    sessions: list[PrintedSession]

    @property
    def stamp(self) -> tuple[str, date, int] | None:
        """Who stamped the register, when, and how many pages; none when it was not."""
        if not self.facts["stamped_on"]:
            return None
        return self.facts["stamped_by"], date.fromisoformat(self.facts["stamped_on"]), self.facts["stamped_pages"]

    @property
    def line_name(self) -> str:
        """The name of the funding line."""
        return _said(self.facts, "name")

    @property
    def funding(self) -> Funding:
        """The sentence and the logos that the funding line asks for; a logo whose file is gone is left out."""
        logos = self.facts["logos"]
        images = get_image_model().objects.in_bulk([logo["image"] for logo in logos])
        found = [(logo, _bytes_of(images.get(logo["image"]))) for logo in logos]
        return Funding(
            _said(self.facts, "sentence"), tuple(Logo(data, _said(logo, "alt")) for logo, data in found if data)
        )


def register_print(offering: Offering) -> RegisterPrint:
    """Read the whole register; raises ValidationError without a funding line."""
    facts = facts_of(offering)
    lines: dict[int, list[AttendanceEntry]] = defaultdict(list)
    for entry in AttendanceEntry.objects.filter(offering=offering).for_lines():
        lines[entry.session_id].append(entry)
    people = Enrolment.objects.filter(offering=offering).taking_part().select_related("person", "cluster")
    sessions = offering.sessions.select_related("part", "sign_off__by").prefetch_related("instructors")
    return RegisterPrint(
        offering,
        facts,
        list(people.order_by("person__last_name", "person__first_name", "pk")),
        [PrintedSession(one, lines[one.pk], sign_off_of(one)) for one in sessions],
    )


def _said(facts: dict[str, Any], name: str) -> str:
    return str(facts[f"{name}_{current()}"] or facts[f"{name}_it"])


def _bytes_of(image: Any) -> bytes:
    if image is None:
        return b""
    try:
        with image.file.open("rb") as file:
            return bytes(file.read())
    except OSError:
        return b""
