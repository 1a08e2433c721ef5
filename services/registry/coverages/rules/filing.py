"""A coverage as it is filed (資格取得届), and what stands against recording it. Pure.

The command reads the facts, asks here, and writes: services/registry/coverages/commands/acquisition.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from services.registry.coverages.rules.acquisition import Continuation, acquisition_violations
from services.registry.coverages.rules.families import family_violations
from services.registry.coverages.rules.loss_days import loss_violations
from services.registry.outcome import Registered, unknown
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.rules.taken_identifiers import taken_by
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insured import FamilyIdentifiers
from shared.domain.number_rules import CheckDigits
from shared.errors import AlreadyExists, ConflictingPeriod, RequestInvalid, ServiceError, Violation


@dataclass(frozen=True, slots=True)
class Filing:
    """A coverage as it is filed, and for whom; of its insurer only the number counts."""

    person_id: UUID
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

    def is_of(self, coverage: Coverage, version: RecordedCoverage) -> bool:
        """Tell whether ``version`` is what this files, with ``coverage`` as it would be recorded."""
        recorded = version.coverage
        if self.is_dependants:
            recorded = replace(recorded, lost_on=coverage.lost_on, loss_reason=coverage.loss_reason)
        filed = (self.person_id, coverage, self.is_voluntary, self.accepted_late)
        return (version.person_id, recorded, version.is_voluntary, version.accepted_late) == filed


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """What is on record that decides about filings, whether one or many."""

    today: date
    births: Mapping[UUID, date] = field(default_factory=dict, repr=False)
    """Of the persons who are on record."""
    insurers: Mapping[str, Insurer] = field(default_factory=dict)
    """By number."""
    families: dict[FamilyIdentifiers, list[RecordedCoverage]] = field(default_factory=dict)
    """All coverages under the same number."""
    held: dict[UUID, list[RecordedCoverage]] = field(default_factory=dict)
    """What persons hold; only a 任意継続の申出 asks for it."""
    histories: dict[str, list[RecordedCoverage]] = field(default_factory=dict)
    """Every version of the coverages that are on record already, by id."""
    on_record: dict[str, RecordedCoverage] = field(default_factory=dict)
    """The same as they are now, with their certificates."""

    def copied(self) -> "FilingFacts":
        """Return a copy to which what is made may be added."""
        return replace(
            self,
            families={family: list(found) for family, found in self.families.items()},
            held={person_id: list(found) for person_id, found in self.held.items()},
            histories=dict(self.histories),
            on_record=dict(self.on_record),
        )

    def add(self, made: RecordedCoverage) -> None:
        """Count ``made`` as on record for what is filed after it."""
        self.families.setdefault(made.family, []).append(made)
        self.held.setdefault(made.person_id, []).append(made)
        self.histories[made.coverage.coverage_id] = [made]
        self.on_record[made.coverage.coverage_id] = made

    def take_back(self, made: RecordedCoverage) -> None:
        """Count what was added last as not on record after all."""
        self.families[made.family].pop()
        self.held[made.person_id].pop()
        del self.histories[made.coverage.coverage_id], self.on_record[made.coverage.coverage_id]

    def change(self, before: RecordedCoverage, after: RecordedCoverage) -> None:
        """Count ``after`` as what ``before`` has become, but for ``on_record``: neither has certificates."""
        self._put(before, after)
        self.histories[after.coverage.coverage_id].append(after)

    def change_back(self, before: RecordedCoverage, after: RecordedCoverage) -> None:
        """Count ``before`` as what is on record after all."""
        self._put(after, before)
        self.histories[after.coverage.coverage_id].pop()

    def _put(self, out: RecordedCoverage, into: RecordedCoverage) -> None:
        _without(self.families[out.family], out)
        self.families.setdefault(into.family, []).append(into)
        _without(self.held.get(out.person_id, []), out)
        self.held.setdefault(into.person_id, []).append(into)


def _without(held: list[RecordedCoverage], out: RecordedCoverage) -> None:
    held[:] = [each for each in held if each.coverage.coverage_id != out.coverage.coverage_id]


def decide_filings(
    filings: Sequence[Filing], facts: FilingFacts, make: Callable[[Filing, Coverage], RecordedCoverage]
) -> list[Registered[RecordedCoverage] | ServiceError]:
    """Return for each filing what is on record, what is to be recorded (``make`` gives it its version), or why not.

    Each is judged with those before it on record: a dependant may come right behind the insured person.
    """
    decided: list[Registered[RecordedCoverage] | ServiceError] = []
    known = facts.copied()
    for filing in filings:
        try:
            coverage = new_coverage(filing, known)
        except ServiceError as refusal:
            decided.append(refusal)
            continue
        if coverage is None:
            decided.append(Registered(known.on_record[filing.coverage.coverage_id], is_new=False))
            continue
        made = make(filing, coverage)
        known.add(made)
        decided.append(Registered(made, is_new=True))
    return decided


def new_coverage(filing: Filing, facts: FilingFacts) -> Coverage | None:
    """Return the coverage to record for a filing, or None when it is on record already.

    Raises RequestInvalid (no such person or insurer, or against a rule), AlreadyExists (the id never had this
    content), ConflictingPeriod (the identifiers are taken on one of its days; errors[] names whose they are).
    """
    birthdate = facts.births.get(filing.person_id)
    insurer = facts.insurers.get(filing.coverage.insurer.number)
    if insurer is None or birthdate is None:
        named = {"person_id": birthdate, "insurer_number": insurer}
        missing = [unknown(name) for name, found in named.items() if found is None]
        kind = None if insurer is None else insurer.kind
        raise RequestInvalid(missing + acquisition_violations(filing.coverage, kind, birthdate, filing.check_digits))
    coverage = replace(filing.coverage, insurer=insurer)
    history = facts.histories.get(coverage.coverage_id)
    if history is not None:
        if not any(filing.is_of(coverage, version) for version in history):
            raise AlreadyExists
        return None
    violations = filing_violations(filing, coverage, birthdate, facts)
    if violations:
        raise RequestInvalid(violations)
    taken = taken_by(coverage, facts.families.get(coverage.family, ()))
    if taken:
        raise ConflictingPeriod(taken)
    return coverage


def filing_violations(filing: Filing, coverage: Coverage, birthdate: date, facts: FilingFacts) -> list[Violation]:
    """Tell what stands against ``filing``, with ``coverage`` as it would be recorded: its insurer is on record."""
    kind, relatives = coverage.insurer.kind, facts.families.get(coverage.family, ())
    violations = acquisition_violations(coverage, kind, birthdate, filing.check_digits)
    violations += family_violations(coverage, filing.person_id, relatives, needs_insured=filing.needs_insured)
    if filing.continuation is not None:
        violations += filing.continuation.violations(coverage, kind, facts.held.get(filing.person_id, ()))
    if coverage.lost_on is not None:
        violations += loss_violations(coverage, coverage.lost_on, facts.today, None)
    return violations
