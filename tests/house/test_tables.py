"""Tables that become cards on a phone lose what `display: table` says of them, so their markup says it by roles."""

import re
from pathlib import Path

import pytest

ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
HEADERS = {"col": "columnheader", "row": "rowheader"}
TEMPLATES = Path(__file__).parents[2] / "templates"
FOLDERS = (
    "benchmarking",
    "certificates",
    "courses",
    "dashboard",
    "dashboard/privacy",
    "needs",
    "selection",
    "training",
)
PAGES = [page for folder in FOLDERS for page in sorted((TEMPLATES / folder).glob("*.html"))]
TABLE = re.compile(r'<table class="[^"]*(?:table-stacked|stack-table)[^"]*".*?</table>', re.DOTALL)


def tables():
    return [pytest.param(table, id=page.name) for page in PAGES for table in TABLE.findall(page.read_text())]


def test_there_are_such_tables():
    assert len(tables()) >= 4


@pytest.mark.parametrize("table", tables())
def test_table_that_becomes_cards_says_its_roles(table):
    for name, attributes in re.findall(r"<(table|thead|tbody|tr|th|td)\b((?:[^>{]|\{[{%].*?[%}]\})*)>", table):
        role = ROLES.get(name) or HEADERS[re.search(r'scope="(\w+)"', attributes)[1]]
        assert f'role="{role}"' in attributes, f"<{name}{attributes}>"
