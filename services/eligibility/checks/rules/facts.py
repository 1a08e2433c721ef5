"""What a check asks of the tables, and what they say: nouns that its rules take. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from services.eligibility.rules.limit_change import LastCheck
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.identifiers import InstitutionCode
from shared.domain.insured import InsuredIdentifiers


class Known(msgspec.Struct, frozen=True):
    """What is known of a person beside their record."""

    version_id: UUID | None = None
    """Which version of the person was read."""
    reference_number: str | None = None
    """照会番号: the asking institution's own number for the person."""
    last_check: LastCheck | None = None
    """The asking institution's last check of the person."""


class CardQuestion(msgspec.Struct, frozen=True):
    """Who holds this certificate, and what is its status?"""

    authority_key_id: bytes
    serial_number: bytes
    institution_code: InstitutionCode | None


class CardFacts(msgspec.Struct, frozen=True):
    """What is known of a certificate; ``person`` is None when it was never registered."""

    person: PersonRecord | None
    known: Known
    is_revoked: bool
    status_fresh_until: datetime | None
    """Until when the authority's revocation list can be trusted; None when there is none."""


class IdentifierQuestion(msgspec.Struct, frozen=True):
    """Whom do these identifiers fit, and may this asker know?"""

    insured: InsuredIdentifiers
    client_id: str
    institution_code: InstitutionCode | None


class IdentifierFacts(msgspec.Struct, frozen=True):
    """What fits, and what the purpose rules ask about the asker."""

    matches: Sequence[tuple[PersonRecord, Coverage]]
    known: Mapping[str, Known]
    """Of each person that fits."""
    prior_card_check: bool
    opened: bool
    decisive_miss: datetime | None
    """When the asker's miss was that used their budget up; None while something is left."""
