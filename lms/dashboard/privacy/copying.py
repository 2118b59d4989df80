"""The copy of all data kept about a person: one ZIP of readable data and files, streamed as it is made."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation

from lms.people.models import User
from lms.people.personal_data import KeptFile, Source

from .kept import Kept, holdings_of

CHUNK = 64 * 1024
LONGEST_NAME = 100
UNSAFE = re.compile(r"[^\w.-]+|\.{2,}")


class _Outlet(io.RawIOBase):
    """What the archive is written to; what was written is taken away at once, so that nothing piles up."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, data: Any) -> int:
        """Take it in."""
        self._written += data
        return len(data)

    @property
    def is_full(self) -> bool:
        """Say whether there is enough to be sent."""
        return len(self._written) >= CHUNK

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data = bytes(self._written)
        self._written.clear()
        return data


def copy_of(person: User, now: datetime) -> Iterator[bytes]:
    """Return the archive in pieces, so that much takes no more memory than little; the words are those of today."""
    with translation.override(person.language):
        kinds = holdings_of(person, timezone.localdate(now)).kinds
        files = [(name, file) for kind in kinds for name, file in _named(kind.source, person)]
        readme = render_to_string("dashboard/privacy/copy_readme.txt", {"person": person, "now": now, "files": files})
        heads = [_json(_head(kind)) for kind in kinds]
    sources = [kind.source for kind in kinds]
    return _archive(readme.strip() + "\n", _data(person, now, sources, heads), files, now)


def copy_name(now: datetime) -> str:
    """Name the archive by its day."""
    return f"clus3-my-data-{timezone.localdate(now).isoformat()}.zip"


def _head(kind: Kept) -> dict[str, Any]:
    source = kind.source
    return {
        "key": source.key,
        "title": source.title,
        "purpose": source.purpose,
        "legal_basis": source.basis,
        "kept": kind.until,
        "name_kept_until": kind.named_until,
    }


def _data(person: User, now: datetime, sources: list[Source], heads: list[str]) -> Iterator[str]:
    """Yield the data as one JSON object, a line for each record, in an order that never changes."""
    about = {"system": "CLUS3 Academy", "person": person.email, "made_at": now}
    yield f'{_json(about)[:-1]}, "data": ['
    for number, (source, head) in enumerate(zip(sources, heads, strict=True)):
        yield f'{"," if number else ""}\n{head[:-1]}, "records": ['
        for place, record in enumerate(_records(source, person)):
            yield f"{',' if place else ''}\n  {_json(record)}"
        yield "]}"
    yield "]}\n"


def _records(source: Source, person: User) -> Iterator[dict[str, Any]]:
    for rows in source.rows:
        for record in rows.records(person):
            yield {"table": rows.model._meta.label_lower} | record


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _named(source: Source, person: User) -> Iterator[tuple[str, KeptFile]]:
    """Yield each file of a source with its place in the archive: a name that any system takes, never the same twice."""
    for number, file in enumerate(source.files(person), start=1):
        clean = UNSAFE.sub("_", file.name)[-LONGEST_NAME:].strip("._") or "file"
        yield f"files/{source.key}-{number:03}-{clean}", file


def _archive(readme: str, data: Iterator[str], files: list[tuple[str, KeptFile]], now: datetime) -> Iterator[bytes]:
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w") as archive:
        archive.writestr(_entry("README.txt", zipfile.ZIP_DEFLATED, now), readme.encode())
        yield outlet.taken()
        with archive.open(_entry("data.json", zipfile.ZIP_DEFLATED, now), "w", force_zip64=True) as entry:
            for text in data:
                entry.write(text.encode())
                if outlet.is_full:
                    yield outlet.taken()
        for name, file in files:
            yield from _file(archive, outlet, name, file, now)
    yield outlet.taken()


def _file(archive: zipfile.ZipFile, outlet: _Outlet, name: str, file: KeptFile, now: datetime) -> Iterator[bytes]:
    """Yield one file; one that the storage has lost leaves an empty entry that says so."""
    try:
        source = file.open()
    except (OSError, ValueError):
        archive.writestr(_entry(f"{name}.missing", zipfile.ZIP_STORED, now), b"")
        return
    with source, archive.open(_entry(name, zipfile.ZIP_STORED, now), "w", force_zip64=True) as entry:
        while piece := source.read(CHUNK):
            entry.write(piece)
            yield outlet.taken()


def _entry(name: str, compression: int, now: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=timezone.localtime(now).timetuple()[:6])
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry
