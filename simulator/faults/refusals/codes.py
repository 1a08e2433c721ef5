"""Which refusals come where: before a service looks at anything, after the nonce, or in between."""

from shared.errors import (
    CardNotRegistered,
    CardNotUsable,
    CertificateRevoked,
    CertificateStatusUnknown,
    NonceExpired,
    NonceForeign,
    NonceUnknown,
    NonceUsed,
    ProofUnreadable,
    RequestInvalid,
    ServiceError,
    Violation,
    WorldUnknown,
    catalogue,
)
from shared.pki.presence import PRESENCE_REFUSALS
from shared.web.callers import CALLER_REFUSALS

CHECK = "check_eligibility"
"""The one operation whose refusals go the way of the real ones, with a record where those have one."""
KINDS_OF_CARDS = {"revoked_by_mistake": CertificateRevoked.code, "status_unknown": CertificateStatusUnknown.code}
"""Kinds of faults that are one refusal each, where a card is verified."""
RECORDED = frozenset(refusal.code for refusal in (*PRESENCE_REFUSALS, CardNotRegistered, CardNotUsable))
"""What comes after the nonce: the check is recorded as rejected, and its nonce is spent."""
OF_CARDS = RECORDED - {CardNotUsable.code} | {
    refusal.code for refusal in (ProofUnreadable, NonceUnknown, NonceExpired, NonceForeign, NonceUsed)
}
"""What only a check by card is refused with: a fault of these leaves every other check alone."""
OF_CALLERS = frozenset(refusal.code for refusal in (WorldUnknown, *CALLER_REFUSALS))
"""What comes before the body is read; such a refusal carries no fresh nonce either."""
_INJECTED = Violation("", "injected", "A fault was injected here; nothing is wrong.", "障害の注入によるものです。")


def refusal_of(code: str) -> ServiceError:
    """Return the refusal as it is answered; where the real one names what is wrong, this one says that nothing is."""
    refusal = catalogue()[code]
    return refusal([_INJECTED]) if refusal is RequestInvalid else refusal()
