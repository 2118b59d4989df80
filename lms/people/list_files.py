"""Files of a list of people: the template to fill in, and the rows that were left out, to be corrected."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.clusters.models import Cluster
from lms.spreadsheets.writing import Sheet, Value, write_csv, write_xlsx

from .list_columns import (
    CLUSTER,
    EMAIL,
    END,
    EXAMPLE_EMAIL,
    FIRST_NAME,
    KEYS,
    LANGUAGE,
    LAST_NAME,
    PROBLEM,
    ROLE,
    START,
    heading_of,
)
from .list_reading import DAYS
from .list_values import Judged
from .list_words import sentence
from .models import PeopleImport, Role

YEAR = timedelta(days=365)


def template_csv(language: str, today: date) -> bytes:
    """Return headings and an example, which nobody is invited by."""
    return write_csv(_template(language, today), language)


def template_xlsx(language: str, today: date) -> bytes:
    """Return the same as a workbook, with a sheet that explains each column and names roles and clusters."""
    with override(language):
        return write_xlsx(
            [Sheet(_("People"), _template(language, today)), Sheet(_("How to fill in"), _how_to(language))]
        )


def left_out_csv(upload: PeopleImport, found: Judged, language: str) -> bytes:
    """Return the rows with problems as they are, with what to correct in a last column that may stay there."""
    understood = {entry.row for entry in found.entries}
    words: dict[int, list[str]] = {}
    with override(language):
        for problem in found.problems:
            text = f"{heading_of(problem.column, language)}: {sentence(problem.code, problem.params)}"
            words.setdefault(problem.row, []).append(text)
    rows = [
        [*(_value(key, kept["texts"].get(key, "")) for key in KEYS), " ".join(words.get(kept["row"], []))]
        for kept in upload.rows
        if kept["row"] not in understood
    ]
    return write_csv([[*_headings(language), PROBLEM[language]], *rows], language)


def _value(key: str, text: str) -> Value:
    if key in DAYS:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _headings(language: str) -> list[str]:
    return [heading_of(key, language) for key in KEYS]


def _template(language: str, today: date) -> list[list[Value]]:
    with override(language):
        cluster = Cluster.objects.values_list("code", flat=True).first() or ""
        role = str(Role.CLUSTER_MANAGER.label if cluster else Role.REGIONAL_OFFICIAL.label)
        spoken = _("Italian")
    example: dict[str, Value] = {
        EMAIL: EXAMPLE_EMAIL,
        FIRST_NAME: "Ada",
        LAST_NAME: "Rossi",
        LANGUAGE: spoken,
        ROLE: role,
        CLUSTER: cluster,
        START: today,
        END: today + YEAR,
    }
    return [list(_headings(language)), [example[key] for key in KEYS]]


def _how_to(language: str) -> list[list[Value]]:
    """Return the explanations; headings stand in quotation marks, lest the sheet is taken for a second list."""
    columns = {
        EMAIL: _("Needed. One row for each person; whoever is here already is recognised by it."),
        FIRST_NAME: _("For a new person: first name, last name or both."),
        LAST_NAME: "",
        LANGUAGE: _("Italian or English; empty means Italian."),
        ROLE: _("Empty for somebody without a role. Otherwise one of the roles below."),
        CLUSTER: _("For roles that are of one cluster: its code or its name, as below."),
        START: _("First day of the role, as day/month/year; empty means the day of the invitation."),
        END: _("Last day of the role; empty means until further notice. An auditor's role needs it."),
    }
    rows: list[list[Value]] = [[_("Column"), _("What to write")]]
    rows += [[f"“{heading_of(key, language)}”", text] for key, text in columns.items()]
    rows += [[], [_("Roles"), ""], *(_pair(str(role.label), role.value) for role in Role)]
    rows += [[], [_("Clusters"), ""], *(_pair(*names) for names in Cluster.objects.values_list("name", "code"))]
    return rows


def _pair(name: str, code: str) -> list[Value]:
    return [name, code]
