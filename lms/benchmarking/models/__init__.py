"""Frameworks are data; assessments are evidence; imports are how they come in."""

from .assessments import Assessment, ClusterTarget, Score
from .frameworks import Framework, Indicator, IndicatorGroup, IndicatorLevel, ScaleLevel
from .imports import BenchmarkImport
from .rules import BenchmarkRules
from .scoring import AssessorSheet, DeclaredConflict, EvidenceFile, SheetScore

__all__ = [
    "Assessment",
    "AssessorSheet",
    "BenchmarkImport",
    "BenchmarkRules",
    "ClusterTarget",
    "DeclaredConflict",
    "EvidenceFile",
    "Framework",
    "Indicator",
    "IndicatorGroup",
    "IndicatorLevel",
    "ScaleLevel",
    "Score",
    "SheetScore",
]
