"""The exported trail: one JSON line each for what it holds, the keys, every seal, every record and act.

It is evidence from a database that may lie: a line that cannot be read is something to report, not an error.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from shared.seal.checkpoints import Checkpoint
from shared.seal.records import RecordUnreadable, canonical, id_of, is_act, leaf_of
from shared.seal.retention import RetentionMark
from simulator.audit.json_once import names_a_member_twice

VERSION = 3
"""Of the file; 1 had no marks, 2 no acts."""


class Head(msgspec.Struct, frozen=True, tag="export", tag_field="kind"):
    """The first line: what follows, so that a file that was cut is known by itself."""

    version: int
    exported_at: str
    keys: int
    seals: int
    records: int
    marks: int = 0
    acts: int = 0
    strays: int = 0


class Key(msgspec.Struct, frozen=True, tag="key", tag_field="kind"):
    """A public key, as the database has it."""

    key_id: str
    public_key_pem: str


class Seal(msgspec.Struct, frozen=True, tag="seal", tag_field="kind"):
    """A seal with the order and the leaves of its records; both are empty where a rule ended these."""

    checkpoint: Checkpoint
    signature: str
    check_ids: Sequence[str]
    leaves: Sequence[str]

    @property
    def is_emptied(self) -> bool:
        """Whether nothing is left but the checkpoint."""
        return not self.check_ids and not self.leaves


class Mark(msgspec.Struct, frozen=True, tag="mark", tag_field="kind"):
    """What a rule ended."""

    mark: RetentionMark
    signature: str


class Record(msgspec.Struct, frozen=True, tag="record", tag_field="kind"):
    """A record of a check, all its columns."""

    record: dict[str, Any]


class Act(msgspec.Struct, frozen=True, tag="act", tag_field="kind"):
    """An act of the consent service, all its columns."""

    act: dict[str, Any]


class Stray(msgspec.Struct, frozen=True, tag="stray", tag_field="kind"):
    """A consent or an opening that checks obey, and its act, where the two do not say the same."""

    id: str
    """Of the act, or of what no act made."""
    how: Literal["unlisted", "gone", "different"]


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """What verifying needs of a record or an act: its leaf (None: it is neither), and the place that it names."""

    leaf: bytes | None
    listed_in: str
    is_act: bool


@dataclass(slots=True)
class Trail:
    """A whole trail, read; of each record only what verifying needs, about 200 bytes."""

    heads: list[Head] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    records: dict[str, FoundRecord] = field(default_factory=dict)
    """Records and acts by their ids."""
    strays: list[Stray] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    """The ids that came again."""
    unreadable: list[int] = field(default_factory=list)
    """The numbers, from 1, of the lines that are none of these."""
    ambiguous: list[int] = field(default_factory=list)
    """The numbers of the lines that name a member twice."""


_decoder = msgspec.json.Decoder(Head | Key | Seal | Mark | Record | Act | Stray)


def read_trail(lines: Iterable[bytes]) -> Trail:
    """Return what ``lines`` hold, in whatever order."""
    trail = Trail()
    for number, text in enumerate(lines, 1):
        try:
            line = _decoder.decode(text)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            trail.unreadable.append(number)
            continue
        # As the export writes it, a line names nothing twice; any other is looked through.
        if not _is_as_written(line, text) and names_a_member_twice(text):
            trail.ambiguous.append(number)
        if isinstance(line, Record | Act):
            _take(line, trail)
        elif isinstance(line, Seal):
            trail.seals.append(line)
        elif isinstance(line, Mark):
            trail.marks.append(line)
        elif isinstance(line, Stray):
            trail.strays.append(line)
        elif isinstance(line, Key):
            trail.keys.append(line)
        else:
            trail.heads.append(line)
    return trail


def write_line(line: Head | Key | Seal | Mark | Stray) -> bytes:
    """Return a line with its end."""
    return msgspec.json.encode(line) + b"\n"


def write_record(canonical: str) -> bytes:
    """Return the line of a record whose canonical text PostgreSQL wrote."""
    return msgspec.json.encode({"kind": "record", "record": msgspec.Raw(canonical.encode())}) + b"\n"


def write_act(canonical: str) -> bytes:
    """Return the line of an act whose canonical text PostgreSQL wrote."""
    return msgspec.json.encode({"kind": "act", "act": msgspec.Raw(canonical.encode())}) + b"\n"


def _members_of(line: Record | Act) -> dict[str, Any]:
    return line.act if isinstance(line, Act) else line.record


def _is_as_written(line: Head | Key | Seal | Mark | Record | Act | Stray, text: bytes) -> bool:
    if not isinstance(line, Record | Act):
        return write_line(line) == text
    write = write_act if isinstance(line, Act) else write_record
    try:
        return write(canonical(_members_of(line)).decode()) == text
    except RecordUnreadable:
        return False


def _take(line: Record | Act, trail: Trail) -> None:
    members, as_act = _members_of(line), isinstance(line, Act)
    name = id_of(members)
    if name in trail.records:
        trail.repeated.append(name)
        return
    try:
        leaf = leaf_of(members) if is_act(members) is as_act else None
    except RecordUnreadable:
        leaf = None
    trail.records[name] = FoundRecord(leaf, str(members.get("listed_in")), as_act)
