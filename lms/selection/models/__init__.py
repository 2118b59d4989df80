"""Calls, applications, sheets, ranking and places."""

from .applications import Answer, Application, Expertise
from .calls import Call, Criterion, EligibilityRule, Question, TieRule
from .results import Place, RankedApplication
from .scoring import Assessor, ConflictOfInterest, ScoreSheet, SheetPoints

__all__ = [
    "Answer",
    "Application",
    "Assessor",
    "Call",
    "ConflictOfInterest",
    "Criterion",
    "EligibilityRule",
    "Expertise",
    "Place",
    "Question",
    "RankedApplication",
    "ScoreSheet",
    "SheetPoints",
    "TieRule",
]
