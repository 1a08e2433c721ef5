"""RFC 7515 base64url without padding, decoded strictly: octets have one spelling."""

from binascii import a2b_base64

_TO_BASE64 = bytes.maketrans(b"-_+/=", b"+/\0\0\0")
_LAST = (None, None, frozenset("AQgw"), frozenset("AEIMQUYcgkosw048"))
"""By how many characters the last group has: those in which the bits that mean nothing are zero (RFC 4648, 3.5)."""


def decode(text: str) -> bytes:
    """Return the octets; raises ValueError for an empty text, padding, and whatever else is another spelling."""
    if not text:
        raise ValueError("empty")
    last = _LAST[len(text) % 4]
    if last is not None and text[-1] not in last:
        raise ValueError("another spelling")
    standard = text.encode("ascii").translate(_TO_BASE64)
    return a2b_base64(standard + b"=" * (-len(standard) % 4), strict_mode=True)
