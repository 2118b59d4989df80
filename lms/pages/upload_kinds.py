"""What a file is by its content, whatever its name says. No words: what is wrong comes back as a code."""

import zipfile
from enum import StrEnum
from io import BytesIO

import filetype  # type: ignore[import-untyped]  # the package carries none
from PIL import Image

PDF, TEXT = "pdf", "text"
BY_EXTENSION = {
    "pdf": PDF,
    "jpg": "jpg",
    "jpeg": "jpg",
    "png": "png",
    "webp": "webp",
    "docx": "docx",
    "xlsx": "xlsx",
    "pptx": "pptx",
    "odt": "odt",
    "ods": "ods",
    "odp": "odp",
    "txt": TEXT,
    "csv": TEXT,
}
PICTURES = frozenset({"jpg", "png", "webp"})
OFFICE_FOLDERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
LONGEST_SIDE = 20_000  # pixels; beyond it a small file is a trap for whoever opens it
ENCODINGS = ("utf-8-sig", "cp1252")


class Flaw(StrEnum):
    """Why content is refused although its kind could be told."""

    DAMAGED = "damaged"
    MACROS = "macros"
    ALSO_ARCHIVE = "also_archive"


def kind_of(content: bytes) -> "str | Flaw | None":
    """Return the kind of a file, a value of `BY_EXTENSION`; none for every other, a flaw for one that is refused."""
    if zipfile.is_zipfile(BytesIO(content)):
        return _kind_of_archive(content)
    found = filetype.guess_extension(content[:8192])
    if found in PICTURES:
        return _checked_picture(content, found)
    if found is not None:
        return PDF if found == PDF else None
    return TEXT if _is_text(content) else None


def _kind_of_archive(content: bytes) -> "str | Flaw | None":
    """Read the directory of an archive, and of what it holds one short entry only: nothing is unpacked."""
    if not content.startswith(b"PK"):
        return Flaw.ALSO_ARCHIVE
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            mimetype = _mimetype(archive) if "mimetype" in names else b""
    except Exception:  # a broken archive may raise anything in the libraries that read it
        return Flaw.DAMAGED
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        return Flaw.MACROS
    if "[Content_Types].xml" in names:
        folders = (kind for folder, kind in OFFICE_FOLDERS.items() if any(name.startswith(folder) for name in names))
        return next(folders, None)
    return OPEN_DOCUMENTS.get(mimetype)


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    with archive.open("mimetype") as entry:
        return entry.read(100).strip()


def _checked_picture(content: bytes, kind: str) -> "str | Flaw":
    try:
        with Image.open(BytesIO(content), formats=["JPEG" if kind == "jpg" else kind]) as image:
            absurd = max(image.size) > LONGEST_SIDE
            image.verify()
    except Exception:  # as above
        return Flaw.DAMAGED
    return Flaw.DAMAGED if absurd else kind


def _is_text(content: bytes) -> bool:
    """Say whether it reads as text: without control characters but line ends, tabs and page breaks."""
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(character < " " and character not in "\t\r\n\f" for character in text)
    return False
