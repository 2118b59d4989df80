"""The words by which the layout of a benchmark file is recognised, in English and Italian, folded."""

from enum import StrEnum


class Header(StrEnum):
    """What stands above the table, each as a label with its value beside it."""

    FRAMEWORK = "framework"
    VERSION = "version"
    DATE = "date"
    KIND = "kind"


INDICATOR_LABELS = frozenset(
    {"indicator", "indicators", "indicator code", "indicatore", "indicatori", "codice indicatore"}
)

HEADER_LABELS = {
    "framework": Header.FRAMEWORK,
    "quadro": Header.FRAMEWORK,
    "quadro di riferimento": Header.FRAMEWORK,
    "version": Header.VERSION,
    "versione": Header.VERSION,
    "assessed on": Header.DATE,
    "assessment date": Header.DATE,
    "date": Header.DATE,
    "valutato il": Header.DATE,
    "data della valutazione": Header.DATE,
    "data": Header.DATE,
    "kind": Header.KIND,
    "tipo": Header.KIND,
    "tipo di valutazione": Header.KIND,
}

KINDS = {
    "self": "self",
    "self-assessment": "self",
    "self assessment": "self",
    "autovalutazione": "self",
    "interview": "interview",
    "intervista": "interview",
    "audit": "audit",
}
"""How a file may call the kind of assessment, and the code that is stored."""
