"""Files that people hand in as evidence: checked on their way in, sent on their way out so that nothing runs.

Whoever calls `private_file_response()` has asked before whether the reader may have the file.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import FileResponse, Http404
from django.utils.formats import localize
from django.utils.translation import gettext as _

from .upload_kinds import BY_EXTENSION, Flaw, kind_of

MEGABYTE = 1024**2
MAX_BYTES = 10 * MEGABYTE
LONGEST_NAME = 200
EVIDENCE = tuple(BY_EXTENSION)
# For the attribute `accept` of a file field: the browser then offers only these.
ACCEPT = ",".join(f".{extension}" for extension in EVIDENCE)


@dataclass(frozen=True)
class CheckedUpload:
    """A file that may be kept: its name made safe, its size in bytes, its SHA-256, and what was uploaded."""

    file: Any
    name: str
    size: int
    sha256: str


def checked_upload(file: Any, *, allowed: Iterable[str] = EVIDENCE, max_bytes: int = MAX_BYTES) -> CheckedUpload:
    """Return what is to be kept of an uploaded file; raise ValidationError with a sentence for one that may not be.

    `allowed`: extensions without the dot. Content decides, and must be what the extension says.
    """
    name = safe_name(file.name or "")
    if file.size > max_bytes:
        raise ValidationError(_too_large(name, max_bytes), code="too_large")
    if not file.size:
        raise ValidationError(_("%(name)s is empty: choose the file again.") % {"name": name}, code="empty")
    file.seek(0)
    content = file.read(max_bytes + 1)
    file.seek(0)
    _check_kind(name, content, tuple(allowed))
    return CheckedUpload(file=file, name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def private_file_response(field_file: Any, filename: str) -> FileResponse:
    """Send a file to be saved, never to be shown by the browser. Raises Http404 when the storage has lost it."""
    try:
        opened = field_file.open("rb")
    except (OSError, ValueError, SuspiciousOperation) as missing:
        raise Http404 from missing
    response = FileResponse(opened, as_attachment=True, filename=safe_name(filename))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def safe_name(name: str) -> str:
    """Return a file's name without folders, control characters and those that turn the reading direction."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    spaced = "".join(" " if unicodedata.category(character)[0] == "Z" else character for character in last)
    kept = "".join(character for character in spaced if unicodedata.category(character)[0] != "C")
    clean = " ".join(kept.split()).strip(". ")
    if not clean:
        return "file"
    stem, dot, extension = clean.rpartition(".")
    if len(clean) <= LONGEST_NAME:
        return clean
    return f"{stem[: LONGEST_NAME - 12]}{dot}{extension[:11]}" if dot else clean[:LONGEST_NAME]


def _check_kind(name: str, content: bytes, allowed: tuple[str, ...]) -> None:
    extension = PurePosixPath(name).suffix.lstrip(".").lower()
    if extension not in allowed:
        raise ValidationError(_wrong_type(name, allowed), code="wrong_type")
    kind = kind_of(content)
    if isinstance(kind, Flaw):
        raise ValidationError(_flawed(name, kind), code=kind)
    if kind != BY_EXTENSION[extension]:
        sentence = _(
            "%(name)s is not what its name says (%(extension)s), is damaged or protected by a password: "
            "save it again and upload the new file."
        )
        raise ValidationError(sentence % {"name": name, "extension": extension.upper()}, code="other_content")


def _too_large(name: str, max_bytes: int) -> str:
    limit = localize(round(max_bytes / MEGABYTE, 1)).removesuffix(".0").removesuffix(",0")
    return _("%(name)s is larger than %(limit)s MB: make it smaller or split it.") % {"name": name, "limit": limit}


def _wrong_type(name: str, allowed: tuple[str, ...]) -> str:
    sentence = _("%(name)s has a type that is not accepted. Accepted are: %(types)s.")
    return sentence % {"name": name, "types": ", ".join(extension.upper() for extension in allowed)}


def _flawed(name: str, flaw: Flaw) -> str:
    sentences = {
        Flaw.DAMAGED: _("%(name)s cannot be read, it may be damaged: save it again and upload the new file."),
        Flaw.MACROS: _("%(name)s contains macros: save it without macros and upload the new file."),
        Flaw.ALSO_ARCHIVE: _("%(name)s also hides an archive: save it again with the program that made it."),
    }
    return sentences[flaw] % {"name": name}
