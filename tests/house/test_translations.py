"""Every string that was collected has its Italian, with the same placeholders; the compiled file is what is read."""

import re

import pytest
from babel.messages.pofile import read_po
from django.utils import formats, translation
from django.utils.translation import gettext

from lms.settings.environment import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
WORDS = ROOT / "locale/it/LC_MESSAGES/django.po"


@pytest.fixture(scope="module")
def catalogue():
    with WORDS.open("rb") as file:
        return [message for message in read_po(file, locale="it") if message.id]


def as_forms(text):
    return text if isinstance(text, tuple | list) else (text,)


def test_every_string_has_its_italian(catalogue):
    assert len(catalogue) > 1000
    assert [message.id for message in catalogue if message.fuzzy or not all(as_forms(message.string))] == []


def test_placeholders_survive_translation(catalogue):
    for message in catalogue:
        wanted = set(PLACEHOLDER.findall(as_forms(message.id)[-1]))
        for form in as_forms(message.string):
            assert set(PLACEHOLDER.findall(form)) <= wanted, message.id
        assert set(PLACEHOLDER.findall(as_forms(message.string)[-1])) == wanted, message.id


@pytest.mark.parametrize(
    ("language", "label", "day"), [("it", "Piano formativo", "1 marzo 2027"), ("en", "Training plan", "1 March 2027")]
)
def test_words_and_dates_are_of_the_language(language, label, day, today):
    with translation.override(language):
        assert gettext("Training plan") == label
        assert formats.date_format(today.replace(2027, 3, 1), "DATE_FORMAT") == day
