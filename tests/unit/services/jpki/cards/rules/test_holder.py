import pytest

from services.jpki.cards.rules.holder import (
    Carrier,
    FaceAttempt,
    HolderShown,
    PinState,
    pin_state,
    require_resettable,
    require_way,
    try_face,
    try_pin,
)
from shared.errors import FaceBlocked, FaceMismatch, PinBlocked, PinWrong, RequestInvalid, VerificationUnavailable
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


def test_ten_faces_in_a_row_that_do_not_match_block() -> None:
    left, refusals = 10, []
    for _ in range(10):
        attempt = try_face(False, left)
        left = attempt.tries_left
        refusals.append(type(attempt.refusal))

    assert left == 0
    assert refusals == [FaceMismatch] * 9 + [FaceBlocked]
    assert isinstance(try_face(True, left).refusal, FaceBlocked)


def test_the_holder_s_face_gives_back_the_tries_of_the_face() -> None:
    assert try_face(True, 1) == FaceAttempt(10)


def test_the_refusal_of_a_face_says_how_many_tries_are_left() -> None:
    refusal = try_face(False, 10).refusal

    assert refusal is not None
    assert refusal.detail == "The face does not match; tries left: 9."
    assert "残り9回" in refusal.detail_ja


@pytest.mark.parametrize(("carrier", "pin"), [(Carrier.CARD, "1234"), (Carrier.ANDROID, "1234")])
def test_the_desk_sets_a_new_pin_where_there_is_one(carrier: Carrier, pin: str) -> None:
    require_resettable(carrier, pin, "4321")
    with pytest.raises(RequestInvalid):
        require_resettable(carrier, pin, None)


def test_the_desk_resets_a_card_without_pin_without_one() -> None:
    require_resettable(Carrier.CARD, None, None)
    with pytest.raises(VerificationUnavailable):
        require_resettable(Carrier.CARD, None, "4321")


@pytest.mark.parametrize("new_pin", [None, "4321"])
def test_an_iphone_has_nothing_to_reset(new_pin: str | None) -> None:
    with pytest.raises(VerificationUnavailable):
        require_resettable(Carrier.IPHONE, None, new_pin)


def test_no_repr_shows_the_pin_that_was_entered() -> None:
    assert "7391" not in repr(HolderShown("pin", "7391"))
