"""A file is sent under a name that every system takes, and what a page says becomes plain text."""

import pytest
from django.test import RequestFactory

from lms.pdf.responses import pdf_response
from lms.pdf.words import said


@pytest.mark.parametrize(
    ("name", "plain", "full"),
    [
        ("Piano", "piano", "Piano"),
        ("Perché no? 50 %", "perche-no-50", "Perch%C3%A9%20no-%2050%20%25"),
        ("Ελένη", "document", "%CE%95%CE%BB%CE%AD%CE%BD%CE%B7"),
        ('a/b\\c"d\r\nX-Evil: 1', "abcd-x-evil-1", "a-b-c-d%20%20X-Evil-%201"),
        ("../..", "document", "-"),
        ("\x00", "document", "document"),
    ],
)
def test_name_of_a_file(name, plain, full):
    answer = pdf_response(b"%PDF", name)

    assert answer["Content-Disposition"] == f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{full}.pdf"


def test_words_of_an_include_are_plain():
    row = {"minimum_gap_bp": 2_500}

    words = said("courses/_plan_minimum.html", row={"available": 0, "entry": row})

    assert "25\u00a0%" in words
    assert "<" not in words
    assert "  " not in words
    assert said("components/alert.html", kind="info", text="a <b> & c").endswith("a <b> & c")


@pytest.mark.django_db
def test_words_of_the_demonstration_only_in_a_demonstration():
    assert said("components/demonstration_words.html", RequestFactory().get("/")) == ""
    assert said("components/demonstration_words.html", is_demonstration=True) != ""
