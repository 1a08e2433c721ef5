"""RFC 7515 base64url without padding, decoded strictly: octets have one spelling."""

import msgspec

_TO_BASE64 = bytes.maketrans(b"-_+/=", b"+/\0\0\0")
_LAST = (None, None, frozenset("AQgw"), frozenset("AEIMQUYcgkosw048"))
"""By how many characters the last group has: those in which the bits that mean nothing are zero (RFC 4648, 3.5)."""
_PADDING = ("", "===", "==", "=")


def decode(text: str) -> bytes:
    """Return the octets; raises ValueError for an empty text, padding, and whatever else is another spelling."""
    if not text:
        raise ValueError("empty")
    over = len(text) % 4
    last = _LAST[over]
    if last is not None and text[-1] not in last:
        raise ValueError("another spelling")
    standard = text.encode("ascii").translate(_TO_BASE64).decode("ascii")
    try:
        # Strict, and three times as quick as binascii: a proof is mostly base64.
        return msgspec.convert(standard + _PADDING[over], bytes)
    except msgspec.ValidationError as error:
        raise ValueError("not base64url") from error
