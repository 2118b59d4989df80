"""The table of indicators and clusters as a file that a spreadsheet opens without questions."""

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.languages import DEFAULT
from lms.spreadsheets.writing import write_csv

from .overview_indicators import GroupBlock, IndicatorLine, IndicatorTable
from .overview_page import OverviewPage
from .templatetags.benchmark import level


def levels_csv(table: IndicatorTable) -> bytes:
    """Write a header and one line for each indicator, levels as the reader's language writes them."""
    lines = [_fields(block, line) for block in table.blocks for line in block.lines]
    return write_csv([_header(table), *lines], get_language() or DEFAULT)


def levels_filename(page: OverviewPage) -> str:
    """Name the file by framework and day, and by the group where there is one."""
    return slugify(f"benchmark {page.framework} {page.group_key} {page.day_key}") + ".csv"


def _header(table: IndicatorTable) -> list[str]:
    before = [_("Group"), _("Code"), _("Indicator"), _("Excellence threshold"), _("Minimum requirement")]
    return [*before, *(cluster.name for cluster in table.clusters), _("Median of the clusters")]


def _fields(block: GroupBlock, line: IndicatorLine) -> list[str]:
    found = line.indicator
    before = [str(block.group), found.code, found.name]
    asked = [level(found.excellence_threshold), level(found.minimum_requirement)]
    return [*before, *asked, *(_known(cell.level) for cell in line.cells), _known(line.median)]


def _known(value: object) -> str:
    return level(value) if value is not None else _("n.a.")
