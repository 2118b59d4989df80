"""The table of indicators and clusters as a file that a spreadsheet opens without questions."""

import csv
from codecs import BOM_UTF8
from io import StringIO

from django.utils.formats import get_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .overview_indicators import GroupBlock, IndicatorLine, IndicatorTable
from .overview_page import OverviewPage
from .templatetags.benchmark import level

FORMULA_STARTS = tuple("=+-@\t\r\n|%＝＋－＠")


def levels_csv(table: IndicatorTable) -> bytes:
    """Write a header and one line for each indicator: UTF-8 with its mark, levels as the reader's language writes them.

    A semicolon stands between the fields where the comma is the decimal mark, as spreadsheets expect it there.
    """
    text = StringIO(newline="")
    delimiter = ";" if get_format("DECIMAL_SEPARATOR") == "," else ","
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(field) for field in _header(table)])
    for block in table.blocks:
        writer.writerows(_fields(block, line) for line in block.lines)
    return BOM_UTF8 + text.getvalue().encode()


def levels_filename(page: OverviewPage) -> str:
    """Name the file by framework and day, and by the group where there is one."""
    return slugify(f"benchmark {page.framework} {page.group_key} {page.day_key}") + ".csv"


def harmless(field: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{field}" if field.lstrip(" \u00a0").startswith(FORMULA_STARTS) else field


def _header(table: IndicatorTable) -> list[str]:
    before = [_("Group"), _("Code"), _("Indicator"), _("Excellence threshold"), _("Minimum requirement")]
    return [*before, *(cluster.name for cluster in table.clusters), _("Median of the clusters")]


def _fields(block: GroupBlock, line: IndicatorLine) -> list[str]:
    found = line.indicator
    before = [harmless(text) for text in (str(block.group), found.code, found.name)]
    asked = [level(found.excellence_threshold), level(found.minimum_requirement)]
    return [*before, *asked, *(_known(cell.level) for cell in line.cells), _known(line.median)]


def _known(value: object) -> str:
    return level(value) if value is not None else _("n.a.")
