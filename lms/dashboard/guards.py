"""All triggers of the project."""

from lms.benchmarking.guards import GUARDS as BENCHMARKING
from lms.triggers import Guard

GUARDS: list[Guard] = [*BENCHMARKING]
