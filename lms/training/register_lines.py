"""Lines of the register as plain values, for its chain: times in UTC to the second, people by their random keys."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from .chain import hash_of
from .models import AttendanceEntry, Offering

BATCH = 500


def plain(entry: AttendanceEntry) -> dict[str, Any]:
    """Return what the hash of a line covers; the session is known by its identifier for life, the author by number."""
    return {
        "offering": str(entry.offering.key),
        "number": entry.number,
        "enrolment": str(entry.enrolment.key),
        "session": str(entry.session.uid),
        "came_at": _moment(entry.came_at),
        "left_at": _moment(entry.left_at),
        "minutes": entry.minutes,
        "evidence": entry.evidence,
        "note": entry.note,
        "corrects": entry.corrects.number if entry.corrects else None,
        "reason": entry.reason,
        "author": entry.author_id,
        "written_at": _moment(entry.written_at),
    }


def chained_lines(offering: Offering) -> Iterator[dict[str, Any]]:
    """Give every line of a register in its order with its two hashes, read in batches."""
    for entry in AttendanceEntry.objects.filter(offering=offering.pk).for_chain().iterator(chunk_size=BATCH):
        yield plain(entry) | {"previous_hash": entry.previous_hash, "hash": entry.hash}


def append(offering: Offering, entries: Iterable[AttendanceEntry]) -> list[AttendanceEntry]:
    """Chain new lines to the register and write them; the caller holds the offering's row, which keeps the head."""
    written = []
    for entry in entries:
        offering.register_count += 1
        entry.offering, entry.number, entry.previous_hash = offering, offering.register_count, offering.register_head
        entry.hash = offering.register_head = hash_of(plain(entry), entry.previous_hash)
        written.append(entry)
    if written:
        AttendanceEntry.objects.bulk_create(written)
        offering.save(update_fields=["register_count", "register_head"])
    return written


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None
