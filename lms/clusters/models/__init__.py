"""Clusters, the labels they hold, and who pays."""

from .clusters import Cluster, Sector, SpecialisationArea
from .funding import FundingLine, FundingLogo
from .labels import LabelAward

__all__ = ["Cluster", "FundingLine", "FundingLogo", "LabelAward", "Sector", "SpecialisationArea"]
