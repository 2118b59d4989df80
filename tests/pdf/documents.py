"""Documents for the tests."""

from datetime import UTC, datetime

from lms.pdf import Column, Document
from lms.pdf.drawing import Box, Dot, Drawing, Line, Words
from lms.pdf.styles import QUIET, SUN
from tests.pdf.reading import Reading

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
COLUMNS = [Column("Indicatore", 4), Column("Livello", 1, "right"), Column("Nota", 2)]


def document(title="Il benchmark", **said):
    """A document that begins with its title."""
    made = Document(title, **{"language": "it", "made_at": MADE_AT, "programme": "CLUS3 Academy"} | said)
    made.heading(1, title)
    return made


def reading(made):
    return Reading(made.to_bytes())


def rows(count):
    return [(f"Indicatore {number}", f"{number % 5}", f"nota {number}") for number in range(count)]


def picture(width=120, height=90):
    shapes = [
        Box(0, 0, 40, 20, fill=SUN),
        Line([(0, 0), (40, 40)], dashes=(3, 2)),
        Dot(20, 20, 5, SUN),
        Words(60, 50, "Ελένη 78 %", QUIET, "centre"),
    ]
    return Drawing(width, height, shapes)
