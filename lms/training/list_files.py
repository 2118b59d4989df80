"""The file to fill in with people to enrol."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.clusters.models import Cluster
from lms.people.list_columns import CLUSTER, EMAIL, EXAMPLE_EMAIL
from lms.spreadsheets.writing import Sheet, Value, write_csv, write_xlsx

from .list_columns import KEYS, heading_of
from .list_values import REASON


def template_csv(language: str) -> bytes:
    """Return headings and an example, by which nobody is enrolled."""
    return write_csv(_template(language), language)


def template_xlsx(language: str) -> bytes:
    """Return the same as a workbook, with a sheet that explains each column and names the clusters."""
    with override(language):
        return write_xlsx([Sheet(_("People"), _template(language)), Sheet(_("How to fill in"), _how_to(language))])


def _template(language: str) -> list[list[Value]]:
    example: dict[str, Value] = {
        EMAIL: EXAMPLE_EMAIL,
        CLUSTER: Cluster.objects.values_list("code", flat=True).first() or "",
        REASON: "",
    }
    return [[heading_of(key, language) for key in KEYS], [example[key] for key in KEYS]]


def _how_to(language: str) -> list[list[Value]]:
    """Return the explanations; headings stand in quotation marks, lest the sheet is taken for a second list."""
    columns = {
        EMAIL: _("Needed. One row for each person, who has an account already."),
        CLUSTER: _("Needed for somebody who manages several clusters: the code or the name, as below."),
        REASON: _("May stay empty. The person reads it."),
    }
    rows: list[list[Value]] = [[_("Column"), _("What to write")]]
    rows += [[f"“{heading_of(key, language)}”", text] for key, text in columns.items()]
    rows += [[], [_("Clusters"), ""]]
    rows += [list(names) for names in Cluster.objects.values_list("name", "code")]
    return rows
