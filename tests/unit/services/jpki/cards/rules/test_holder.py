import pytest

from services.jpki.cards.rules.holder import Carrier, PinState, pin_state, require_way, try_pin
from shared.errors import PinBlocked, PinWrong, VerificationUnavailable
from shared.pki.proof import HolderVerification

POSSIBLE = [
    (Carrier.CARD, "pin"),
    (Carrier.CARD, "face"),
    (Carrier.CARD, "visual"),
    (Carrier.ANDROID, "pin"),
    (Carrier.IPHONE, "device_biometric"),
]
IMPOSSIBLE = [
    (Carrier.CARD, "device_biometric"),
    (Carrier.ANDROID, "face"),
    (Carrier.ANDROID, "visual"),
    (Carrier.ANDROID, "device_biometric"),
    (Carrier.IPHONE, "pin"),
    (Carrier.IPHONE, "face"),
    (Carrier.IPHONE, "visual"),
]


@pytest.mark.parametrize(("carrier", "way"), POSSIBLE)
def test_each_carrier_has_its_ways(carrier: Carrier, way: HolderVerification) -> None:
    require_way(way, carrier, "1234")


@pytest.mark.parametrize(("carrier", "way"), IMPOSSIBLE)
def test_other_ways_are_refused(carrier: Carrier, way: HolderVerification) -> None:
    with pytest.raises(VerificationUnavailable):
        require_way(way, carrier, "1234")


def test_a_card_without_pin_takes_the_face_only() -> None:
    require_way("face", Carrier.CARD, None)
    with pytest.raises(VerificationUnavailable):
        require_way("pin", Carrier.CARD, None)


def test_three_wrong_pins_in_a_row_block() -> None:
    first = try_pin("0000", "1234", 3)
    second = try_pin("0000", "1234", first.tries_left)
    third = try_pin("0000", "1234", second.tries_left)

    assert [first.tries_left, second.tries_left, third.tries_left] == [2, 1, 0]
    assert isinstance(first.refusal, PinWrong)
    assert isinstance(second.refusal, PinWrong)
    assert isinstance(third.refusal, PinBlocked)


def test_the_refusal_says_in_both_languages_how_many_tries_are_left() -> None:
    refusal = try_pin("0000", "1234", 3).refusal

    assert refusal is not None
    assert refusal.detail == "The PIN is wrong; tries left: 2."
    assert "残り2回" in refusal.detail_ja


def test_the_right_pin_gives_back_all_tries() -> None:
    attempt = try_pin("1234", "1234", 1)

    assert (attempt.tries_left, attempt.refusal) == (3, None)


def test_a_blocked_card_refuses_the_right_pin() -> None:
    attempt = try_pin("1234", "1234", 0)

    assert attempt.tries_left == 0
    assert isinstance(attempt.refusal, PinBlocked)


@pytest.mark.parametrize(
    ("carrier", "pin", "tries_left", "state"),
    [
        (Carrier.CARD, "1234", 3, PinState.SET),
        (Carrier.CARD, "1234", 0, PinState.BLOCKED),
        (Carrier.CARD, None, 3, PinState.NONE),
        (Carrier.IPHONE, "1234", 3, PinState.NONE),
    ],
)
def test_where_a_pin_stands(carrier: Carrier, pin: str | None, tries_left: int, state: PinState) -> None:
    assert pin_state(carrier, pin, tries_left) is state
