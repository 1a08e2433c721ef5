"""Certificates that say a version which there is not; no library makes any, so a byte is changed."""

from base64 import b64encode

_VERSION = b"\xa0\x03\x02\x01"
"""How a certificate begins to say its version; the next byte is the number, 2 for the third."""


def of_version(der: bytes, version: int) -> bytes:
    """Return the certificate with another version in it; its signature is good no more."""
    before, found, after = der.partition(_VERSION)
    assert found, "it says no version"
    return before + found + bytes([version]) + after[1:]


def pem_of(der: bytes) -> str:
    """Return it as PEM, which the library would not write."""
    return f"-----BEGIN CERTIFICATE-----\n{b64encode(der).decode()}\n-----END CERTIFICATE-----\n"
