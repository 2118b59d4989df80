"""The hash chain of a register: each line covers the one before, so that none can be changed or left out unseen.

A rule on values. A chain alone does not show a cut tail or a full rewrite: its head leaves the system by mail at each
sign-off, and can be compared.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FIELDS = (
    "offering",
    "number",
    "enrolment",
    "session",
    "came_at",
    "left_at",
    "minutes",
    "evidence",
    "note",
    "corrects",
    "reason",
    "author",
    "written_at",
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a chain, as a code, at which line.

    "gap" (a line is missing), "broken" (it does not follow the one before), "changed" (its hash covers something else),
    "length", "head" (the offering remembers others), "signed" (another line stands where a known head was).
    """

    code: str
    number: int


def hash_of(line: Mapping[str, Any], previous: str) -> str:
    """Return the SHA-256, in hex, of a line in plain values (text, whole numbers, none) and the hash before it."""
    said = json.dumps({name: line[name] for name in FIELDS}, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{said}".encode()).hexdigest()


def faults_of(
    lines: Iterable[Mapping[str, Any]], *, count: int, head: str, known: Mapping[int, str] | None = None
) -> list[Fault]:
    """Return what is wrong with a register: lines in order (each with `hash` and `previous_hash`), count and head.

    `known`: heads that were written down elsewhere, by the number of lines at that moment; the register may have grown
    since. What was rewritten from its first line to its last shows against these alone.
    """
    faults: list[Fault] = []
    open_heads = {number: kept for number, kept in (known or {}).items() if number}
    previous, number = "", 0
    for number, line in enumerate(lines, start=1):
        if line["number"] != number:
            return [*faults, Fault("gap", number)]
        faults += _faults_in(line, previous, open_heads.pop(number, line["hash"]))
        previous = line["hash"]
    faults += [Fault("signed", missing) for missing in sorted(open_heads)]
    if number != count:
        faults.append(Fault("length", number))
    elif previous != head:
        faults.append(Fault("head", number))
    return faults


def _faults_in(line: Mapping[str, Any], previous: str, known: str) -> Iterable[Fault]:
    if line["previous_hash"] != previous:
        yield Fault("broken", line["number"])
    if line["hash"] != hash_of(line, line["previous_hash"]):
        yield Fault("changed", line["number"])
    if line["hash"] != known:
        yield Fault("signed", line["number"])
