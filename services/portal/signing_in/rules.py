"""What the patient is told when signing in fails, and how a PIN is written. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

CARD_NOT_REGISTERED: Final = "card-not-registered"
_PIN = re.compile("[0-9]{4}")
_ALERTS: Final[Mapping[str, str]] = {
    "verification-unavailable": "card_without_pin",
    "pin-blocked": "pin_blocked",
    "certificate-not-yet-valid": "certificate_not_yet_valid",
    "certificate-expired": "certificate_expired",
    "certificate-revoked": "certificate_revoked",
    "certificate-status-unknown": "unavailable",
    # 自己情報提供不可, and whatever J-LIS does not agree with: never a reason.
    "card-not-usable": "card_not_usable",
    "resource-not-found": "card_unknown",
    "certificate-untrusted": "card_unreadable",
    "certificate-wrong-kind": "card_unreadable",
    "signature-invalid": "card_unreadable",
}


def pin_in(text: str) -> str | None:
    """Return the four digits of a PIN, however wide they were typed; None where it is none."""
    written = unicodedata.normalize("NFKC", text).strip()
    return written if _PIN.fullmatch(written) else None


def alert_for(code: str) -> str:
    """Return the alert for a refusal, without ``alert_``; what no patient can help is to be tried again."""
    return _ALERTS.get(code, "try_again")


def alert_for_wrong_pin(tries_left: int) -> str:
    """Return the alert for a wrong PIN: how often it may still be tried."""
    return f"pin_{tries_left}_left" if tries_left > 0 else "pin_blocked"
