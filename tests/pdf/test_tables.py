"""Tables keep their headings on every page, and every cell once."""

import pytest

from lms.pdf import Cell, Column
from tests.pdf.documents import COLUMNS, document, picture, reading, rows
from tests.pdf.reading import bare


def table(count, **said):
    made = document()
    made.table(COLUMNS, rows(count), **said)
    return reading(made)


def test_long_table_repeats_its_headings_for_the_eye_alone():
    found = table(500, caption="Tutti")

    assert found.page_count > 12
    assert ["IndicatoreLivelloNota" in said for said in found.artifacts] == [False] + [True] * (found.page_count - 1)
    headings = [node for node in found.all("TH") if node.scope == "Column"]
    assert [(node.text, node.pages) for node in headings] == [("Indicatore", {0}), ("Livello", {0}), ("Nota", {0})]
    assert [node.text for node in found.all("TH") if node.scope == "Row"] == [row[0] for row in rows(500)]
    assert [node.text for node in found.all("TD")] == [text for row in rows(500) for text in row[1:]]
    assert [node.text for node in found.all("Caption")] == ["Tutti"]
    assert found.untagged == 0


def test_structure_of_a_table_holds_head_and_body():
    (found,) = table(3, caption="Tutti").all("Table")

    assert [kid.kind for kid in found.kids] == ["Caption", "THead", "TBody"]
    assert [[cell.kind for cell in row.kids] for row in found.all("TR")] == [
        ["TH", "TH", "TH"],
        ["TH", "TD", "TD"],
        ["TH", "TD", "TD"],
        ["TH", "TD", "TD"],
    ]


def test_small_table_is_not_more_headings_than_values():
    assert [node.scope for node in table(2).all("TH")] == ["Column"] * 3


def test_table_without_rows_says_so_in_words():
    assert table(0, empty="Nessun indicatore.").said()[1:] == [("P", "Nessun indicatore.")]
    assert table(0).said()[1:] == []


def test_row_that_no_page_can_hold_is_broken_inside():
    words = " ".join(f"parola{number}" for number in range(3_000))
    made = document()
    made.table(COLUMNS, [("prima", "1", "corta"), ("lunga", Cell("2", note=words), words), ("dopo", "3", "fine")])
    found = reading(made)

    assert found.page_count > 5
    assert bare(found.all("TD")[3].text) == bare(words)
    assert bare(found.all("TD")[2].whole_text) == bare("2" + words)
    assert [node.text for node in found.all("TH")][-3:] == ["prima", "lunga", "dopo"]
    assert found.untagged == 0


@pytest.mark.parametrize("lines", range(40, 64, 3))
def test_row_as_high_as_a_page_finds_its_place(lines):
    made = document()
    made.table([Column("Uno"), Column("Due")], [("a", "b"), ("parola " * 11 * lines, "c")], caption="Alta")
    found = reading(made)

    assert [bare(node.text) for node in found.all("TD")] == ["a", "b", "parola" * 11 * lines, "c"]


def test_headings_never_stand_alone_at_the_foot_of_a_page():
    for lines in range(31, 39):
        made = document()
        for _ in range(lines):
            made.paragraph("riga")
        made.table(COLUMNS, rows(3))
        found = reading(made)
        first_row = next(node for node in found.all("TH") if node.scope == "Row")
        assert found.all("TH")[0].pages == first_row.pages


def test_small_drawing_in_a_cell_is_decoration():
    made = document()
    made.table(COLUMNS, [("A", Cell("2", picture=picture(30, 9)), "x")])
    found = reading(made)

    assert found.said()[-3:] == [("TD", "A"), ("TD", "2"), ("TD", "x")]
    assert found.all("Figure") == []
    assert "Ελένη" in found.artifacts[0]


def test_figure_and_table_too_high_for_a_page_follow_each_other():
    made = document()
    made.figure_and_table(picture(), "Un radar", COLUMNS, rows(120))
    found = reading(made)

    assert len(found.all("TD")) == 240
    assert found.said()[1] == ("Figure", "Un radar")
    assert found.untagged == 0


@pytest.mark.parametrize("lines", range(20, 32))
def test_heading_goes_with_the_words_below_it_and_the_beginning_of_its_table(lines):
    """Wherever the page ends: the chapter, its words, the deeper heading and two rows stand on one page."""
    made = document()
    for number in range(lines):
        made.paragraph(f"Riga {number}")
    made.heading(2, "Tutti gli indicatori")
    made.paragraph("La barra mostra il livello.", quiet=True)
    made.heading(3, "Strategia")
    made.paragraph("Mancano due livelli.")
    made.table(COLUMNS, rows(40), caption="Gli indicatori")
    found = reading(made)
    (chapter,), (group,), (table,) = found.all("H2"), found.all("H3"), found.all("Table")
    first, second = table.all("TBody")[0].kids[:2]
    together = [chapter, group, *table.all("Caption"), first.kids[0], second.kids[0]]
    assert len({page for node in together for page in node.pages}) == 1


def test_heading_over_what_no_page_keeps_together_still_stands_with_its_words():
    made = document()
    made.heading(2, "Note")
    made.table(COLUMNS, [("A", "1", "parola " * 1200), ("B", "2", "parola " * 1200)])
    found = reading(made)
    assert found.all("H2")[0].pages == {0}
    assert 0 in found.all("TBody")[0].kids[0].kids[0].pages
