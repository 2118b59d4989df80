"""What an uploaded workbook may cost, checked on its container before any spreadsheet library touches it.

The zip directory is only believed where it refuses: what passes is unpacked piece by piece and counted,
since a header may lie. The figures leave room for
thousands of clusters (31 indicators for 3000 clusters are 3 MB of XML) and keep the worst file that passes within half
a minute and 250 MB; the file of a region takes 10 ms.
"""

import re
import zlib
from io import BytesIO
from time import monotonic
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .faults import Fault, RefusedFileError

MAX_UNPACKED_BYTES = 40 * 1024 * 1024
MAX_XML_BYTES = 6 * 1024 * 1024
MAX_PATTERN_BYTES = 1024 * 1024
MAX_RATIO = 200
RATIO_MATTERS_FROM = 64 * 1024
MAX_ENTRIES = 500
MAX_MARKS = 400_000  # "<": elements, four to a filled cell
MAX_BLANKS = 800_000  # attributes, and ranges within one attribute
MAX_SECONDS = 30.0

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old .xls files and of encrypted workbooks
_ENTRY = b"PK\x01\x02"
_CONTENT_TYPES = "[Content_Types].xml"
_WORKBOOK_TYPE = b"spreadsheetml.sheet.main+xml"
_PATTERNS = re.compile(rb"formatCode|definedName")
_LONG_RUN = re.compile(rb"[^<]{2000}")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")


class TimedBytes(BytesIO):
    """Bytes that stop being readable after a while, so that reading the same part again and again ends."""

    def __init__(self, content: bytes, seconds: float = MAX_SECONDS) -> None:
        super().__init__(content)
        self._until = monotonic() + seconds

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on, or raise RefusedFileError when the time is up."""
        if monotonic() > self._until:
            raise RefusedFileError(Fault.TOO_COMPLEX)
        return super().read(size)


def check_container(content: bytes) -> None:
    """Raise RefusedFileError unless this is an unencrypted .xlsx of bearable size without macros or entities."""
    if content.startswith(COMPOUND):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise RefusedFileError(Fault.ENCRYPTED_WORKBOOK if encrypted else Fault.OLD_WORKBOOK)
    if not content.startswith(ZIP):
        raise RefusedFileError(Fault.NOT_A_WORKBOOK)
    if content.count(_ENTRY) > MAX_ENTRIES:  # before the directory is parsed, which itself costs memory per entry
        raise RefusedFileError(Fault.ZIP_BOMB)
    try:
        with ZipFile(TimedBytes(content)) as archive:
            _check_directory(archive.infolist())
            _check_parts(archive)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise RefusedFileError(Fault.DAMAGED_WORKBOOK) from error


def _check_directory(entries: list[ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise RefusedFileError(Fault.DAMAGED_WORKBOOK)
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedFileError(Fault.ENCRYPTED_WORKBOOK)
    if _CONTENT_TYPES not in names or any(e.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for e in entries):
        raise RefusedFileError(Fault.NOT_A_WORKBOOK)
    if any("vbaproject" in name.lower() or "macrosheets/" in name.lower() for name in names):
        raise RefusedFileError(Fault.MACRO_WORKBOOK)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES or any(map(_is_bomb, entries)):
        raise RefusedFileError(Fault.ZIP_BOMB)


def _is_bomb(entry: ZipInfo) -> bool:
    return entry.file_size > max(RATIO_MATTERS_FROM, entry.compress_size * MAX_RATIO)


def _check_parts(archive: ZipFile) -> None:
    unpacked = xml_bytes = marks = blanks = 0
    for entry in archive.infolist():
        with archive.open(entry) as part:
            content = part.read(MAX_UNPACKED_BYTES - unpacked + 1)
        unpacked += len(content)
        if unpacked > MAX_UNPACKED_BYTES:
            raise RefusedFileError(Fault.ZIP_BOMB)
        if _is_xml(content):
            _check_xml(entry.filename, content)
            xml_bytes += len(content)
            marks += content.count(b"<")
            blanks += sum(content.count(blank) for blank in (b" ", b"\n", b"\t"))
        if xml_bytes > MAX_XML_BYTES or marks > MAX_MARKS or blanks > MAX_BLANKS:
            raise RefusedFileError(Fault.TOO_COMPLEX)


def _is_xml(content: bytes) -> bool:
    return content[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] == b"<"


def _check_xml(name: str, content: bytes) -> None:
    """Accept UTF-8 without a DTD, as all spreadsheet programs write it; other encodings would hide marks."""
    declared = _DECLARED.match(content[:200].removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in content or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise RefusedFileError(Fault.FORBIDDEN_XML)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RefusedFileError(Fault.FORBIDDEN_XML)
    # The library matches number formats and defined names in time that grows by the square of their length.
    if _PATTERNS.search(content) and (len(content) > MAX_PATTERN_BYTES or _LONG_RUN.search(content)):
        raise RefusedFileError(Fault.TOO_COMPLEX)
    if name == _CONTENT_TYPES:
        _check_type(content)


def _check_type(content: bytes) -> None:
    if b"macroenabled" in content.lower():
        raise RefusedFileError(Fault.MACRO_WORKBOOK)
    if _WORKBOOK_TYPE not in content:
        raise RefusedFileError(Fault.NOT_A_WORKBOOK)
