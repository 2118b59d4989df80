"""Offerings, sessions and seats; enrolments and their events; the register and its sign-offs; outcomes."""

from .changes import Change
from .enrolments import Enrolment, EnrolmentEvent
from .offerings import Audience, Offering, OfferingPart
from .outcomes import Outcome, PartOutcome
from .register import AttendanceEntry, SignOff
from .seats import NeedRank, SeatAllotment
from .sessions import SessionInstructor, TrainingSession

__all__ = [
    "AttendanceEntry",
    "Audience",
    "Change",
    "Enrolment",
    "EnrolmentEvent",
    "NeedRank",
    "Offering",
    "OfferingPart",
    "Outcome",
    "PartOutcome",
    "SeatAllotment",
    "SessionInstructor",
    "SignOff",
    "TrainingSession",
]
