"""All triggers of the project."""

from courses.guards import GUARDS as COURSES
from lms.benchmarking.guards import GUARDS as BENCHMARKING
from lms.triggers import Guard

GUARDS: list[Guard] = [*BENCHMARKING, *COURSES]
