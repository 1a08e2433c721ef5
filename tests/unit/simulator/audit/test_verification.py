"""Whatever is done to a trail before its last checkpoint is found, and where it was done."""

import json
from collections.abc import Callable
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from shared.seal.checkpoints import Checkpoint, CheckpointKey, public_pem
from shared.seal.merkle import root_of
from shared.seal.records import FIELDS, leaf_of
from simulator.audit.trail import read_trail
from simulator.audit.verification import verify_trail
from tests.unit.simulator.audit.trails import (
    KEYS,
    Json,
    checkpoint,
    found,
    record,
    records_of,
    sealed,
    seals_of,
    verdict_on,
)

THIRD = "record 00000000-0000-0000-0000-000000000003 (seal 2, place 1)"


def test_a_trail_that_nobody_touched_fits() -> None:
    verdict = verdict_on(sealed([2, 3, 1], unsealed=2))

    assert (found(verdict), verdict.sealed, verdict.unsealed) == ([], 6, 2)
    assert verdict.last is not None
    assert verdict.last.total_count == 6


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "check_id"])
def test_a_changed_field_is_found_at_its_record(name: str) -> None:
    lines = sealed([2, 3])
    records_of(lines)[2][name] = "other"

    assert found(verdict_on(lines)) == [("record-changed", THIRD)]


def test_a_removed_record_is_found_at_its_place() -> None:
    lines = [line for line in sealed([2, 3]) if line.get("record", {}).get("check_id") != str(UUID(int=3))]

    assert found(verdict_on(lines)) == [("record-removed", THIRD)]


def test_a_record_put_in_behind_a_checkpoint_is_found() -> None:
    put_in = {**record(9), "listed_in": "702"}
    lines = [*sealed([2, 3]), {"kind": "record", "record": put_in}]

    assert found(verdict_on(lines)) == [("record-inserted", "record 00000000-0000-0000-0000-000000000009")]


def test_a_record_that_comes_twice_is_found() -> None:
    lines = sealed([2, 3])

    assert [code for code, _ in found(verdict_on([*lines, lines[-1]]))] == ["record-twice"]


def test_two_records_that_changed_places_are_both_found() -> None:
    lines = sealed([2, 3])
    first, second = records_of(lines)[1], records_of(lines)[2]
    first["check_id"], second["check_id"] = second["check_id"], first["check_id"]

    assert found(verdict_on(lines)) == [
        ("record-changed", "record 00000000-0000-0000-0000-000000000002 (seal 1, place 2)"),
        ("record-changed", THIRD),
    ]


def test_two_places_that_were_swapped_in_a_seal_are_found_at_the_seal() -> None:
    lines = sealed([2, 3])
    seal = seals_of(lines)[1]
    for name in ("leaves", "check_ids"):
        seal[name] = [seal[name][1], seal[name][0], seal[name][2]]

    assert found(verdict_on(lines)) == [("leaves-changed", "seal 2")]


def test_a_record_changed_with_its_leaf_is_found_at_the_seal() -> None:
    lines = sealed([2, 3])
    records_of(lines)[2]["code"] = "invalid"
    seals_of(lines)[1]["leaves"][0] = leaf_of(records_of(lines)[2]).hex()

    assert found(verdict_on(lines)) == [("leaves-changed", "seal 2")]


def test_a_record_changed_with_everything_above_it_but_the_signature_is_found() -> None:
    lines = sealed([2, 3, 1])
    records_of(lines)[2]["code"] = "invalid"
    seal = seals_of(lines)[1]
    seal["leaves"][0] = leaf_of(records_of(lines)[2]).hex()
    seal["checkpoint"]["merkle_root"] = root_of([bytes.fromhex(leaf) for leaf in seal["leaves"]]).hex()

    assert found(verdict_on(lines)) == [("signature-wrong", "seal 2"), ("chain-broken", "seal 3")]


@pytest.mark.parametrize("member", Checkpoint.__struct_fields__)
def test_a_changed_member_of_a_seal_is_found_at_the_seal(member: str) -> None:
    lines = sealed([2, 3, 1])
    point = seals_of(lines)[1]["checkpoint"]
    point[member] = 7 if isinstance(point[member], int) else "ab" * 32

    where = "seal 7" if member == "sequence" else "seal 2"
    code = "key-unknown" if member == "key_id" else "signature-wrong"
    assert (code, where) in found(verdict_on(lines))


def test_a_removed_seal_is_named_with_its_records() -> None:
    lines = sealed([2, 3, 1])
    lines.remove(seals_of(lines)[1])

    assert found(verdict_on(lines)) == [
        ("seal-missing", "seal 2"),
        ("record-inserted", "record 00000000-0000-0000-0000-000000000003"),
        ("record-inserted", "record 00000000-0000-0000-0000-000000000004"),
        ("record-inserted", "record 00000000-0000-0000-0000-000000000005"),
    ]


def test_records_taken_off_the_end_are_found_as_long_as_a_checkpoint_stands() -> None:
    lines = sealed([2, 3])[:-2]

    assert [code for code, _ in found(verdict_on(lines))] == ["record-removed", "record-removed"]


def test_a_trail_cut_off_at_a_seal_is_found_with_a_checkpoint_from_elsewhere_only() -> None:
    kept = checkpoint(sealed([2, 3]), 2)
    cut = sealed([2])

    assert found(verdict_on(cut)) == []
    assert found(verdict_on(cut, kept=kept)) == [("truncated", "behind seal 1")]
    assert found(verdict_on(sealed([]), kept=kept)) == [("truncated", "behind seal 0")]


def test_a_trail_signed_anew_is_found_with_the_key_or_a_checkpoint() -> None:
    other = CheckpointKey(Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)))
    anew = sealed([2, 3], key=other)

    assert found(verdict_on(anew, keys=None)) == []
    assert [code for code, _ in found(verdict_on(anew))] == ["key-unknown", "key-unknown"]
    kept = checkpoint(sealed([2, 3]), 2)
    assert found(verdict_on(anew, keys=None, kept=kept)) == [("rewritten", "seal 2")]


def test_a_key_that_is_not_the_one_its_id_names_is_found() -> None:
    lines = sealed([2])
    lines[1]["public_key_pem"] = public_pem(Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)).public_key())

    codes = [code for code, _ in found(verdict_on(lines, keys=None))]
    assert codes == ["key-changed", "key-unknown"]


def test_a_file_that_was_cut_is_known_by_itself() -> None:
    written = [msgspec.json.encode(line) for line in sealed([2, 3], unsealed=2)]

    assert found(verify_trail(read_trail(written[:-1]), KEYS)) == [("file-cut", "the file")]
    assert [code for code, _ in found(verify_trail(read_trail(written[1:]), KEYS))] == ["head-missing"]
    assert [code for code, _ in found(verify_trail(read_trail([*written, b"{"]), KEYS))] == ["line-unreadable"]


@pytest.mark.parametrize("kind", ["record", "seal", "key", "export"])
def test_a_member_that_is_named_twice_is_found(kind: str) -> None:
    written = [msgspec.json.encode(line) + b"\n" for line in sealed([2, 3])]
    place = next(number for number, line in enumerate(written) if f'"kind":"{kind}"'.encode() in line)
    name, other = {
        "record": (b'"purpose":', b'"purpose":"STAFF_CURIOSITY",'),
        "seal": (b'"merkle_root":', b'"merkle_root":"",'),
        "key": (b'"key_id":', b'"key_id":"",'),
        "export": (b'"records":', b'"\\u0072ecords":0,'),
    }[kind]
    written[place] = written[place].replace(name, other + name, 1)

    assert found(verify_trail(read_trail(written), KEYS)) == [("line-ambiguous", f"line {place + 1}")]


def test_blanks_and_another_order_of_members_change_nothing() -> None:
    written = [json.dumps(dict(reversed(line.items()))).encode() for line in sealed([2, 3])]

    assert found(verify_trail(read_trail(written), KEYS)) == []


def test_a_record_without_any_seal_proves_nothing() -> None:
    assert [code for code, _ in found(verdict_on(sealed([], unsealed=1)))] == ["nothing-sealed"]


def _change(lines: list[Json], at: int, name: str) -> None:
    records_of(lines)[at][name] = "something else"


def _remove(lines: list[Json], at: int, _name: str) -> None:
    taken = records_of(lines)[at]
    lines[:] = [line for line in lines if line.get("record") is not taken]


def _insert(lines: list[Json], at: int, _name: str) -> None:
    before = records_of(lines)[at - 1]
    lines.append({"kind": "record", "record": {**before, "check_id": str(UUID(int=1 << 99))}})


def _swap(lines: list[Json], at: int, name: str) -> None:
    records = records_of(lines)
    name = name if records[at][name] != records[at - 1][name] else "listed_in"
    records[at][name], records[at - 1][name] = records[at - 1][name], records[at][name]


def _reorder(lines: list[Json], at: int, _name: str) -> None:
    seal = next(seal for seal in reversed(seals_of(lines)) if records_of(lines)[at]["check_id"] in seal["check_ids"])
    seal["check_ids"], seal["leaves"] = [*seal["check_ids"][1:], seal["check_ids"][0]], seal["leaves"][::-1]
    if len(seal["check_ids"]) == 1:
        seal["leaves"] = ["00" * 32]


@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    name=st.sampled_from([name for name in FIELDS if name != "check_id"]),
    tamper=st.sampled_from([_change, _remove, _insert, _swap, _reorder]),
    data=st.data(),
)
def test_nothing_that_is_done_to_a_sealed_record_goes_unseen(
    sizes: list[int], name: str, tamper: Callable[[list[Json], int, str], None], data: st.DataObject
) -> None:
    lines = sealed(sizes, unsealed=1)
    at = data.draw(st.integers(1, sum(sizes) - 1))
    check_id = records_of(lines)[at]["check_id"]
    sequence = next(seal["checkpoint"]["sequence"] for seal in seals_of(lines) if check_id in seal["check_ids"])

    tamper(lines, at, name)

    wheres = [where for _, where in found(verdict_on(lines))]
    assert wheres
    if tamper is not _insert:
        assert any(f"seal {sequence}" in where for where in wheres)
