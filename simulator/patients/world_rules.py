"""What stands against fixture rows in a world: what its registry would refuse, and whom the world has already.

Told before anything is started, all at once. The rules are the registry's own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from shared.domain.coverage import Coverage
from shared.domain.identifiers import BranchNumber, parse_branch
from shared.domain.insured import FamilyIdentifiers
from shared.domain.member_columns import COLUMNS
from shared.domain.periods import Period
from shared.errors import Violation
from simulator.patients.cells import BadCell
from simulator.patients.rows import FixtureRow
from simulator.personas.persona import Membership, Persona

if TYPE_CHECKING:
    from services.registry.person_records.rules.recorded_coverages import RecordedCoverage

_Holder = tuple[FamilyIdentifiers, BranchNumber | None]


@dataclass(frozen=True, slots=True)
class Objection:
    """What the world has against one column of a patient; without a column it is against the whole patient."""

    line: int
    column: str | None
    message: str
    message_ja: str

    def cell(self) -> BadCell:
        """Return it as it is told of a file."""
        return BadCell(self.line, self.column, f"{self.message}（{self.message_ja}）")


def against(rows: Sequence[FixtureRow], cast: Sequence[Persona], today: date) -> list[Objection]:
    """Return what is wrong with ``rows`` in a world of these personas on that day."""
    return [
        *_born_later(rows, today),
        *_named_as(rows, frozenset(persona.id for persona in cast)),
        *_taken(rows, cast),
    ]


def _born_later(rows: Iterable[FixtureRow], today: date) -> Iterator[Objection]:
    for row in rows:
        if row.birthdate > today:
            yield Objection(row.line, "birthdate", f"it lies after today, {today}", "今日より後の日付です")


def _named_as(rows: Iterable[FixtureRow], ids: frozenset[str]) -> Iterator[Objection]:
    for row in rows:
        if row.id in ids:
            yield Objection(row.line, "id", "a persona is called so", "同じ識別子のテスト患者が既にいます")


def _taken(rows: Iterable[FixtureRow], cast: Iterable[Persona]) -> Iterator[Objection]:
    """Of one insurer nobody has the 記号・番号・枝番 of another on the same day."""
    holders: dict[_Holder, list[tuple[Period, str, str]]] = {}
    for persona in cast:
        for held in (*persona.memberships, *(each for other in persona.others for each in other.memberships)):
            key = _holder(held.insurer.number, held.symbol, held.number, held.branch)
            period = Period(held.acquired_on, held.lost_on)
            holders.setdefault(key, []).append((period, f"the persona {persona.id} has", f"テスト患者 {persona.id} "))
    for row in rows:
        key = _holder(row.insurer_number, row.symbol, row.number, row.branch)
        period = Period(row.acquired_on, row.lost_on)
        before = holders.setdefault(key, [])
        for other, who, who_ja in before:
            if period.overlaps(other):
                yield Objection(
                    row.line,
                    "number",
                    f"{who} the same insurer, symbol, number and branch on the same days",
                    f"{who_ja}と保険者番号・記号・番号・枝番・期間が重複しています",
                )
                break
        before.append((period, f"line {row.line} has", f"{row.line}行目"))


def _holder(insurer_number: str, symbol: str | None, number: str, branch: str | None) -> _Holder:
    return FamilyIdentifiers.folded(insurer_number, symbol, number), parse_branch(branch)


def against_the_law(
    people: Sequence[Persona], lines: Mapping[str, int], cast: Iterable[Persona], today: date
) -> Iterator[Objection]:
    """Yield what the registry would refuse of ``people``, who stand on these ``lines``; each column once."""
    # Half a second of imports: only for who brings somebody along.
    from services.registry.certificates.rules.limit_certificates import limit_certificate_violations  # noqa: PLC0415 - slow to import, and only a file of patients needs it
    from services.registry.coverages.rules.acquisition import acquisition_violations  # noqa: PLC0415 - same
    from services.registry.coverages.rules.families import family_violations  # noqa: PLC0415 - same
    from services.registry.coverages.rules.loss_days import loss_violations  # noqa: PLC0415 - same

    known = [each for persona in (*cast, *people) for each in _records(persona)]
    families: dict[FamilyIdentifiers, list[RecordedCoverage]] = {}
    for each in known:
        families.setdefault(each.family, []).append(each)
    for persona in people:
        assert persona.holder is not None  # noqa: S101 - every patient of a file has a holder
        birthdate, (recorded,), (held,) = persona.holder.birthdate, _records(persona), persona.memberships
        coverage, kind = recorded.coverage, held.insurer.kind
        told = acquisition_violations(coverage, kind, birthdate, "lenient")
        relatives = [each for each in families[recorded.family] if each.coverage.coverage_id != coverage.coverage_id]
        told += family_violations(coverage, recorded.person_id, relatives)
        if coverage.lost_on is not None:
            told += loss_violations(coverage, coverage.lost_on, today, None)
        cells = [(_column_of(violation), violation) for violation in told]
        for certificate in held.limit_certificates:
            # Its days are ours: what stands against them is the category's error.
            found = limit_certificate_violations(certificate, recorded, birthdate)
            cells += [("limit_category", violation) for violation in found]
        for column, violation in dict(reversed(cells)).items():
            yield Objection(lines[persona.id], column, violation.message, violation.message_ja)


def _records(persona: Persona) -> "list[RecordedCoverage]":
    """Return a persona's coverages as the registry would have them, as far as its rules look."""
    from services.registry.person_records.rules.recorded_coverages import RecordedCoverage  # noqa: PLC0415 - see above

    never, no_version = datetime.min.replace(tzinfo=UTC), UUID(int=0)
    holders = [] if persona.holder is None else [(persona.holder, persona.memberships)]
    holders += [(other.holder, other.memberships) for other in persona.others]
    return [
        RecordedCoverage(holder.person_id, _coverage(held), never, no_version)
        for holder, memberships in holders
        for held in memberships
    ]


def _coverage(held: Membership) -> Coverage:
    return Coverage(
        coverage_id=str(held.coverage_id),
        insurer=held.insurer,
        symbol=held.symbol,
        number=held.number,
        branch=held.branch,
        relationship=held.relationship,
        acquired_on=held.acquired_on,
        lost_on=held.lost_on,
        loss_reason=held.loss_reason,
    )


def _column_of(violation: Violation) -> str | None:
    name = violation.pointer.removeprefix("/")
    return name if name in COLUMNS else None
