"""What a patient is told of a record: sealed only where signature and path hold, and nothing was changed since."""

from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.portal.own.verdict import Verdict, verdict_on
from shared.seal.checkpoints import GENESIS, Checkpoint, CheckpointKey, public_pem
from shared.seal.merkle import inclusion_path, leaf_hash, root_of

LEAVES = [leaf_hash(name) for name in (b"one", b"two", b"three")]
KEY = CheckpointKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))
KEYS = [{"key_id": KEY.key_id, "public_key_pem": public_pem(KEY.public_key)}]
OTHER = CheckpointKey(Ed25519PrivateKey.from_private_bytes(b"k" * 32))


def proof(signer: CheckpointKey = KEY, **changed: Any) -> dict[str, Any]:
    checkpoint = Checkpoint(
        sequence=1,
        form=1,
        record_count=3,
        total_count=3,
        merkle_root=root_of(LEAVES).hex(),
        previous_hash=GENESIS,
        through_listed_in="1",
        through_check_id="0190a000-0000-7000-8000-000000000001",
        sealed_at="2026-11-20T00:15:01.000000Z",
        key_id=KEY.key_id,
    )
    return {
        "leaf": LEAVES[1].hex(),
        "place": 1,
        "path": [each.hex() for each in inclusion_path(LEAVES, 1)],
        "checkpoint": {**msgspec.to_builtins(checkpoint), "signature": signer.sign(checkpoint).hex()},
        "is_unchanged": True,
        "is_removed": False,
        **changed,
    }


def test_a_record_in_the_sealed_trail_is_sealed() -> None:
    assert verdict_on(proof(), KEYS) is Verdict.SEALED


def test_what_has_no_proof_yet_waits() -> None:
    assert verdict_on(None, KEYS) is Verdict.WAITING


def test_what_is_stored_otherwise_is_told() -> None:
    assert verdict_on(proof(is_unchanged=False), KEYS) is Verdict.CHANGED


@pytest.mark.parametrize(
    "broken",
    [
        proof(signer=OTHER),
        proof(leaf=LEAVES[0].hex()),
        proof(place=2),
        proof(path=[]),
        proof(leaf="no hexadecimal"),
        proof(checkpoint={"signature": ""}),
    ],
    ids=["signature", "leaf", "place", "path", "hexadecimal", "checkpoint"],
)
def test_a_proof_that_does_not_hold_is_no_seal(broken: dict[str, Any]) -> None:
    assert verdict_on(broken, KEYS) is Verdict.BROKEN


@pytest.mark.parametrize("keys", [[], [{"key_id": KEY.key_id, "public_key_pem": public_pem(OTHER.public_key)}]])
def test_a_key_that_is_not_published_signs_nothing(keys: list[dict[str, str]]) -> None:
    assert verdict_on(proof(), keys) is Verdict.BROKEN
