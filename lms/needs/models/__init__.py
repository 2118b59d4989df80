"""Competences, training needs, and how officials are rated."""

from .competences import Competence, CompetenceIndicator
from .needs import TrainingNeed
from .ratings import HIGHEST_LEVEL, CompetenceRating, CompetenceTarget, Mastery, Supervision

__all__ = [
    "HIGHEST_LEVEL",
    "Competence",
    "CompetenceIndicator",
    "CompetenceRating",
    "CompetenceTarget",
    "Mastery",
    "Supervision",
    "TrainingNeed",
]
