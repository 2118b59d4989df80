"""A document is heard in the order in which it was written, and says what it is."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from lms.pdf import Cell, Column, Funding, Logo
from tests.pdf.documents import COLUMNS, MADE_AT, document, picture, reading

ADDRESS = "https://academy.clus3.example/it/clusters/sedia/benchmark/?on=2016-03-31"


def with_every_block(**said):
    made = document(**said)
    made.lead("Autovalutazione")
    made.notice("Valori nostri.")
    made.figures([("78 %", "del massimo"), ("4 / 6", "requisiti minimi")])
    made.heading(2, "Gruppi")
    made.paragraph("Prima riga\n\n  Seconda riga  \n", quiet=True)
    made.figure(picture(), "Due cerchi")
    made.heading(3, "Strategy", language="en")
    made.paragraph("In English.", language="en")
    made.bullet_list(["uno", "due"])
    made.table(COLUMNS, [("A-1", Cell("2", note="sotto il minimo", tone="bad"), "")], caption="Gli indicatori")
    made.figure_and_table(picture(), "Un radar", COLUMNS[:2], [("Gruppo", "50 %")])
    made.key_values([("Giorno", "31 marzo 2016")])
    made.online("Aggiornato in rete:", ADDRESS, code="Codice QR dello stesso indirizzo")
    return made


def test_every_block_is_heard_in_its_order():
    assert reading(with_every_block()).said() == [
        ("H1", "Il benchmark"),
        ("P", "Autovalutazione"),
        ("P", "Valori nostri."),
        ("P", "78 %"),
        ("P", "del massimo"),
        ("P", "4 / 6"),
        ("P", "requisiti minimi"),
        ("H2", "Gruppi"),
        ("P", "Prima riga"),
        ("P", "Seconda riga"),
        ("Figure", "Due cerchi"),
        ("H3", "Strategy"),
        ("P", "In English."),
        ("Lbl", "•"),
        ("LBody", "uno"),
        ("Lbl", "•"),
        ("LBody", "due"),
        ("Caption", "Gli indicatori"),
        ("TH", "Indicatore"),
        ("TH", "Livello"),
        ("TH", "Nota"),
        ("TD", "A-1"),
        ("P", "2"),
        ("P", "sotto il minimo"),
        ("Figure", "Un radar"),
        ("TH", "Indicatore"),
        ("TH", "Livello"),
        ("TD", "Gruppo"),
        ("TD", "50 %"),
        ("TH", "Giorno"),
        ("TD", "31 marzo 2016"),
        ("Figure", "Codice QR dello stesso indirizzo"),
        ("P", "Aggiornato in rete:"),
        ("Link", ADDRESS),
        ("OBJR", "Aggiornato in rete:"),
    ]


def test_nothing_is_drawn_without_a_tag_or_a_face():
    found = reading(with_every_block(mark="Bozza", note="Ελένη, Надежда"))

    assert found.untagged == 0
    assert found.embedded
    assert {name.partition("+")[2] for name in found.fonts} == {
        "TitilliumWeb-Regular",
        "TitilliumWeb-SemiBold",
        "DejaVuSansCondensed",
    }


def test_file_says_what_it_is():
    data = with_every_block(title="Sedia & legno <2016>").to_bytes()
    catalogue = PdfReader(BytesIO(data)).trailer["/Root"]
    packet = catalogue["/Metadata"].get_data().decode()

    assert (catalogue["/Lang"], catalogue["/MarkInfo"]["/Marked"]) == ("it", True)
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"] is not None
    assert catalogue["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert PdfReader(BytesIO(data)).metadata.title == "Sedia & legno <2016>"
    assert PdfReader(BytesIO(data)).metadata.creation_date == MADE_AT
    for said in (
        "<pdfaid:part>3<",
        "<pdfaid:conformance>A<",
        "<pdfuaid:part>1<",
        "Sedia &amp; legno &lt;2016&gt;",
        "<xmp:CreateDate>2026-11-22T09:30:00+00:00<",
    ):
        assert said in packet


def test_same_blocks_give_the_same_bytes():
    first, again = with_every_block().to_bytes(), with_every_block().to_bytes()
    later = with_every_block(made_at=MADE_AT + timedelta(days=1)).to_bytes()

    assert first == again
    assert first != later


def test_outline_holds_chapters_and_what_is_below_them():
    made = document()
    for number in range(3):
        made.heading(2, f"Capitolo {number}")
        made.heading(3, "Sotto")
        made.paragraph("parola " * 600)
    outline = PdfReader(BytesIO(made.to_bytes())).outline
    reader = PdfReader(BytesIO(made.to_bytes()))

    chapters = [found for found in outline if not isinstance(found, list)]
    assert [found.title for found in chapters] == ["Capitolo 0", "Capitolo 1", "Capitolo 2"]
    assert [[found.title for found in below] for below in outline if isinstance(below, list)] == [["Sotto"]] * 3
    pages = [reader.get_destination_page_number(found) for found in chapters]
    assert [f"Capitolo {number}" in reader.pages[page].extract_text() for number, page in enumerate(pages)] == [
        True
    ] * 3
    assert pages[0] < pages[2]


@pytest.mark.parametrize("level", [0, 3, 4])
def test_heading_that_skips_a_level_is_refused(level):
    with pytest.raises(ValueError, match="1 to 2 can"):
        document().heading(level, "Troppo giù")


def test_what_is_in_another_language_says_so():
    found = reading(with_every_block())

    assert found.language == "it"
    assert [(node.kind, node.text) for node in found.root.walk() if node.language == "en"] == [
        ("H3", "Strategy"),
        ("P", "In English."),
    ]


def test_link_leads_where_its_text_says():
    data = with_every_block().to_bytes()
    annotations = [found for page in PdfReader(BytesIO(data)).pages for found in page.get("/Annots", [])]

    assert [found.get_object()["/A"]["/URI"] for found in annotations] == [ADDRESS]
    left, bottom, right, top = annotations[0].get_object()["/Rect"]
    assert 0 < left < right < 596
    assert 0 < bottom < top < 842


def test_figures_lie_within_their_page():
    boxes = [node.box for node in reading(with_every_block()).all("Figure")]

    assert len(boxes) == 3
    assert all(0 < box[0] < box[2] < 596 and 0 < box[1] < box[3] < 842 for box in boxes)


def test_drawing_wider_than_the_page_is_made_smaller():
    made = document()
    made.figure(picture(2_000, 3_000), "Enorme")
    (node,) = reading(made).all("Figure")

    assert node.box[2] - node.box[0] < 500
    assert node.box[3] - node.box[1] < 720


@pytest.mark.parametrize(("paragraphs", "pages"), [(1, 1), (274, 30)])
def test_pages_are_counted_on_each(paragraphs, pages):
    made = document(language="en", note="Fatto il giorno 22.", mark="Bozza")
    for number in range(paragraphs):
        made.paragraph(f"Paragrafo {number}. " + "parola " * 70)
    found = reading(made)

    assert found.page_count == pages
    assert [f"Page {page} of {pages}Fatto" in said for page, said in enumerate(found.artifacts, 1)] == [True] * pages
    assert all("Bozza" in said and "Fatto il giorno 22" in said for said in found.artifacts)
    assert len(found.all("P")) == paragraphs


def test_heading_does_not_stand_alone_at_the_foot_of_a_page():
    for lines in range(31, 39):
        made = document()
        for _ in range(lines):
            made.paragraph("riga")
        made.heading(2, "Capitolo")
        made.paragraph("Qui si dice che cosa.")
        (heading,), said = (found := reading(made)).all("H2"), found.all("P")[-1]
        assert heading.pages == said.pages


def test_long_title_is_cut_in_the_head_and_whole_in_the_text():
    title = "Il piano di formazione del cluster " * 8
    found = reading(document(title=title.strip()))

    assert found.all("H1")[0].text == title.strip()
    assert "…" in found.artifacts[0]
    assert reading(document(title="x" * 400)).all("H1")[0].text == "x" * 400


def test_who_pays_stands_on_the_first_page_and_is_heard_last():
    made = document(funding=Funding("Finanziato dalla Regione.", (Logo(_logo(), "Regione"), Logo(_logo("P"), "UE"))))
    for _ in range(60):
        made.paragraph("parola " * 60)
    found = reading(made)

    assert found.said()[-3:] == [("Figure", "Regione"), ("Figure", "UE"), ("P", "Finanziato dalla Regione.")]
    assert found.all("P")[-1].pages == {0}
    assert found.untagged == 0
    assert found.page_count > 2
    boxes = [node.box for node in found.all("Figure")]
    assert boxes[0][2] < boxes[1][0]
    assert boxes[0][3] - boxes[0][1] == pytest.approx(34, abs=1)


def test_text_does_not_run_into_who_pays():
    def first_page(funding):
        made = document(funding=funding)
        for number in range(80):
            made.paragraph(f"riga {number}")
        return len([node for node in reading(made).all("P") if node.pages == {0}])

    without = first_page(None)
    sentence = "Finanziato dalla Regione. " * 20
    assert first_page(Funding(sentence)) < without
    assert first_page(Funding(sentence, (Logo(_logo(), "Regione"),))) < first_page(Funding(sentence))


def _logo(mode="RGBA"):
    from PIL import Image

    buffer = BytesIO()
    Image.new(mode, (300, 100)).save(buffer, "PNG")
    return buffer.getvalue()


def test_many_columns_and_few():
    made = document()
    made.table([Column(f"C{number}") for number in range(12)], [[f"v{number}" for number in range(12)]])
    made.table([Column("Sola")], [["valore"]])

    assert [node.text for node in reading(made).all("TD")] == [*(f"v{number}" for number in range(12)), "valore"]
