"""Rules of the labels as data; what a cluster brings towards one; what the system proposes."""

from .evidence import ImprovementArea, LabelEvidence
from .proposals import LabelProposal
from .rules import LabelRequirement, LabelRule, ReminderRules

__all__ = ["ImprovementArea", "LabelEvidence", "LabelProposal", "LabelRequirement", "LabelRule", "ReminderRules"]
