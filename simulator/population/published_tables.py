"""The published tables that a nation is copied into: what other services read of it (shared/published)."""

from typing import Final

PERSONS: Final = "registry_published.persons"
IDENTIFIERS: Final = "registry_published.insured_identifiers"
CERTIFICATES: Final = "registry_published.card_certificates"
INSTITUTIONS: Final = "registry_published.institutions"
ROOTS: Final = "registry_published.trust_roots"
VERIFIED: Final = "registry_published.verified_certificates"
HOLDERS: Final = "jpki_published.card_holders"
