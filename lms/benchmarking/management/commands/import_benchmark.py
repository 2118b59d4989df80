"""Brings a benchmark file in, whole or not at all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.benchmarking.actions import import_file
from lms.benchmarking.import_findings import ImportRefused
from lms.benchmarking.import_preview import State, with_state
from lms.benchmarking.import_writing import Written
from lms.benchmarking.models import Assessment
from lms.benchmarking.workbook import MAX_BYTES, Code

# What a CSV may leave to the command line, and the problem when neither says it.
FOR_CSV = {
    "framework": Code.MISSING_FRAMEWORK,
    "version": Code.MISSING_VERSION,
    "on": Code.MISSING_DATE,
    "kind": Code.MISSING_KIND,
}


class Command(BaseCommand):
    help = "Import a benchmark workbook (.xlsx) or table of scores (.csv): the whole file or nothing."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let `--version` mean the framework's version here, instead of Django's own."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and, for a CSV, what it does not say itself."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="replace the scores of open assessments")
        csv = parser.add_argument_group("for a CSV, which holds the scores alone")
        csv.add_argument("--framework", default="", help="code of the framework, such as ECEI")
        csv.add_argument("--version", default="", help="its version, such as 2012")
        csv.add_argument("--on", default="", metavar="DATE", help="day of the assessment, such as 2014-09-30")
        csv.add_argument("--kind", default="", help="self, interview or audit")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and summarise; otherwise every problem on a line of its own, and nothing changed."""
        path: Path = options["file"]
        _refuse_needless(path, options)
        try:
            written = import_file(
                content=_content(path),
                filename=path.name,
                options={key: options[key] for key in FOR_CSV},
                replace=options["replace"],
                by=None,
                now=timezone.now(),
            )
        except ValidationError as refused:
            lines = [_heading(len(refused.messages)), *refused.messages, *_hint(refused)]
            raise CommandError("\n".join(lines)) from refused
        if options["verbosity"] > 0:
            self.stdout.write("\n".join(_summary(written)))


def _content(path: Path) -> bytes:
    """Read the file, of an oversized one only enough to see that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        why = _why_unreadable(error)
        raise CommandError(_("%(path)s cannot be read: %(why)s.") % {"path": path, "why": why}) from error


def _why_unreadable(error: OSError) -> str:
    """Say it in the reader's language; the operating system has one of its own."""
    if isinstance(error, FileNotFoundError):
        return _("there is no such file")
    if isinstance(error, IsADirectoryError):
        return _("it is a folder")
    if isinstance(error, PermissionError):
        return _("the access is refused")
    return str(error.strerror)


def _refuse_needless(path: Path, options: Mapping[str, Any]) -> None:
    """A workbook says these itself: whoever gives them as well expects something that would not happen."""
    given = [f"--{key}" for key in FOR_CSV if options[key]]
    if given and path.suffix.lower() == ".xlsx":
        sentence = _("%(options)s: for a CSV only. A workbook says this above its table; leave it out here.")
        raise CommandError(sentence % {"options": " ".join(given)})


def _hint(refused: ValidationError) -> list[str]:
    """Name the options by which a CSV is given what it does not say itself."""
    findings = refused.findings if isinstance(refused, ImportRefused) else ()
    codes = {finding.code for finding in findings if not finding.sheet}  # a CSV has no sheets
    missing = [f"--{key}" for key, code in FOR_CSV.items() if code in codes]
    sentence = _("On the command line, say what the CSV does not: %(options)s")
    return [sentence % {"options": " ".join(missing)}] if missing else []


def _heading(count: int) -> str:
    return ngettext("Nothing was imported: %(count)s problem.", "Nothing was imported: %(count)s problems.", count) % {
        "count": count
    }


def _summary(written: Written) -> list[str]:
    workbook, clusters = written.workbook, written.clusters
    replaced = with_state(clusters, State.OPEN)
    not_assessed = sum(len(preview.not_assessed) for preview in clusters)
    changed = sum(len(preview.changes) for preview in clusters)
    lines = [
        _("%(framework)s %(version)s, %(day)s, %(kind)s")
        % {
            "framework": workbook.framework,
            "version": workbook.version,
            "day": date_format(workbook.assessed_on, "SHORT_DATE_FORMAT"),
            "kind": Assessment.Kind(workbook.kind).label,
        },
        _("Clusters: %(count)s (%(codes)s)")
        % {"count": len(clusters), "codes": ", ".join(p.cluster for p in clusters)},
        _("Scores: %(count)s") % {"count": sum(preview.scored for preview in clusters)},
        _("Not assessed: %(count)s") % {"count": not_assessed},
    ]
    if unscored := [preview.cluster for preview in clusters if not preview.scored]:
        lines.append(_("No score at all: %(codes)s") % {"codes": ", ".join(unscored)})
    if replaced:
        sentence = ngettext(
            "Replaced: %(codes)s (%(count)s cell changed)", "Replaced: %(codes)s (%(count)s cells changed)", changed
        )
        lines.append(sentence % {"codes": ", ".join(replaced), "count": changed})
    return lines + _ignored(written)


def _ignored(written: Written) -> list[str]:
    recognised = written.workbook.recognised
    columns = ", ".join(f"{letter} ({text})" if text else letter for letter, text in recognised.ignored_columns)
    lines = [_("Columns ignored: %(columns)s") % {"columns": columns or "–"}]
    if recognised.ignored_rows:
        rows = ", ".join(map(str, recognised.ignored_rows))
        lines.append(_("Rows ignored: %(rows)s") % {"rows": rows})
    if written.workbook.sheet:
        sheets = ", ".join(recognised.ignored_sheets)
        lines.append(_("Sheets ignored: %(sheets)s") % {"sheets": sheets or "–"})
    return lines
