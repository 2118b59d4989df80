"""The document of a certificate, read back: every letter, both languages, tags, and the same bytes twice."""

from datetime import UTC, datetime
from io import BytesIO

import pypdf
import pytest
from PIL import Image

from lms.certificates.certificate_pdf import certificate_pdf
from lms.certificates.printed import Printed, PrintedLogo
from tests.pdf.reading import Reading, bare

ADDRESS = "https://clus3.example/verify/CLUS3-2027-00017/K7QM2XRD9TFAH/"


def both(words):
    return {"it": words, "en": f"{words} (English)"}


def logo():
    kept = BytesIO()
    Image.new("RGBA", (60, 30), (0, 60, 160, 128)).save(kept, "PNG")
    return PrintedLogo(kept.getvalue(), "Unione europea", "European Union")


def printed(name="Ada Rossi", language="it", parts=2):
    facts = {
        "name": name,
        "issuer": "CLUS3 Academy",
        "is_demonstration": False,
        "offering": {"code": "ed-1", "kind": "edition", "title": both("Strategia"), "place": "Udine"},
        "parts": [
            {"code": f"M-{n}", "title": both(f"Modulo {n}"), "attended": 150, "planned": 240} for n in range(parts)
        ],
        "attended": 150 * parts,
        "planned": 240 * parts,
        "starts_on": "2027-01-12",
        "ends_on": "2027-02-26",
        "issued_on": "2027-03-01",
        "funding": {"sentence": both("Finanziato dall'Unione europea."), "project_code": "D29J"},
    }
    issued_at = datetime(2027, 3, 1, 9, tzinfo=UTC)
    return Printed(facts, "CLUS3-2027-00017", "K7QM-2XRD-9TFAH", language, ADDRESS, issued_at, (logo(),))


@pytest.mark.parametrize(
    "name", ["Jožefa Šćurek-Đžužek", "Ελένη Παπαδοπούλου", "Жанна Дементьева", "D’Àgostino Niccolò"]
)
def test_every_name_is_drawn_in_letters_that_are_embedded(name):
    data = certificate_pdf(printed(name))
    assert name in " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)
    read = Reading(data)
    assert (read.embedded, read.untagged, read.page_count) == (True, 0, 1)
    assert name in pypdf.PdfReader(BytesIO(data)).metadata.title


def test_it_says_all_that_is_asked_for_in_reading_order():
    read = Reading(certificate_pdf(printed(language="en")))
    said = bare(read.root.whole_text)
    wanted = [
        "Ada Rossi",
        "Strategia (English)",
        "ed-1",
        "12 January 2027",
        "26 February 2027",
        "5 hours attended of 8",
    ]
    wanted += ["M-1 Modulo 1 (English)", "CLUS3-2027-00017", "K7QM-2XRD-9TFAH", ADDRESS]
    wanted += ["Finanziato dall'Unione europea. (English)", "D29J"]
    places = [said.find(bare(words)) for words in wanted]
    assert -1 not in places
    assert places == sorted(places)
    assert [node.alt for node in read.all("Figure")][1:] == ["European Union"]
    assert (read.language, len(read.all("H1")), len(read.all("TR"))) == ("en", 1, 4)


def test_both_languages_are_a_page_each():
    read = Reading(certificate_pdf(printed(language="both")))
    first, second = read.all("Sect")
    assert (read.page_count, read.language, first.language, second.language) == (2, "it", None, "en")
    assert ("(English)" in first.whole_text, "(English)" in second.whole_text) == (False, True)


def test_modules_that_do_not_fit_go_on_and_the_proof_stands_last():
    read = Reading(certificate_pdf(printed(parts=40)))
    assert (read.page_count, read.untagged, len(read.all("TR"))) == (3, 0, 42)
    assert read.all("Link")[0].pages == {2}


def test_long_words_stay_on_the_page():
    assert Reading(certificate_pdf(printed("Maria " * 30))).page_count == 1


def test_same_values_give_the_same_bytes():
    assert certificate_pdf(printed()) == certificate_pdf(printed())
