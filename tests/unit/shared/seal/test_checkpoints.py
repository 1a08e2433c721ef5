"""Checkpoints: every member is signed, and only the right key's signature counts."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shared.seal.checkpoints import (
    GENESIS,
    Checkpoint,
    CheckpointKey,
    CheckpointKeyUnreadable,
    is_signed,
    key_id_of,
    public_pem,
    read_public_key,
)
from tests.checkpoint_key import KEY

CHECKPOINT = Checkpoint(
    sequence=1,
    form=1,
    record_count=2,
    total_count=2,
    merkle_root="ab" * 32,
    previous_hash=GENESIS,
    through_listed_in="754",
    through_check_id="019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55",
    sealed_at="2026-11-20T00:15:01.000000Z",
    key_id=KEY.key_id,
)


def test_the_signed_text_is_one_line_of_members_under_its_name() -> None:
    assert CHECKPOINT.signed_text().decode() == (
        "onshi checkpoint 1\n"
        '{"sequence":1,"form":1,"record_count":2,"total_count":2,"merkle_root":"' + "ab" * 32 + '",'
        '"previous_hash":"' + "0" * 64 + '","through_listed_in":"754",'
        '"through_check_id":"019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55","sealed_at":"2026-11-20T00:15:01.000000Z",'
        '"key_id":"339e2ff917630507b6a423b5ce084e285d1fa65d93b3e27a6195d3bbebc9ae23"}'
    )


@pytest.mark.parametrize("member", Checkpoint.__struct_fields__)
def test_every_member_is_signed_and_chained(member: str) -> None:
    value = getattr(CHECKPOINT, member)
    changed = msgspec.structs.replace(CHECKPOINT, **{member: value + (1 if isinstance(value, int) else "1")})
    signature = KEY.sign(CHECKPOINT)

    assert is_signed(CHECKPOINT, signature, KEY.public_key)
    assert not is_signed(changed, signature, KEY.public_key)
    assert changed.hash() != CHECKPOINT.hash()


def test_another_key_s_signature_does_not_count() -> None:
    other = CheckpointKey(Ed25519PrivateKey.generate())

    assert not is_signed(CHECKPOINT, other.sign(CHECKPOINT), KEY.public_key)


def test_a_key_is_read_from_its_private_or_public_pem() -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes(32)).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )

    assert CheckpointKey.read(private).key_id == KEY.key_id
    assert key_id_of(read_public_key(private)) == KEY.key_id
    assert key_id_of(read_public_key(public_pem(KEY.public_key).encode())) == KEY.key_id


def test_what_is_no_such_key_is_refused() -> None:
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for pem in (b"", b"-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n", other):
        with pytest.raises(CheckpointKeyUnreadable):
            read_public_key(pem)
        with pytest.raises(CheckpointKeyUnreadable):
            CheckpointKey.read(pem)


def test_each_world_has_a_key_of_its_own_and_the_same_one_in_every_process() -> None:
    assert len({KEY.key_id, KEY.of_world("mine").key_id, KEY.of_world("yours").key_id}) == 3
    assert KEY.of_world("mine").key_id == KEY.of_world("mine").key_id
