"""What a card says of its holder's verification counts for this card, in this life of the world, for five minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from services.jpki.cards.rules.verification import read_verification, verification_key, write_verification
from shared.domain.world_life import WorldLife
from shared.errors import RequestInvalid
from shared.pki.proof import HolderVerification

KEY, LIFE = verification_key(b"a private key"), WorldLife("default", 1)
AT = datetime(2026, 11, 20, 0, 15, 0, 123_456, tzinfo=UTC)


def code_of(text: str, key: bytes = KEY, life: WorldLife = LIFE, at: datetime = AT) -> str:
    with pytest.raises(RequestInvalid) as raised:
        read_verification(text, key, life, at)
    (violation,) = raised.value.violations
    assert violation.pointer == "/verification"
    return violation.code


@pytest.mark.parametrize("way", ["pin", "face", "visual", "device_biometric"])
def test_it_says_by_which_way(way: HolderVerification) -> None:
    assert read_verification(write_verification(KEY, LIFE, way, AT), KEY, LIFE, AT) == way


def test_it_counts_for_five_minutes() -> None:
    text = write_verification(KEY, LIFE, "pin", AT)
    assert read_verification(text, KEY, LIFE, AT + timedelta(minutes=4, seconds=59)) == "pin"
    assert code_of(text, at=AT + timedelta(minutes=5)) == "expired"


def test_a_clock_that_was_moved_back_knows_none_of_later() -> None:
    assert code_of(write_verification(KEY, LIFE, "pin", AT), at=AT - timedelta(seconds=1)) == "expired"


def test_another_card_s_and_another_life_s_are_unknown() -> None:
    text = write_verification(KEY, LIFE, "face", AT)
    assert code_of(text, key=verification_key(b"another private key")) == "unknown"
    assert code_of(text, life=WorldLife("default", 2)) == "unknown"
    assert code_of(text, life=WorldLife("sandbox", 1)) == "unknown"


def test_nothing_of_it_can_be_changed() -> None:
    text = write_verification(KEY, LIFE, "pin", AT)
    changed = {text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :] for at in range(len(text))}
    assert {code_of(each) for each in changed} == {"unknown"}


@pytest.mark.parametrize("text", ["", "x", "pin", "暗証番号", "A" * 31, "A" * 100])
def test_what_no_card_said_is_unknown(text: str) -> None:
    assert code_of(text) == "unknown"
