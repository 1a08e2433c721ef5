"""What a browser keeps for the portal opens again in the same life of the same world, as the same kind, unchanged."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from itertools import count

import pytest

from services.portal.session.cookies import Offer, Session
from services.portal.session.sealed import KEY_BYTES, Sealer
from shared.domain.world_life import WorldLife

KEY = bytes(KEY_BYTES)
SESSION = Session("onshi-patient_token")
_numbers = count()


def sealer(world: str = "default", generation: int = 1, key: bytes = KEY) -> Sealer:
    return Sealer(key, WorldLife(world, generation), lambda size: next(_numbers).to_bytes(size, "big"))


def test_what_was_sealed_opens_and_says_nothing_by_itself() -> None:
    sealed = sealer().seal(SESSION)

    assert sealer().open(Session, sealed) == SESSION
    assert b"onshi-patient" not in urlsafe_b64decode(sealed + "==")
    assert sealer().seal(SESSION) != sealed


@pytest.mark.parametrize(
    "other", [sealer("mine"), sealer(generation=2), sealer(key=b"k" * KEY_BYTES)], ids=["world", "life", "key"]
)
def test_another_world_life_or_portal_takes_nothing(other: Sealer) -> None:
    assert other.open(Session, sealer().seal(SESSION)) is None


def test_one_kind_is_not_the_other() -> None:
    assert sealer().open(Offer, sealer().seal(SESSION)) is None


def test_a_changed_bit_anywhere_opens_nothing() -> None:
    whole = urlsafe_b64decode(sealer().seal(SESSION) + "==")
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        assert sealer().open(Session, urlsafe_b64encode(changed).decode()) is None, place


@pytest.mark.parametrize("text", [None, "", "x", "====", "ü", "AAAA", "A" * 4000])
def test_what_is_none_opens_nothing(text: str | None) -> None:
    assert sealer().open(Session, text) is None
