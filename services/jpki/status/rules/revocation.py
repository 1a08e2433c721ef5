"""Why a certificate was revoked (失効), and the list (CRL) that says so. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.keys import signing_hash
from shared.clock import day_in_japan

LIST_LIFETIME = timedelta(hours=48)
"""J-LIS publishes a list about once a day; how long one is good is not public. Ours outlasts the next day's."""


def is_of_its_day(this_update: datetime, at: datetime) -> bool:
    """Tell whether a list that was made at ``this_update`` is still the one of the day in Japan.

    A list from the future is none: a world's clock can be moved back.
    """
    return this_update <= at and day_in_japan(this_update) == day_in_japan(at)


class RevocationReason(StrEnum):
    """失効理由 by its X.509 name (RFC 5280, 5.3.1), with what it means for JPKI (認証業務規程 4.9)."""

    UNSPECIFIED = "unspecified"
    """Discarded before it was handed over."""
    KEY_COMPROMISE = "keyCompromise"
    """The holder's key is no longer theirs alone: lost, stolen."""
    CA_COMPROMISE = "cACompromise"
    """The authority's key is no longer its own."""
    AFFILIATION_CHANGED = "affiliationChanged"
    """What was recorded has changed."""
    SUPERSEDED = "superseded"
    """Renewed."""
    CESSATION_OF_OPERATION = "cessationOfOperation"
    """No longer needed."""
    CERTIFICATE_HOLD = "certificateHold"
    """Suspended (一時停止); never lifted."""


@dataclass(frozen=True, slots=True)
class Revocation:
    """That one certificate was revoked: why, since when."""

    serial_number: int
    reason: RevocationReason
    revoked_at: datetime


def build_revocation_list(authority: Authority, revocations: Sequence[Revocation], number: int, at: datetime) -> bytes:
    """Return the signed DER list of ``authority`` as of ``at``; ``number`` counts up from list to list."""
    issuer_key_id = x509.SubjectKeyIdentifier(authority.key_id)
    this_update = at.replace(microsecond=0)
    return (
        # The builder's own method copies all entries for each one added.
        x509.CertificateRevocationListBuilder(revoked_certificates=[_entry(each) for each in revocations])
        .issuer_name(authority.name)
        .last_update(this_update)
        .next_update(this_update + LIST_LIFETIME)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer_key_id), critical=False)
        .add_extension(x509.CRLNumber(number), critical=False)
        .sign(authority.private_key, signing_hash(authority.private_key))
        .public_bytes(Encoding.DER)
    )


def _entry(revocation: Revocation) -> x509.RevokedCertificate:
    entry = (
        x509.RevokedCertificateBuilder()
        .serial_number(revocation.serial_number)
        .revocation_date(revocation.revoked_at.replace(microsecond=0))
    )
    # RFC 5280, 5.3.1: an unspecified reason is left out.
    if revocation.reason is not RevocationReason.UNSPECIFIED:
        entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags(revocation.reason.value)), critical=False)
    return entry.build()
