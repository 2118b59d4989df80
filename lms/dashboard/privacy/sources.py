"""Everything that is kept about people, in the order in which they read of it."""

from courses.personal_data import SOURCES as COURSES
from lms.benchmarking.personal_data import SOURCES as BENCHMARKING
from lms.calendars.personal_data import SOURCES as CALENDARS
from lms.certificates.personal_data import SOURCES as CERTIFICATES
from lms.labels.personal_data import SOURCES as LABELS
from lms.needs.personal_data import SOURCES as NEEDS
from lms.outbox.personal_data import SOURCES as OUTBOX
from lms.people.personal_data import Fate, Source
from lms.people.privacy_sources import SOURCES as PEOPLE
from lms.selection.personal_data import SOURCES as SELECTION
from lms.training.personal_data import SOURCES as TRAINING

from .site_sources import SOURCES as SITE

SOURCES: list[Source] = [
    *PEOPLE,
    *OUTBOX,
    *NEEDS,
    *COURSES,
    *TRAINING,
    *SELECTION,
    *CERTIFICATES,
    *CALENDARS,
    *BENCHMARKING,
    *LABELS,
    *SITE,
]
BY_KEY = {source.key: source for source in SOURCES}
EVIDENCE = [source for source in SOURCES if source.fate == Fate.EVIDENCE]
