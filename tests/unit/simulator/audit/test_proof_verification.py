"""A proof that a record is sealed is verified offline: nothing in it can be changed, and it cannot vouch for itself."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.seal.checkpoints import GENESIS, Checkpoint, CheckpointKey
from shared.seal.merkle import inclusion_path, root_of
from shared.seal.records import FORM, leaf_of
from simulator.audit.proof_verification import ProofUnreadable, read_proofs, what_fails
from tests.checkpoint_key import KEY
from tests.unit.simulator.audit.trails import record

Json = dict[str, Any]
OTHER = CheckpointKey(Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)))
KEYS = {KEY.key_id: KEY.public_key}
RECORDS = [record(number) for number in range(1, 6)]
LEAVES = [leaf_of(each) for each in RECORDS]
POINT = Checkpoint(
    sequence=2,
    form=FORM,
    record_count=5,
    total_count=9,
    merkle_root=root_of(LEAVES).hex(),
    previous_hash=GENESIS,
    through_listed_in="705",
    through_check_id=RECORDS[-1]["check_id"],
    sealed_at="2026-11-20T00:15:01.000000Z",
    key_id=KEY.key_id,
)


def answer(place: int = 3, *, operator: bool = False, key: CheckpointKey = KEY) -> Json:
    """What GET /v1/disclosures/proof answers for the record at ``place``."""
    point = msgspec.structs.replace(POINT, key_id=key.key_id)
    return {
        "check_id": RECORDS[place]["check_id"],
        "proof": {
            "leaf": LEAVES[place].hex(),
            "place": place,
            "path": [each.hex() for each in inclusion_path(LEAVES, place)],
            "checkpoint": {**msgspec.to_builtins(point), "signature": key.sign(point).hex()},
            "is_unchanged": True,
        },
        "record": dict(RECORDS[place]) if operator else None,
    }


def failures(of: Json, keys: Any = KEYS, kept: Any = ()) -> list[str]:
    (proof,) = read_proofs(msgspec.json.encode(of))
    return what_fails(proof, keys, kept)


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("operator", [False, True])
def test_every_place_is_proved_by_key_or_by_a_kept_checkpoint(place: int, operator: bool) -> None:
    assert failures(answer(place, operator=operator)) == []
    assert failures(answer(place, operator=operator), keys={}, kept=[POINT]) == []


def _leaf(proof: Json) -> None:
    proof["leaf"] = LEAVES[1].hex()


def _place(proof: Json) -> None:
    proof["place"] = 2


def _path(proof: Json) -> None:
    proof["path"][0] = "ab" * 32


def _path_cut(proof: Json) -> None:
    proof["path"].pop()


def _no_hash(proof: Json) -> None:
    proof["leaf"] = "not hexadecimal"


def _negative(proof: Json) -> None:
    proof["place"] = -1


@pytest.mark.parametrize("tamper", [_leaf, _place, _path, _path_cut, _no_hash, _negative])
def test_a_way_that_leads_elsewhere_is_told(tamper: Callable[[Json], None]) -> None:
    changed = answer()
    tamper(changed["proof"])

    (failure,) = failures(changed)
    assert "does not lead to the checkpoint's root" in failure


@pytest.mark.parametrize("member", Checkpoint.__struct_fields__)
def test_a_changed_checkpoint_is_told(member: str) -> None:
    changed = answer()
    value = changed["proof"]["checkpoint"][member]
    changed["proof"]["checkpoint"][member] = value + 1 if isinstance(value, int) else "ab" * 32

    expected = "none of the trusted" if member == "key_id" else "not signed by the key"
    assert any(expected in failure for failure in failures(changed))


def test_a_proof_signed_by_somebody_else_is_told() -> None:
    assert failures(answer(key=OTHER)) == ["its checkpoint names a key that is none of the trusted"]
    assert failures(answer(key=OTHER), keys={}, kept=[POINT]) == [
        "its checkpoint is another than the kept one of seal 2"
    ]


def test_a_checkpoint_of_another_seal_says_nothing_about_this_one() -> None:
    later = msgspec.structs.replace(POINT, sequence=3, previous_hash=POINT.hash())

    (failure,) = failures(answer(), keys={}, kept=[later])
    assert failure.startswith("none of the kept checkpoints is that of seal 2")
    assert failures(answer(), kept=[later]) == []


def test_a_record_that_is_not_the_sealed_one_is_told() -> None:
    changed, renamed, cut = answer(operator=True), answer(operator=True), answer(operator=True)
    changed["record"]["code"] = "invalid"
    renamed["check_id"] = RECORDS[0]["check_id"]
    del cut["record"]["code"]

    assert failures(changed) == ["its record is another than the one that was sealed"]
    assert failures(renamed) == ["its record is of another check or act"]
    assert failures(cut) == ["its record has not the members of one"]


def test_what_the_service_itself_calls_changed_is_told() -> None:
    changed = answer()
    changed["proof"]["is_unchanged"] = False

    assert failures(changed) == ["the service itself says that the stored record is another now than was sealed"]


def test_what_the_service_itself_calls_removed_is_told() -> None:
    changed = answer()
    changed["proof"] |= {"is_unchanged": False, "is_removed": True}

    assert failures(changed) == ["the service itself says that the record was sealed, and is not there any more"]


def test_a_proof_that_names_a_member_twice_is_none() -> None:
    text = msgspec.json.encode(answer(operator=True)).replace(b'"purpose":', b'"purpose":"STAFF_CURIOSITY","purpose":')

    with pytest.raises(ProofUnreadable, match="names a member twice"):
        read_proofs(text)


def test_what_is_not_sealed_yet_is_not_proved() -> None:
    (failure,) = failures({"check_id": RECORDS[0]["check_id"], "proof": None, "record": None})
    assert failure.startswith("it is not sealed")


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"{}", b'{"check_id": 1}', b'{"check_id": "1", "proof": {}}', b"\xff"]
)
def test_what_is_no_proof_is_refused_and_not_quoted(text: bytes) -> None:
    with pytest.raises(ProofUnreadable, match="this is no proof that GET"):
        read_proofs(text)
