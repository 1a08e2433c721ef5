"""How a holder shows that the card or phone is theirs, and how a PIN counts down. Pure.

A card takes its PIN (4 digits, three tries, then blocked until a municipal desk resets it), and at an authorised
terminal the face or the staff's eyes in place of it. An Android phone takes the PIN, an iPhone its own biometrics.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hmac import compare_digest
from types import MappingProxyType

from cryptography import x509

from shared.errors import (
    FaceBlocked,
    FaceMismatch,
    PinBlocked,
    PinWrong,
    RequestInvalid,
    VerificationUnavailable,
    Violation,
)
from shared.pki.profile import ANDROID_POLICY, AUTHENTICATION_POLICY, IPHONE_POLICY
from shared.pki.proof import HolderVerification

PIN_TRIES = 3
FACE_TRIES = 10
"""Ten faces in a row that do not match lock the face way, until the municipal desk resets it."""


class Carrier(StrEnum):
    """What carries the key (媒体)."""

    CARD = "card"
    ANDROID = "android"
    IPHONE = "iphone"


class PinState(StrEnum):
    """The state of a PIN (暗証番号)."""

    SET = "set"
    BLOCKED = "blocked"
    NONE = "none"


POLICIES: Mapping[Carrier, x509.ObjectIdentifier] = MappingProxyType(
    {
        Carrier.CARD: AUTHENTICATION_POLICY,
        Carrier.ANDROID: ANDROID_POLICY,
        Carrier.IPHONE: IPHONE_POLICY,
    }
)
"""The certificate policy that says what carries the key."""
_WAYS: Mapping[Carrier, frozenset[HolderVerification]] = MappingProxyType(
    {
        Carrier.CARD: frozenset({"pin", "face", "visual"}),
        Carrier.ANDROID: frozenset({"pin"}),
        Carrier.IPHONE: frozenset({"device_biometric"}),
    }
)


VerificationRefusal = PinWrong | PinBlocked | FaceMismatch | FaceBlocked


@dataclass(frozen=True, slots=True)
class HolderShown:
    """How the holder answers the reader: by one way, with the PIN or the face that is shown."""

    way: HolderVerification
    pin: str | None = field(default=None, repr=False)
    is_holders_face: bool = True


@dataclass(frozen=True, slots=True)
class PinAttempt:
    """What came of entering a PIN: the tries left after it, and the refusal if it was not the right one."""

    tries_left: int
    refusal: PinWrong | PinBlocked | None = None


@dataclass(frozen=True, slots=True)
class FaceAttempt:
    """What came of showing a face: the tries left after it, and the refusal if it was not the holder's."""

    tries_left: int
    refusal: FaceMismatch | FaceBlocked | None = None


def pin_state(carrier: Carrier, pin: str | None, tries_left: int) -> PinState:
    """Return the state of the PIN; an iPhone and a face-authentication card (顔認証マイナンバーカード) have none."""
    if pin is None or carrier is Carrier.IPHONE:
        return PinState.NONE
    return PinState.SET if tries_left else PinState.BLOCKED


def require_way(way: HolderVerification, carrier: Carrier, pin: str | None) -> None:
    """Raise VerificationUnavailable when this card or phone cannot verify its holder this way."""
    if way not in _WAYS[carrier] or (way == "pin" and pin is None):
        raise VerificationUnavailable


def require_resettable(carrier: Carrier, pin: str | None, new_pin: str | None) -> None:
    """Hold what the desk is to set against the card: a new PIN where there is one, none where there is none.

    Raises VerificationUnavailable (no such PIN; an iPhone has nothing to reset), RequestInvalid (the PIN is missing).
    """
    if carrier is Carrier.IPHONE or (pin is None and new_pin is not None):
        raise VerificationUnavailable
    if pin is not None and new_pin is None:
        raise RequestInvalid([Violation("/pin", "pin-needed", "This card has a PIN.", "暗証番号のあるカードです。")])


def try_pin(entered: str, pin: str | None, tries_left: int) -> PinAttempt:
    """Judge one entry: right resets the counter, wrong counts down, the third wrong one in a row blocks."""
    if tries_left <= 0:
        return PinAttempt(0, PinBlocked())
    if pin is not None and compare_digest(entered.encode(), pin.encode()):
        return PinAttempt(PIN_TRIES)
    left = tries_left - 1
    if left == 0:
        return PinAttempt(0, PinBlocked())
    return PinAttempt(
        left,
        PinWrong(
            detail=f"The PIN is wrong; tries left: {left}.",
            detail_ja=f"暗証番号が違います。残り{left}回で入力できなくなります。",
        ),
    )


def try_face(is_holders: bool, tries_left: int) -> FaceAttempt:
    """Judge one comparison: the holder's face resets the counter, another's counts down, the tenth in a row blocks."""
    if tries_left <= 0:
        return FaceAttempt(0, FaceBlocked())
    if is_holders:
        return FaceAttempt(FACE_TRIES)
    left = tries_left - 1
    if left == 0:
        return FaceAttempt(0, FaceBlocked())
    return FaceAttempt(
        left,
        FaceMismatch(
            detail=f"The face does not match; tries left: {left}.",
            detail_ja=f"顔が一致しません。残り{left}回で利用できなくなります。",
        ),
    )
