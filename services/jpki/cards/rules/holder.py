"""How a holder shows that the card or phone is theirs, and how a PIN counts down. Pure.

A card takes its PIN (4 digits, three tries, then blocked until a municipal desk resets it), and at an authorised
terminal the face or the staff's eyes in place of it. An Android phone takes the PIN, an iPhone its own biometrics.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hmac import compare_digest
from types import MappingProxyType

from cryptography import x509

from shared.errors import PinBlocked, PinWrong, VerificationUnavailable
from shared.pki.profile import ANDROID_POLICY, AUTHENTICATION_POLICY, IPHONE_POLICY
from shared.pki.proof import HolderVerification

PIN_TRIES = 3


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


@dataclass(frozen=True, slots=True)
class PinAttempt:
    """What came of entering a PIN: the tries left after it, and the refusal if it was not the right one."""

    tries_left: int
    refusal: PinWrong | PinBlocked | None = None


def pin_state(carrier: Carrier, pin: str | None, tries_left: int) -> PinState:
    """Return the state of the PIN; an iPhone and a face-authentication card (顔認証マイナンバーカード) have none."""
    if pin is None or carrier is Carrier.IPHONE:
        return PinState.NONE
    return PinState.SET if tries_left else PinState.BLOCKED


def require_way(way: HolderVerification, carrier: Carrier, pin: str | None) -> None:
    """Raise VerificationUnavailable when this card or phone cannot verify its holder this way."""
    if way not in _WAYS[carrier] or (way == "pin" and pin is None):
        raise VerificationUnavailable


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
