"""An instructor's desk: the sessions to come with their registers, those to be signed off, the own offerings."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from lms.people.models import User
from lms.training.models import Offering, SessionInstructor, TrainingSession

from .session_lines import SessionLine

NEXT_SHOWN, OFFERINGS_SHOWN = 6, 12


@dataclass(frozen=True)
class InstructorDesk:
    """Sessions taught by the person that nobody has signed off, and the offerings they are in, the latest first."""

    sessions: list[TrainingSession]
    offerings: list[Offering]
    now: datetime

    @property
    def today(self) -> list[SessionLine]:
        """Those of the day, as it is at the place, that are not over: the register is one tap away."""
        return [line for line in self._to_come if line.is_today]

    @property
    def later(self) -> list[SessionLine]:
        """The first few after today."""
        return [line for line in self._to_come if not line.is_today][:NEXT_SHOWN]

    @property
    def unsigned(self) -> list[SessionLine]:
        """Those that are over, the oldest first: they wait longest."""
        return [SessionLine(one, self.now) for one in self.sessions if one.ends_at <= self.now]

    @property
    def _to_come(self) -> list[SessionLine]:
        return [SessionLine(one, self.now) for one in self.sessions if one.ends_at > self.now]


def instructor_desk(person: User, now: datetime) -> InstructorDesk:
    """Return what the person teaches: two queries, however much it is."""
    open_to = {"sign_off": None, "offering__status": Offering.Status.PUBLISHED, "teaching__person": person.pk}
    sessions = TrainingSession.objects.planned().filter(**open_to).select_related("offering", "part")
    taught = SessionInstructor.objects.filter(person=person.pk, session__offering=OuterRef("pk"))
    offerings = Offering.objects.exclude(status=Offering.Status.CANCELLED).filter(Exists(taught))
    latest_first = offerings.order_by(F("starts_at").desc(nulls_first=True), "code")
    return InstructorDesk(list(sessions), list(latest_first[:OFFERINGS_SHOWN]), now)
