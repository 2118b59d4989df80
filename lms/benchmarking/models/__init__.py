"""Frameworks are data; assessments are evidence; imports are how they come in."""

from .assessments import Assessment, ClusterTarget, Score
from .frameworks import Framework, Indicator, IndicatorGroup, ScaleLevel
from .imports import BenchmarkImport
from .rules import BenchmarkRules

__all__ = [
    "Assessment",
    "BenchmarkImport",
    "BenchmarkRules",
    "ClusterTarget",
    "Framework",
    "Indicator",
    "IndicatorGroup",
    "ScaleLevel",
    "Score",
]
