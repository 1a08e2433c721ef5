"""Trails of the sealed record, made as lines for the verifier, and what it found in them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from shared.seal.acts import ACT_FIELDS
from shared.seal.checkpoints import GENESIS, Checkpoint, CheckpointKey, public_pem
from shared.seal.merkle import root_of
from shared.seal.records import FIELDS, FORM, id_of, is_act, leaf_of
from simulator.audit.findings import Verdict
from simulator.audit.trail import Head, Key, Seal, read_trail, write_line
from simulator.audit.verification import verify_trail
from tests.checkpoint_key import KEY

KEYS = {KEY.key_id: KEY.public_key}
Json = dict[str, Any]


def record(number: int) -> Json:
    empty = dict.fromkeys(FIELDS)
    check_id = str(UUID(int=number))
    return {**empty, "check_id": check_id, "code": "valid", "kinds": ["coverage"], "listed_in": str(700 + number)}


def act(number: int) -> Json:
    empty = dict.fromkeys(ACT_FIELDS)
    act_id = str(UUID(int=number))
    return {**empty, "act_id": act_id, "act": "consent_given", "kind": "medication", "listed_in": str(700 + number)}


def sealed(
    sizes: list[int], unsealed: int = 0, key: CheckpointKey = KEY, form: int = FORM, acts: Sequence[int] = ()
) -> list[Json]:
    """A trail as its lines: one seal for each size, then ``unsealed`` behind them; what ``acts`` number are acts."""
    numbers = range(1, sum(sizes) + unsealed + 1)
    records = [act(number) if number in acts else record(number) for number in numbers]
    seals: list[Seal] = []
    start = 0
    for size in sizes:
        batch = records[start : start + size]
        start += size
        leaves = [leaf_of(each) for each in batch]
        point = Checkpoint(
            sequence=len(seals) + 1,
            form=form,
            record_count=size,
            total_count=start,
            merkle_root=root_of(leaves).hex(),
            previous_hash=seals[-1].checkpoint.hash() if seals else GENESIS,
            through_listed_in=batch[-1]["listed_in"],
            through_check_id=id_of(batch[-1]),
            sealed_at="2026-11-20T00:15:01.000000Z",
            key_id=key.key_id,
        )
        ids = [id_of(each) for each in batch]
        seals.append(Seal(point, key.sign(point).hex(), ids, [leaf.hex() for leaf in leaves]))
    head = Head(1, "2026-11-20T00:15:02.000000Z", 1, len(seals), len(records))
    first: list[Head | Key | Seal] = [head, Key(key.key_id, public_pem(key.public_key)), *seals]
    lines = [write_line(line) for line in first]
    return [msgspec.json.decode(line) for line in lines] + [
        {"kind": "act", "act": each} if is_act(each) else {"kind": "record", "record": each} for each in records
    ]


def verdict_on(lines: list[Json], keys: Any = KEYS, kept: Checkpoint | None = None) -> Verdict:
    counted = [{**lines[0], "seals": 0, "records": 0}, *lines[1:]]
    counted[0]["seals"] = sum(line["kind"] == "seal" for line in lines)
    counted[0]["records"] = sum(line["kind"] in {"record", "act"} for line in lines)
    return verify_trail(read_trail(msgspec.json.encode(line) for line in counted), keys, kept)


def found(verdict: Verdict) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in verdict.findings]


def checkpoint(lines: list[Json], sequence: int) -> Checkpoint:
    members = next(line["checkpoint"] for line in seals_of(lines) if line["checkpoint"]["sequence"] == sequence)
    return msgspec.convert(members, Checkpoint)


def seals_of(lines: list[Json]) -> list[Json]:
    return [line for line in lines if line["kind"] == "seal"]


def records_of(lines: list[Json]) -> list[Json]:
    return [line["record"] for line in lines if line["kind"] == "record"]
