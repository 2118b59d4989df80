"""No word is lost, whatever it is made of and however long it is."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.pdf import Cell, Column
from lms.pdf.fonts import UNKNOWN, cleaned
from lms.pdf.lines import broken, width_of
from lms.pdf.styles import BODY
from tests.pdf.documents import document, reading
from tests.pdf.reading import bare

LETTERS = st.sampled_from("abc àèéìòùÀÈ \u00a0“”’«»–—…€·%≥½<>&'\"\\()/ČčŠšŽžĐđŁłßæøğŐő Ελένη Надежда ▲▼→")
TEXTS = st.text(LETTERS, max_size=400)


@settings(max_examples=25, deadline=None)
@given(paragraph=TEXTS, cell=TEXTS, note=TEXTS, item=TEXTS)
def test_text_is_never_lost(paragraph, cell, note, item):
    made = document()
    made.paragraph(paragraph)
    made.table([Column("A"), Column("B"), Column("C", 0.2)], [("x", Cell(cell, note=note), cell)])
    made.bullet_list([item])
    found = reading(made)

    assert bare("".join(node.text for node in found.root.kids[1:] if node.kind == "P")) == bare(paragraph)
    assert bare(found.all("TD")[1].whole_text) == bare(cell + note)
    assert bare(found.all("TD")[2].text) == bare(cell)
    assert bare(found.all("LBody")[0].text) == bare(item)
    assert found.untagged == 0


@settings(max_examples=100, deadline=None)
@given(words=TEXTS, width=st.floats(12, 300))
def test_lines_keep_their_width(words, width):
    lines = broken(words, BODY, width)

    assert bare("".join(line.words for line in lines)) == bare(words)
    assert all(width_of(line.words.rstrip(), BODY) <= width + 0.01 for line in lines)
    assert [line.words for line in lines if not line.words.strip(" ")] == []


def test_blank_stands_between_words_and_never_within_one():
    lines = [line.words for line in broken("parola " * 30 + "x" * 300 + " fine", BODY, 200)]

    assert "".join(lines) == "parola " * 30 + "x" * 300 + " fine"
    assert len(lines) > 9


def test_very_long_word_is_whole_over_its_lines():
    made = document()
    made.paragraph("https://esempio.it/" + "a" * 5_000)
    made.table([Column("A"), Column("B")], [("b" * 900, "c" * 900)])
    found = reading(made)

    assert bare(found.all("P")[0].text) == "https://esempio.it/" + "a" * 5_000
    assert [bare(node.text) for node in found.all("TD")] == ["b" * 900, "c" * 900]


@pytest.mark.parametrize(
    ("given_text", "drawn"),
    [
        ("per\u00adché", "perché"),
        ("nu\x00l\x07l", "null"),
        ("e\u0301 cosi\u0300", "é così"),
        ("12\u202f500 e 1\u2009m", "12\u00a0500 e 1 m"),
        ("co\u2011operare", "co-operare"),
        ("\u202eal contrario\u202c", "al contrario"),
        ("漢字", UNKNOWN * 2),
        ("mezza \ud800", "mezza "),
        ("\U0001f600", UNKNOWN),
        ("due\nrighe\te", "due righe e"),
    ],
)
def test_what_cannot_be_drawn_leaves_or_is_marked(given_text, drawn):
    assert cleaned(given_text) == unicodedata.normalize("NFC", drawn)


def test_odd_text_does_not_break_a_document():
    made = document(title="漢 \x00 \ud800 )(", note="(\\", mark="\u202e")
    made.paragraph("")
    made.paragraph("\x00")
    made.heading(2, "")
    made.bullet_list([""])
    made.bullet_list([])
    made.table([Column("")], [[""]])
    made.notice("")
    found = reading(made)

    assert found.untagged == 0
    assert found.all("H1")[0].text == UNKNOWN + " )("


def test_long_list_item_and_notice_go_over_pages():
    made = document()
    made.bullet_list(["voce " * 4_000])
    made.notice("avviso " * 4_000)
    found = reading(made)

    assert bare(found.all("LBody")[0].text) == "voce" * 4_000
    assert [node.text for node in found.all("Lbl")] == ["•"]
    assert bare(found.all("P")[0].text) == "avviso" * 4_000
