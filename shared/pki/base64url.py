"""RFC 7515 base64url without padding, decoded strictly: one spelling for whole groups, no foreign characters."""

from binascii import a2b_base64

_TO_BASE64 = bytes.maketrans(b"-_+/=", b"+/\0\0\0")


def decode(text: str) -> bytes:
    """Return the bytes; raises ValueError for an empty text, padding, or anything outside the alphabet."""
    if not text:
        raise ValueError("empty")
    standard = text.encode("ascii").translate(_TO_BASE64)
    return a2b_base64(standard + b"=" * (-len(standard) % 4), strict_mode=True)
