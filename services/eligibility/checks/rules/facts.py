"""What a check asks of the tables, and what they say: nouns that its rules take. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.eligibility.rules.limit_change import LastCheck
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.identifiers import InstitutionCode
from shared.domain.insured import InsuredIdentifiers


@dataclass(frozen=True, slots=True)
class CardQuestion:
    """Who holds this certificate, and what is its status?"""

    authority_key_id: bytes
    serial_number: bytes
    institution_code: InstitutionCode | None


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What is known of a certificate; ``person`` is None when it was never registered."""

    person: PersonRecord | None
    version_id: UUID | None
    is_revoked: bool
    status_fresh_until: datetime | None
    """Until when the authority's revocation list can be trusted; None when there is none."""
    reference_number: str | None = None
    """照会番号: the asking institution's own number for the person."""
    last_check: LastCheck | None = None
    """The asking institution's last check of the person."""


@dataclass(frozen=True, slots=True)
class IdentifierQuestion:
    """Whom do these identifiers fit, and may this asker know?"""

    insured: InsuredIdentifiers
    client_id: str
    institution_code: InstitutionCode | None


@dataclass(frozen=True, slots=True)
class IdentifierFacts:
    """What fits, and what the purpose rules ask about the asker."""

    matches: list[tuple[PersonRecord, Coverage]]
    versions: Mapping[str, UUID]
    """Which version of each person that fits, by person."""
    prior_card_check: bool
    opened: bool
    decisive_miss: datetime | None
    """When the asker's miss was that used their budget up; None while something is left."""
    reference_numbers: Mapping[str, str]
    """照会番号: the asking institution's own numbers, by person."""
    last_checks: Mapping[str, LastCheck]
    """The asking institution's last check of each person that fits, by person."""

    def coverage_ids_of(self, person_id: str) -> list[str]:
        """Return which coverages of a person the identifiers fitted."""
        return [coverage.coverage_id for person, coverage in self.matches if person.person_id == person_id]
