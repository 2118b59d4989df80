"""The typefaces: Titillium Web, and DejaVu for what it lacks (Greek, Cyrillic, arrows, signs)."""

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Titillium", "Titillium-Bold"
SPARE = {REGULAR: "DejaVu", BOLD: "DejaVu-Bold"}

TITILLIUM = "static/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-{}.ttf"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
# Written like their plain neighbours; Titillium has no glyph for them, and a letter from another face would show.
PLAIN = {"\u2009": " ", "\u202f": "\u00a0", "\u2010": "-", "\u2011": "-", "\t": " ", "\n": " ", "\r": " "}
ALIKE = str.maketrans(PLAIN)
# Controls, formats (soft hyphens, marks of direction) and halves of pairs have no shape.
SHAPELESS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@cache
def faces() -> dict[str, TTFont]:
    """Read the faces, once for each process, and make them known to reportlab."""
    theme, own = Path(str(files("bootstrap_italia_template"))), Path(__file__).parent / "faces"
    made = [
        TTFont(REGULAR, theme / TITILLIUM.format("regular")),
        TTFont(BOLD, theme / TITILLIUM.format("600")),
        TTFont(SPARE[REGULAR], own / "DejaVuSansCondensed.ttf"),
        TTFont(SPARE[BOLD], own / "DejaVuSansCondensed-Bold.ttf"),
    ]
    for face in made:
        registerFont(face)
    return {face.fontName: face for face in made}


def cleaned(text: str) -> str:
    """Return what can be drawn of a text: composed letters, no control characters, blanks as they are.

    A character that neither face has (Chinese, say) is drawn as the sign that stands for unknown characters, since a
    PDF for archives may not show an empty box.
    """
    text = str(text)  # a translation may still be lazy
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.translate(ALIKE))
    return composed if set(composed) <= _known() else "".join(map(_drawable, composed))


def runs(text: str, face: str = REGULAR) -> list[tuple[str, str]]:
    """Break a cleaned text into runs of one face each: (name of the face, text)."""
    own = characters_of(face)
    if set(text) <= own:
        return [(face, text)] if text else []
    spare = SPARE[face]
    return [(name, "".join(run)) for name, run in groupby(text, key=lambda sign: face if sign in own else spare)]


@cache
def characters_of(face: str) -> frozenset[str]:
    """Return the characters that a face can draw."""
    return frozenset(map(chr, faces()[face].face.charToGlyph))


def _drawable(character: str) -> str:
    if character in _known():
        return character
    return "" if unicodedata.category(character) in SHAPELESS else UNKNOWN


@cache
def _known() -> frozenset[str]:
    every = frozenset().union(*(characters_of(face) for face in faces()))
    return frozenset(character for character in every if unicodedata.category(character) not in SHAPELESS)
