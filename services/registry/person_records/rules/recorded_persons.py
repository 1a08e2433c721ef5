"""Persons as recorded, without their coverages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.domain.coverage import PersonRecord


@dataclass(frozen=True, slots=True)
class RecordedPerson:
    """A person (no coverages in it) and since when the registry has known them so."""

    record: PersonRecord
    recorded_at: datetime
    version_id: UUID
