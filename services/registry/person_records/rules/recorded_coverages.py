"""Coverages as recorded, with the certificates that hang on them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.domain.coverage import Coverage
from shared.domain.insured import FamilyIdentifiers


@dataclass(frozen=True, slots=True)
class RecordedCoverage:
    """A coverage, whose it is, and since when the registry has known it so.

    One that was lost on the very day on which it was acquired never was: it covers nothing and is not published.
    """

    person_id: UUID
    coverage: Coverage
    recorded_at: datetime
    version_id: UUID
    is_voluntary: bool = False
    """任意継続被保険者; no answer shows it, so it is not published."""
    accepted_late: bool = False
    """Of 任意継続: the application was late, and the insurer accepted it (健康保険法37条1項ただし書)."""

    @property
    def ever_was(self) -> bool:
        """Whether there is a day that it covers."""
        return self.coverage.lost_on is None or self.coverage.acquired_on < self.coverage.lost_on

    @property
    def family(self) -> FamilyIdentifiers:
        """What the holder shares with their family."""
        return self.coverage.family
