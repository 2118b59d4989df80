"""Files that an import must refuse, each with the place and the words by which its sentence is known."""

from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lms.spreadsheets.limits import COMPOUND
from tests.benchmarking.benchmark_files import BENCHMARKS, CSV, XLSX, edited, with_cells

XLSX_2016 = (BENCHMARKS / "benchmark_2016.xlsx").read_bytes()
CSV_OPTIONS = {"framework": "ECEI", "version": "2012", "on": "2014-09-30", "kind": "interview"}
CSV_ARGUMENTS = ["--framework", "ECEI", "--version", "2012", "--on", "2014-09-30", "--kind", "interview"]


@dataclass(frozen=True)
class Broken:
    """A file and what is said of it in English."""

    name: str
    content: bytes
    sheet: str
    cell: str
    words: str


def broken(name, cells, cell, words):
    return Broken(f"{name}.xlsx", with_cells(cells), "Scores", cell, words)


def without_row(number):
    return edited(lambda book: book["Scores"].delete_rows(number))


def bomb():
    file = BytesIO()
    with ZipFile(BytesIO(XLSX)) as source, ZipFile(file, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        target.writestr("xl/media/bomb.bin", b"\0" * 30_000_000)
    return file.getvalue()


BROKEN = [
    broken("unknown-framework", {"B1": "Bronze 36"}, "B1", "“Bronze 36” is not known"),
    broken("unknown-version", {"B2": "1999"}, "B2", "“1999”"),
    broken("no-date", {"B3": None}, "A3", "day of the assessment is missing"),
    broken("future-date", {"B3": "31/12/2999"}, "B3", "future"),
    broken("unknown-indicator", {"A9": "ECEI-99"}, "A9", "“ECEI-99”"),
    broken("repeated-indicator", {"A9": "ECEI-01"}, "A9", "ECEI-01 stands already in cell A8"),
    broken("unknown-cluster", {"D7": "CBN"}, "D7", "“CBN” is no known cluster"),
    broken("repeated-cluster", {"D7": "DITENAVE"}, "D7", "DITENAVE stands already in cell C7"),
    broken("out-of-scale", {"E12": 5}, "E12", "5 is no level of ECEI-05"),
    broken("text-score", {"E12": "good"}, "E12", "“good” is no score"),
    broken("nan", {"E12": "NaN"}, "E12", "“NaN” is no score"),
    broken("formula-error", {"E12": "#DIV/0!"}, "E12", "#DIV/0!"),
    broken("empty-cell", {"H38": None}, "H38", "DITEDI for ECEI-31 is empty"),
    Broken("missing-row.xlsx", without_row(20), "Scores", "", "ECEI-13"),
    Broken("no-workbook.xlsx", b"hello", "", "", "named like a workbook but is none"),
    Broken("truncated.xlsx", XLSX[:4000], "", "", "damaged or cut short"),
    Broken("empty.xlsx", b"", "", "", "The file is empty"),
    Broken("bomb.xlsx", bomb(), "", "", "unpacks to far more"),
    Broken("encrypted.xlsx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "", "", "is encrypted"),
    Broken("too-large.xlsx", b"x" * (10 * 1024 * 1024 + 1), "", "", "10 MB"),
    Broken("picture.png", b"\x89PNG", "", "", "“.png”"),
    Broken("bare.csv", CSV.encode(), "", "", "day of the assessment is missing"),
]  # fmt: skip
