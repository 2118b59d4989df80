"""Breaks plain text into lines of a width, in the faces that have its characters."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth

from .fonts import cleaned, runs
from .styles import Style

BLANK = " "


@dataclass(frozen=True, slots=True)
class Line:
    """One line. A blank ends it where a word does, so that whoever copies or hears the text finds words apart."""

    words: str
    width: float


def width_of(words: str, style: Style) -> float:
    """Measure a text on one line."""
    return sum(float(stringWidth(piece, face, style.size)) for face, piece in runs(cleaned(words), style.face))


def broken(words: str, style: Style, width: float) -> list[Line]:
    """Fill each line with as many words as fit; a word wider than a line is broken where the line ends."""
    lines: list[Line] = []
    current, used, blank = "", 0.0, width_of(BLANK, style)
    for word, needed, is_whole in _words(cleaned(words), style, width):
        if current and used + needed > width:
            lines.append(Line(current, used))
            current, used = "", 0.0
        current += word + (BLANK if is_whole else "")
        used += needed + (blank if is_whole else 0.0)
    return [*lines, Line(current.rstrip(BLANK), used)] if current else lines


def _words(words: str, style: Style, width: float) -> Iterator[tuple[str, float, bool]]:
    """Give each word with its width; of a word that is too wide its pieces, of which the last alone ends it."""
    for word in filter(None, words.split(BLANK)):
        rest = word
        while (needed := width_of(rest, style)) > width and len(rest) > 1:
            head = _head(rest, style, width)
            yield head, width, False
            rest = rest[len(head) :]
        yield rest, needed, True


def _head(word: str, style: Style, width: float) -> str:
    """Return as much of a word as fits, one character at least."""
    end, used = 0, 0.0
    while end < len(word) and (used := used + width_of(word[end], style)) <= width:
        end += 1
    return word[: max(end, 1)]
