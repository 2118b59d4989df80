"""All triggers of the project."""

from courses.guards import GUARDS as COURSES
from lms.benchmarking.guards import GUARDS as BENCHMARKING
from lms.certificates.guards import GUARDS as CERTIFICATES
from lms.selection.guards import GUARDS as SELECTION
from lms.training.guards import GUARDS as TRAINING
from lms.triggers import Guard

GUARDS: list[Guard] = [*BENCHMARKING, *COURSES, *TRAINING, *SELECTION, *CERTIFICATES]
