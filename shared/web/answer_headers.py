"""What every answer tells browsers and caches, unless it says otherwise: nothing is kept, framed, guessed or passed on.

Nearly every answer shows people's data, a credential, or whether there is either; so an answer that may be kept says
so itself (the documents and their pages, a revocation list), and a page says what of its own it needs.
"""

from collections.abc import Iterable

Header = tuple[bytes, bytes]
NOT_FRAMED = "frame-ancestors 'none'; base-uri 'none'"
_UNLESS_SAID: tuple[Header, ...] = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", f"default-src 'none'; form-action 'none'; {NOT_FRAMED}".encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


def with_defaults(headers: Iterable[Header]) -> list[Header]:
    """Return the headers of an answer, and what they do not say."""
    said = [(name, value) for name, value in headers]
    names = {name.lower() for name, _ in said}
    return said + [header for header in _UNLESS_SAID if header[0] not in names]
