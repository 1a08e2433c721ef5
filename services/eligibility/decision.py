"""What the answer is: which 資格有効性, and which coverage it rests on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.domain.codes import QualificationValidity
from shared.domain.coverage import Coverage, PersonRecord


@dataclass(frozen=True, slots=True)
class Decision:
    """The validity, and the person and coverage to show; both None when nobody may be shown."""

    validity: QualificationValidity
    person: PersonRecord | None = None
    coverage: Coverage | None = None


def decide_by_card(person: PersonRecord, on: date) -> Decision:
    """Answer for the person whose card was verified, as of the day ``on``."""
    # 1. A card always finds the person; without any coverage on record there is nothing to confirm.
    begun = [coverage for coverage in person.coverages if coverage.acquired_on <= on]
    if not begun:
        return Decision(QualificationValidity.NOT_FOUND)
    # 2. Whatever covers the day; of two the newer one, as the real service shows the newest.
    in_force = [coverage for coverage in begun if coverage.period.contains(on)]
    if in_force:
        return Decision(QualificationValidity.VALID, person, _newest(in_force))
    # 3. Everything has ended.
    return Decision(QualificationValidity.INVALID, person, _newest(begun))


def decide_by_identifier(matches: Sequence[tuple[PersonRecord, Coverage]], on: date) -> Decision:
    """Answer for the coverages that fit the identifiers asked about, as of the day ``on``."""
    # 1. Nothing fits, or nothing that had begun on that day.
    begun = [(person, coverage) for person, coverage in matches if coverage.acquired_on <= on]
    if not begun:
        return Decision(QualificationValidity.NOT_FOUND)
    # 2. More than one person fits: the caller must ask again, with the branch number.
    if len({person.person_id for person, _ in begun}) > 1:
        return Decision(QualificationValidity.AMBIGUOUS)
    person = begun[0][0]
    # 3. A coverage that was asked about covers the day.
    asked = [coverage for _, coverage in begun]
    in_force = [coverage for coverage in asked if coverage.period.contains(on)]
    if in_force:
        return Decision(QualificationValidity.VALID, person, _newest(in_force))
    # 4. It has ended; say whether another one holds, though not which.
    covered_elsewhere = any(coverage.period.contains(on) for coverage in person.coverages)
    validity = QualificationValidity.SUPERSEDED if covered_elsewhere else QualificationValidity.INVALID
    return Decision(validity, person, _newest(asked))


def _newest(coverages: Sequence[Coverage]) -> Coverage:
    return max(coverages, key=lambda coverage: (coverage.acquired_on, coverage.issued_on or coverage.acquired_on))
