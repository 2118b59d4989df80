"""The register to be signed by hand, for rooms without network: participants with empty cells for their signatures."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from reportlab.lib.units import mm

from lms.pdf import Cell, Column, Document
from lms.pdf.drawing import Drawing

from .models import Enrolment, Offering
from .register_pdf import online, session_heading, start
from .register_print import PrintedSession, RegisterPrint

SPACE = 9 * mm  # high enough to sign in
NEWCOMERS = 3


def blank_pdf(page: RegisterPrint, *, made_at: datetime, address: str, programme: str, warning: str = "") -> bytes:
    """Print one table per session that takes place, with a few empty rows, and room for the instructor's signature."""
    printed = start(page, blank_title(page.offering), made_at=made_at, programme=programme, warning=warning)
    printed.paragraph(
        _("Sign when you come and when you go, with the time. What is signed here is copied into the register.")
    )
    for one in page.sessions:
        if not one.session.is_cancelled:
            _session(printed, one, page.people)
    online(printed, address)
    return printed.to_bytes()


def blank_title(offering: Offering) -> str:
    """Say what it is and of what."""
    return _("Attendance register to sign – %(offering)s") % {"offering": offering.title}


def _session(printed: Document, one: PrintedSession, people: Sequence[Enrolment]) -> None:
    session_heading(printed, one.session)
    columns = [
        Column(_("No."), 0.5, "right"),
        Column(_("Participant"), 2.6),
        Column(_("In: time"), 0.9),
        Column(_("Signature"), 2.4),
        Column(_("Out: time"), 0.9),
        Column(_("Signature"), 2.4),
    ]
    rows = [_row(str(place), _name(person)) for place, person in enumerate(people, start=1)]
    rows += [_row(str(len(people) + place), Cell("")) for place in range(1, NEWCOMERS + 1)]
    printed.table(columns, rows, caption=_("Signatures of the participants"))
    space = Cell("", picture=Drawing(1, 1.6 * SPACE, []))
    signing = [Column(_("Topics taught"), 3), Column(_("Signature of the instructor"), 2)]
    printed.table(signing, [[space, Cell("")]], caption=_("Signed off"))


def _row(number: str, name: Cell) -> list[str | Cell]:
    return [number, name, Cell("", picture=Drawing(1, SPACE, [])), "", "", ""]


def _name(enrolment: Enrolment) -> Cell:
    return Cell(str(enrolment.person), note=str(enrolment.cluster) if enrolment.cluster else "")
