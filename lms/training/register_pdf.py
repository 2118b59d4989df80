"""The register as a document for inspectors: every line of every session, corrections in sight; values in, PDF out."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.pdf import Cell, Column, Document

from .models import AttendanceEntry, Offering, TrainingSession
from .register_print import PrintedSession, RegisterPrint


def register_pdf(page: RegisterPrint, *, made_at: datetime, address: str, programme: str, warning: str = "") -> bytes:
    """Print it in the active language; `address` is the register's page, `warning` stands in front of everything."""
    printed = start(page, title_of(page.offering), made_at=made_at, programme=programme, warning=warning)
    for one in page.sessions:
        _session(printed, one)
    _chain(printed, page.offering)
    online(printed, address)
    return printed.to_bytes()


def title_of(offering: Offering) -> str:
    """Say whose register it is."""
    return _("Attendance register – %(offering)s") % {"offering": offering.title}


def start(page: RegisterPrint, title: str, *, made_at: datetime, programme: str, warning: str) -> Document:
    """Begin a document of a register: title, who pays, the stamp."""
    day = date_format(localtime(made_at), "DATETIME_FORMAT")
    printed = Document(
        title,
        language=get_language() or "it",
        made_at=made_at,
        programme=programme,
        note=_("Made on %(day)s") % {"day": day},
        mark=_("Demonstration") if warning else "",
        funding=page.funding,
    )
    printed.heading(1, title)
    if warning:
        printed.notice(warning, warns=True)
    printed.key_values(_facts(page))
    return printed


def online(printed: Document, address: str) -> None:
    """End with the address of the register, which may have grown since."""
    words = _("This register on the site of the programme, for those who may read it:")
    printed.online(words, address, code=_("QR code of the address beside it"))


def session_heading(printed: Document, session: TrainingSession) -> None:
    """Add title, time, place and instructors of a session."""
    printed.heading(2, session.title)
    starts, ends = localtime(session.starts_at, session.zone), localtime(session.ends_at, session.zone)
    when = f"{date_format(starts, 'l j F Y')}, {date_format(starts, 'H:i')}–{date_format(ends, 'H:i')}"
    where = (
        _("Online")
        if session.mode == TrainingSession.Mode.ONLINE
        else ", ".join(filter(None, [session.where, session.room]))
    )
    teaching = ", ".join(str(person) for person in session.instructors.all())
    facts = [
        (_("When"), f"{when} ({session.time_zone})"),
        (_("Where"), where),
        (_("Instructors"), teaching),
        (_("Part"), str(session.part)),
    ]
    printed.key_values([(name, value) for name, value in facts if value])


def _facts(page: RegisterPrint) -> list[tuple[str, str]]:
    offering, facts = page.offering, page.facts
    found = [
        (_("Code"), offering.code),
        (_("Funding line"), page.line_name),
        (_("Project code (CUP)"), facts["project_code"]),
        (_("Register stamped"), _stamp(page)),
        (_("Place"), offering.place),
    ]
    return [(name, value) for name, value in found if value]


def _stamp(page: RegisterPrint) -> str:
    if page.stamp is None:
        return _("not stamped")
    by, day, pages = page.stamp
    return _("on %(day)s by %(by)s, %(pages)s pages") % {
        "day": date_format(day, "DATE_FORMAT"),
        "by": by,
        "pages": pages,
    }


def _session(printed: Document, one: PrintedSession) -> None:
    session = one.session
    session_heading(printed, session)
    if session.is_cancelled:
        printed.notice(_("Cancelled: %(reason)s") % {"reason": session.cancelled_reason})
    columns = [
        Column(_("Line"), 0.6, "right"),
        Column(_("Participant"), 3),
        Column(_("In"), 0.9),
        Column(_("Out"), 0.9),
        Column(_("Minutes"), 1, "right"),
        Column(_("Evidence and note"), 2.3),
        Column(_("Written"), 2.4),
    ]
    replaced = {line.corrects_id for line in one.lines}
    rows = [_row(line, session, is_replaced=line.pk in replaced) for line in one.lines]
    caption = _("Lines in the order in which they were written; a correction stands as a new line")
    printed.table(columns, rows, caption=caption, empty=_("No line was written."))
    _signature(printed, one)


def _row(line: AttendanceEntry, session: TrainingSession, *, is_replaced: bool) -> Sequence[str | Cell]:
    cluster = line.enrolment.cluster
    evidence = ". ".join(filter(None, [line.get_evidence_display(), line.note]))
    return [
        str(line.number),
        Cell(str(line.enrolment.person), note=str(cluster) if cluster else ""),
        _clock(line.came_at, session) or _("absent"),
        _clock(line.left_at, session),
        str(line.minutes),
        Cell(evidence, note=_about(line, is_replaced=is_replaced), tone="warn" if is_replaced or line.reason else ""),
        Cell(str(line.author), note=date_format(localtime(line.written_at, session.zone), "SHORT_DATETIME_FORMAT")),
    ]


def _about(line: AttendanceEntry, *, is_replaced: bool) -> str:
    """Say what the line corrects and why, and whether it was corrected itself."""
    words = []
    if line.corrects:
        words.append(
            _("Corrects line %(number)s: %(reason)s") % {"number": line.corrects.number, "reason": line.reason}
        )
    elif line.reason:
        words.append(_("Written down later: %(reason)s") % {"reason": line.reason})
    if is_replaced:
        words.append(_("Corrected by a later line."))
    return " ".join(words)


def _signature(printed: Document, one: PrintedSession) -> None:
    signed = one.sign_off
    if signed is None:
        if not one.session.is_cancelled:
            printed.paragraph(_("Not signed off."), quiet=True)
        return
    when = date_format(localtime(signed.at, one.session.zone), "DATETIME_FORMAT")
    printed.heading(3, _("Signed off by %(by)s on %(when)s") % {"by": signed.by, "when": when})
    printed.paragraph(_("Topics taught:") + " " + " ".join(signed.topics.split()))
    words = _("The register then had %(count)s lines; its head: %(head)s")
    printed.paragraph(words % {"count": signed.register_count, "head": signed.register_head}, quiet=True)


def _chain(printed: Document, offering: Offering) -> None:
    printed.heading(2, _("The chain of the register"))
    printed.paragraph(
        _(
            "Each line carries a SHA-256 hash that covers the line before it, so that none can be changed or left out "
            "unseen. The head and the number of lines were mailed at each sign-off."
        )
    )
    head = offering.register_head or _("no line yet")
    printed.key_values([(_("Lines"), str(offering.register_count)), (_("Head"), head)])


def _clock(moment: datetime | None, session: TrainingSession) -> str:
    return date_format(localtime(moment, session.zone), "H:i") if moment else ""
