"""What the library raises over bytes that are no certificate or list, or one that it does not understand."""

from cryptography import x509

UNREADABLE = (ValueError, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)
"""Of these only the first is a ValueError, so whoever catches that alone answers a made-up version with an error."""
