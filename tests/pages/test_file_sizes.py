"""Sizes of files: no English plural on an Italian page."""

import pytest
from django.utils import translation

from lms.pages.templatetags.file_sizes import file_size


@pytest.mark.parametrize(
    ("size", "italian", "english"),
    [(0, "0 B", "0 B"), (96, "96 B", "96 B"), (1023, "1023 B", "1023 B"), (1024, "1,0 KB", "1.0 KB"),
     (2 * 1024 * 1024, "2,0 MB", "2.0 MB")],
)  # fmt: skip
def test_size_is_written_as_the_reader_writes_numbers(size, italian, english):
    for language, words in (("it", italian), ("en", english)):
        with translation.override(language):
            assert file_size(size).replace("\xa0", " ") == words
