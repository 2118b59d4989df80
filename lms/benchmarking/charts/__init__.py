"""Geometry of charts: values in, coordinates out. The templates of `components/charts` draw them and say the words."""

from .bars import Bar, Bars, BarValues, bars
from .radar import Radar, RadarAxis, radar

__all__ = ["Bar", "BarValues", "Bars", "Radar", "RadarAxis", "bars", "radar"]
