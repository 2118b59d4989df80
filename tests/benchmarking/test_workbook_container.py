"""Files that are no workbook, or one made to harm: refused before or while they are unpacked, and quickly."""

import struct
from hashlib import sha512
from io import BytesIO
from time import monotonic
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from lms.benchmarking.workbook import MAX_BYTES, Code
from lms.spreadsheets.faults import RefusedFileError
from lms.spreadsheets.limits import COMPOUND, MAX_ENTRIES, TimedBytes
from tests.benchmarking.benchmark_files import CSV, SHEET, XLSX, edited, found, read, repacked, with_part

STYLES = "xl/styles.xml"
END = b"</sheetData>"


def codes(content: bytes, filename: str = "benchmark.xlsx") -> list[str]:
    """Give the codes; no file of a few MB may keep the reader busy for long."""
    start = monotonic()
    problems = found(read(content, filename))
    assert monotonic() - start < 10
    return [code for code, _ in problems]


def unchanged(_name: str, content: bytes) -> bytes:
    return content


@pytest.mark.parametrize(
    ("filename", "code"),
    [
        ("benchmark.xls", Code.OLD_WORKBOOK),
        ("benchmark.XLSM", Code.MACRO_WORKBOOK),
        ("benchmark.xlam", Code.MACRO_WORKBOOK),
        ("benchmark.xlsx.exe", Code.WRONG_EXTENSION),
        ("benchmark.ods", Code.WRONG_EXTENSION),
        ("benchmark", Code.WRONG_EXTENSION),
        ("", Code.WRONG_EXTENSION),
    ],
)
def test_wrong_extension_is_refused(filename, code):
    assert codes(XLSX, filename) == [code]


@pytest.mark.parametrize("filename", ["benchmark.xlsx", "benchmark.csv"])
@pytest.mark.parametrize("content", [b"", b" \r\n\t"])
def test_empty_file_is_refused(content, filename):
    assert codes(content, filename) == [Code.EMPTY_FILE]


@pytest.mark.parametrize("filename", ["benchmark.xlsx", "benchmark.csv"])
def test_file_over_ten_megabytes_is_refused(filename):
    assert codes(b"x" * (MAX_BYTES + 1), filename) == [Code.TOO_LARGE]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (COMPOUND + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), Code.ENCRYPTED_WORKBOOK),
        (COMPOUND + b"\x00" * 600 + "Workbook".encode("utf-16-le"), Code.OLD_WORKBOOK),
        (CSV.encode(), Code.NOT_A_WORKBOOK),
        (b"%PDF-1.7 " + b"x" * 100, Code.NOT_A_WORKBOOK),
        (XLSX[:-30], Code.DAMAGED_WORKBOOK),
        (XLSX[:100], Code.DAMAGED_WORKBOOK),
    ],
)
def test_file_that_is_no_whole_workbook_is_refused(content, code):
    assert codes(content) == [code]


def test_zip_that_is_something_else_is_refused():
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert codes(file.getvalue()) == [Code.NOT_A_WORKBOOK]


def test_other_office_document_named_xlsx_is_refused():
    content = with_part("[Content_Types].xml", b"spreadsheetml.sheet.main", b"wordprocessingml.document.main")
    assert codes(content) == [Code.NOT_A_WORKBOOK]


def test_macros_named_xlsx_are_refused():
    assert codes(repacked(unchanged, {"xl/vbaProject.bin": b"x"})) == [Code.MACRO_WORKBOOK]
    typed = with_part(
        "[Content_Types].xml", b"</Types>", b'<Default Extension="x" ContentType="a.macroEnabled"/></Types>'
    )
    assert codes(typed) == [Code.MACRO_WORKBOOK]


def test_encrypted_zip_entry_is_refused():
    flagged = bytearray(XLSX)
    place = flagged.index(b"PK\x01\x02")
    flagged[place + 8] |= 1
    assert codes(bytes(flagged)) == [Code.ENCRYPTED_WORKBOOK]


def test_unusual_compression_is_refused():
    file = BytesIO()
    with ZipFile(BytesIO(XLSX)) as source, ZipFile(file, "w", ZIP_BZIP2) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    assert codes(file.getvalue()) == [Code.NOT_A_WORKBOOK]


def test_zip_bomb_is_refused_by_its_directory():
    assert codes(repacked(unchanged, {"xl/media/a.bin": b"\x00" * 10_000_000})) == [Code.ZIP_BOMB]
    many = {f"xl/media/{number}.bin": b"x" for number in range(MAX_ENTRIES)}
    assert codes(repacked(unchanged, many)) == [Code.ZIP_BOMB]


def test_zip_bomb_of_many_modest_entries_is_refused():
    modest = b"".join(sha512(b"%d" % n).digest() + b"\x00" * 4096 for n in range(2000))
    assert codes(repacked(unchanged, {f"xl/media/{number}.bin": modest for number in range(6)})) == [Code.ZIP_BOMB]


def test_zip_bomb_whose_directory_lies_is_refused():
    bomb = bytearray(repacked(unchanged, {"xl/media/a.bin": b"\x00" * 10_000_000}))
    for at in range(len(bomb) - 4):
        if bomb[at : at + 4] == struct.pack("<I", 10_000_000):
            bomb[at : at + 4] = struct.pack("<I", 1000)
    assert codes(bytes(bomb)) == [Code.DAMAGED_WORKBOOK]


def test_same_entry_twice_is_refused():
    file = BytesIO(XLSX)
    with ZipFile(file, "a", ZIP_DEFLATED) as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert codes(file.getvalue()) == [Code.DAMAGED_WORKBOOK]


@pytest.mark.parametrize(
    "prologue",
    [
        b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        b'<?xml version="1.0" encoding="cp037"?>',
    ],
)
@pytest.mark.parametrize("part", [SHEET, STYLES, "xl/workbook.xml"])
def test_entities_and_hidden_encodings_are_refused(part, prologue):
    content = repacked(lambda name, xml: prologue + xml if name == part else xml)
    assert codes(content) == [Code.FORBIDDEN_XML]


def test_utf16_part_is_refused():
    content = repacked(lambda name, xml: xml.decode().encode("utf-16") if name == SHEET else xml)
    assert codes(content) == [Code.FORBIDDEN_XML]


def test_claimed_size_is_not_believed():
    content = with_part(SHEET, b'<dimension ref="A1:H38"/>', b'<dimension ref="A1:XFD1048576"/>')
    assert read(content).workbook == read(XLSX).workbook
    content = with_part(SHEET, b'<dimension ref="A1:H38"/>', b'<dimension ref="A1:B2"/>')
    assert read(content).workbook == read(XLSX).workbook


def test_empty_formatted_rows_down_to_the_last_are_passed_over():
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(39, 7000))
    content = with_part(SHEET, END, rows + b'<row r="1048576" ht="15"/>' + END)
    assert read(content).workbook == read(XLSX).workbook


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (b'<row r="99999999999"><c r="A99999999999"/></row>', Code.TOO_COMPLEX),
        (b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (row, row) for row in range(39, 900)), Code.TOO_COMPLEX),
        (b'<row r="40"><c r="XFD40"><v>1</v></c></row>', Code.TOO_MANY_COLUMNS),
        (b"".join(b'<row r="%d"><c><v>1</v></c></row>' % row for row in range(39, 5100)), Code.TOO_MANY_ROWS),
        (b'<row r="39">' + b"<c/>" * 500_000 + b"</row>", Code.TOO_COMPLEX),
        (b'<row r="39"><c r="A39" t="' + b"x" * 9_000_000 + b'"/></row>', Code.TOO_COMPLEX),
        (b'<mergeCell ref="' + b"A1 " * 900_000 + b'"/>', Code.TOO_COMPLEX),
        (b'<row r="39"><c r="A39999"><v></row>', Code.UNREADABLE),
        (b"<row>" * 100_000 + b"</row>" * 100_000, None),
    ],
)  # fmt: skip
def test_sheet_made_to_tire_the_reader_ends_soon(rows, code):
    assert codes(with_part(SHEET, END, rows + END)) == ([code] if code else [])


def test_number_formats_made_to_tire_the_library_are_refused():
    assert codes(with_part(STYLES, b"yyyy-mm-dd", b"[" * 50_000)) == [Code.TOO_COMPLEX]


def test_bytes_cannot_be_read_for_ever():
    with ZipFile(TimedBytes(XLSX, seconds=60)) as archive:
        assert archive.read(SHEET)
    with pytest.raises(RefusedFileError, match=Code.TOO_COMPLEX):
        load_workbook(TimedBytes(XLSX, seconds=-1), read_only=True)


def test_large_but_honest_workbook_is_read():
    clusters = [f"CLUSTER-{number:04}" for number in range(400)]

    def change(book):
        sheet = book["Scores"]
        for place, cluster in enumerate(clusters):
            for row in range(7, 39):
                sheet.cell(row, 9 + place, cluster if row == 7 else 3)

    reading = read(edited(change), clusters=[*clusters, "CBM"])
    assert {problem.code for problem in reading.problems} == {Code.UNKNOWN_CLUSTER}
    assert len(reading.problems) == 5
