"""A coverage as it is filed (資格取得届), and what stands against recording it. Pure.

The command reads the facts, asks here, and writes: services/registry/coverages/commands/acquisition.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.registry.coverages.rules.acquisition import Continuation, acquisition_violations
from services.registry.coverages.rules.families import family_violations
from services.registry.coverages.rules.loss_days import loss_violations
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.coverage import Coverage
from shared.domain.number_rules import CheckDigits
from shared.errors import Violation


@dataclass(frozen=True, slots=True)
class Filing:
    """A coverage as it is filed; of its insurer only the number counts."""

    coverage: Coverage
    check_digits: CheckDigits = "lenient"
    continuation: Continuation | None = None
    """任意継続の申出, which is judged."""
    continues: bool = False
    """任意継続 that goes on under another number."""
    continues_late: bool = False
    """That whose application the insurer had accepted late."""
    is_dependants: bool = False
    """Filed through the insured person, whose loss is theirs: sent again, it is the same whatever the loss."""
    needs_insured: bool = False
    """A dependant's, whose insured person must be on record."""

    @property
    def is_voluntary(self) -> bool:
        """Whether it is 任意継続."""
        return self.continues or self.continuation is not None

    @property
    def accepted_late(self) -> bool:
        """Whether the insurer accepted the application for 任意継続 late."""
        return self.continues_late or (self.continuation is not None and self.continuation.accepted_late)

    def is_of(self, person_id: UUID, coverage: Coverage, version: RecordedCoverage) -> bool:
        """Tell whether ``version`` is what this files, with ``coverage`` as it would be recorded."""
        recorded = version.coverage
        if self.is_dependants:
            recorded = replace(recorded, lost_on=coverage.lost_on, loss_reason=coverage.loss_reason)
        filed = (person_id, coverage, self.is_voluntary, self.accepted_late)
        return (version.person_id, recorded, version.is_voluntary, version.accepted_late) == filed


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """What decides beside the filing itself."""

    person_id: UUID
    birthdate: date
    relatives: Sequence[RecordedCoverage]
    """The other coverages under the same number."""
    held: Sequence[RecordedCoverage]
    """The person's other coverages; only a 任意継続の申出 asks for them."""
    today: date


def filing_violations(filing: Filing, coverage: Coverage, facts: FilingFacts) -> list[Violation]:
    """Tell what stands against ``filing``, with ``coverage`` as it would be recorded: its insurer is on record."""
    kind = coverage.insurer.kind
    violations = acquisition_violations(coverage, kind, facts.birthdate, filing.check_digits)
    violations += family_violations(coverage, facts.person_id, facts.relatives, needs_insured=filing.needs_insured)
    if filing.continuation is not None:
        violations += filing.continuation.violations(coverage, kind, facts.held)
    if coverage.lost_on is not None:
        violations += loss_violations(coverage, coverage.lost_on, facts.today, None)
    return violations
