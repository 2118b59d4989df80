"""Lists that people upload: columns in any order and language, and every file answered with rows or sentences."""

from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from lms.spreadsheets.fault_words import SENTENCES, TABLE_SENTENCES, describe
from lms.spreadsheets.faults import Fault
from lms.spreadsheets.limits import COMPOUND
from lms.spreadsheets.tables import Column, Limits, TableFault, read_table
from lms.spreadsheets.writing import Sheet, write_csv, write_xlsx

COLUMNS = [
    Column("email", ("E-mail", "posta elettronica"), is_needed=True),
    Column("name", ("Name", "nome")),
    Column("from", ("From", "dal")),
]
QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, max_examples=80)
CSV = "Nome;Posta Elettronica;Nota\nAda;ada@clus3.example;x\n\n;bob@clus3.example;\n"
XLSX = write_xlsx([Sheet("How to", [["Write below"]]), Sheet("People", [["E-mail", "From"], ["ada@clus3.example", 3]])])


def read(content, filename="list.csv", **limits):
    return read_table(content.encode() if isinstance(content, str) else content, filename, COLUMNS, Limits(**limits))


def found(table):
    """Give code and cell of every problem; a table without rows says why."""
    assert table.rows or table.problems
    return [(problem.code, problem.cell) for problem in table.problems]


def book(*sheets):
    """Give a workbook whose sheets hold these cells, formulas included."""
    made = Workbook()
    made.remove(made.active)
    for number, cells in enumerate(sheets, 1):
        sheet = made.create_sheet(f"S{number}")
        for cell, value in cells.items():
            sheet[cell] = value
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def texts(table):
    return [(row.number, {key: cell.text for key, cell in row.cells.items()}) for row in table.rows]


def test_columns_are_found_in_any_order_language_and_case():
    table = read(CSV)
    assert texts(table) == [(2, {"name": "Ada", "email": "ada@clus3.example"}), (4, {"email": "bob@clus3.example"})]
    assert (table.columns, table.left_out, table.problems) == ({"name": 1, "email": 2}, ("Nota",), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_and_separator_are_found_out(encoding, separator):
    table = read(CSV.replace("Ada", "Niccolò").replace(";", separator).encode(encoding))
    assert table.rows[0].cells["name"].text == "Niccolò"


def test_sheet_with_the_headings_is_the_one_that_is_read():
    table = read(XLSX, "list.xlsx")
    assert (table.sheet, texts(table)) == ("People", [(2, {"email": "ada@clus3.example", "from": "3"})])


@pytest.mark.parametrize(
    ("content", "filename", "problems"),
    [
        (b"", "list.csv", [(Fault.EMPTY_FILE, "")]),
        (CSV, "list.ods", [(Fault.WRONG_EXTENSION, "")]),
        (XLSX, "list.csv", [(Fault.NOT_A_CSV, "")]),
        (CSV, "list.xlsx", [(Fault.NOT_A_WORKBOOK, "")]),
        (COMPOUND + b"x" * 600, "list.xlsx", [(Fault.OLD_WORKBOOK, "")]),
        (CSV.replace("x", "\x00"), "list.csv", [(Fault.NUL_BYTES, "")]),
        (CSV + '"no end', "list.csv", [(Fault.BROKEN_QUOTES, "")]),
        ("hello;world\n", "list.csv", [(TableFault.NO_TABLE, "")]),
        (book({"A1": "hello"}), "list.xlsx", [(TableFault.NO_TABLE, "")]),
        ("name;from\nAda;1\n", "list.csv", [(TableFault.MISSING_COLUMN, "")]),
        ("name;E-mail\n", "list.csv", [(TableFault.NO_ROWS, "A1")]),
        ("E-mail\n" + "a@b.example\n" * 501, "list.csv", [(Fault.TOO_MANY_ROWS, "")]),
        ("E-mail\n" + "x" * 2 * 1024 * 1024, "list.csv", [(Fault.TOO_LARGE, "")]),
    ],
)
def test_what_is_no_list_is_refused(content, filename, problems):
    table = read(content, filename)
    assert found(table) == problems
    assert table.rows == ()


def test_cells_that_cannot_be_read_are_named_and_the_others_stay():
    table = read(book({"A1": "E-mail", "A2": "=B9", "A3": "a@b.example", "B1": "Name", "B3": "x" * 501}), "list.xlsx")
    assert sorted(found(table)) == [(TableFault.FORMULA_WITHOUT_VALUE, "A2"), (TableFault.TEXT_TOO_LONG, "B3")]
    assert [row.unreadable for row in table.rows] == [{"email"}, {"name"}]


def test_second_list_and_second_column_are_problems():
    several = book({"A1": "E-mail", "A2": "a@b.example"}, {"A1": "E-mail"})
    assert found(read(several, "list.xlsx")) == [(TableFault.SEVERAL_TABLES, "")]
    assert found(read("E-mail;posta elettronica\na@b.example;\n")) == [(TableFault.REPEATED_COLUMN, "B1")]


def test_list_of_one_column_is_a_list():
    assert texts(read("E-mail\na@b.example\n")) == [(2, {"email": "a@b.example"})]


def test_what_we_write_is_read_back():
    rows = [["E-mail", "Nome"], ["a@b.example", "Zoë; “x”"]]
    for table in (
        read(write_csv(rows, "it")),
        read(write_csv(rows, "en")),
        read(write_xlsx([Sheet("Elenco", rows)]), "a.xlsx"),
    ):
        assert texts(table) == [(2, {"email": "a@b.example", "name": "Zoë; “x”"})]


def test_every_fault_has_a_sentence_that_says_what_to_do():
    assert set(SENTENCES) == set(Fault)
    assert set(TABLE_SENTENCES) == set(TableFault)
    sentences = [*SENTENCES.values(), *TABLE_SENTENCES.values()]
    assert all(sentence.endswith(".") and ":" in sentence for sentence in sentences)


def test_sentence_names_the_place_as_the_file_does():
    with translation.override("en"):
        (problem,) = read("E-mail;posta elettronica\na@b.example;\n").problems
        assert describe(problem).startswith("Row 1, column 2: “posta elettronica” heads a column")
        (problem,) = read(book({"A1": "E-mail", "A2": "=B9"}), "list.xlsx").problems
        assert describe(problem).startswith("Sheet “S1”, cell A2: the formula has no calculated value")


@QUICK
@given(
    content=st.binary(max_size=200),
    kind=st.sampled_from(["a.xlsx", "a.csv"]),
    start=st.sampled_from([b"", b"PK\x03\x04"]),
)
def test_random_bytes_never_raise(content, kind, start):
    assert all("%(" not in describe(problem) for problem in read(start + content, kind).problems)


@QUICK
@given(text=st.text(max_size=40), place=st.integers(0, len(CSV)))
def test_text_thrown_into_a_list_never_raises(text, place):
    table = read((CSV[:place] + text + CSV[place:]).encode("utf-8", "surrogatepass"))
    found(table)
    assert all(describe(problem) for problem in table.problems)


@QUICK
@given(place=st.integers(0, len(XLSX) - 1), byte=st.integers(0, 255))
def test_one_byte_changed_never_raises(place, byte):
    found(read(XLSX[:place] + bytes([byte]) + XLSX[place + 1 :], "list.xlsx"))
