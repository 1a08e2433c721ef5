"""The exported trail: one JSON line each for what it holds, the keys, every seal, every record.

It is evidence from a database that may lie: a line that cannot be read is something to report, not an error.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from shared.seal.checkpoints import Checkpoint
from shared.seal.records import RecordUnreadable, leaf_of

VERSION = 1


class Head(msgspec.Struct, frozen=True, tag="export", tag_field="kind"):
    """The first line: what follows, so that a file that was cut is known by itself."""

    version: int
    exported_at: str
    keys: int
    seals: int
    records: int


class Key(msgspec.Struct, frozen=True, tag="key", tag_field="kind"):
    """A public key, as the database has it."""

    key_id: str
    public_key_pem: str


class Seal(msgspec.Struct, frozen=True, tag="seal", tag_field="kind"):
    """A seal with the order and the leaves of its records."""

    checkpoint: Checkpoint
    signature: str
    check_ids: Sequence[str]
    leaves: Sequence[str]


class Record(msgspec.Struct, frozen=True, tag="record", tag_field="kind"):
    """A record, all its columns."""

    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """What verifying needs of a record: its leaf (None: it is no record) and the transaction that it names."""

    leaf: bytes | None
    listed_in: str


@dataclass(slots=True)
class Trail:
    """A whole trail, read; of each record only what verifying needs, about 200 bytes."""

    heads: list[Head] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)
    records: dict[str, FoundRecord] = field(default_factory=dict)
    """By check_id."""
    repeated: list[str] = field(default_factory=list)
    """The check_ids that came again."""
    unreadable: list[int] = field(default_factory=list)
    """The numbers, from 1, of the lines that are none of these."""


_decoder = msgspec.json.Decoder(Head | Key | Seal | Record)


def read_trail(lines: Iterable[bytes]) -> Trail:
    """Return what stands in ``lines``, in whatever order."""
    trail = Trail()
    for number, text in enumerate(lines, 1):
        try:
            line = _decoder.decode(text)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            trail.unreadable.append(number)
            continue
        if isinstance(line, Record):
            _take(line.record, trail)
        elif isinstance(line, Seal):
            trail.seals.append(line)
        elif isinstance(line, Key):
            trail.keys.append(line)
        else:
            trail.heads.append(line)
    return trail


def write_line(line: Head | Key | Seal) -> bytes:
    """Return a line with its end."""
    return msgspec.json.encode(line) + b"\n"


def write_record(canonical: str) -> bytes:
    """Return the line of a record whose canonical text PostgreSQL wrote."""
    return msgspec.json.encode({"kind": "record", "record": msgspec.Raw(canonical.encode())}) + b"\n"


def _take(record: dict[str, Any], trail: Trail) -> None:
    check_id = str(record.get("check_id"))
    if check_id in trail.records:
        trail.repeated.append(check_id)
        return
    try:
        leaf = leaf_of(record)
    except RecordUnreadable:
        leaf = None
    trail.records[check_id] = FoundRecord(leaf, str(record.get("listed_in")))
