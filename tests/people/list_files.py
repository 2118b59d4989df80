"""Lists of people for the tests: written as a spreadsheet program would."""

from io import BytesIO

from openpyxl import Workbook

HEADINGS = ["Nome", "Cognome", "E-mail", "Ruolo", "Cluster", "Dal", "Fino al", "Lingua"]


def csv_of(*rows, headings=HEADINGS):
    """Give a CSV with semicolons; short rows are filled up."""
    lines = [headings, *([*row, *[""] * (len(headings) - len(row))] for row in rows)]
    return "\n".join(";".join(str(value) for value in line) for line in lines).encode()


def xlsx_of(*rows, headings=HEADINGS):
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
