from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from services.registry.coverages.rules.acquisition import Continuation
from services.registry.coverages.rules.filing import Filing, FilingFacts, filing_violations
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insurers import InsurerKind

HOLDER, OTHER = UUID(int=1), UUID(int=2)
COVERAGE = Coverage(
    coverage_id=str(UUID(int=3)),
    insurer=Insurer("06139018", "架空健康保険組合", InsurerKind.SOCIETY),
    symbol="1",
    number="1024",
    branch="00",
    relationship=Relationship.SELF,
    acquired_on=date(2026, 4, 1),
)
FACTS = FilingFacts(HOLDER, date(1985, 4, 12), relatives=(), held=(), today=date(2026, 11, 20))


def recorded(coverage: Coverage, person_id: UUID = HOLDER) -> RecordedCoverage:
    return RecordedCoverage(person_id, coverage, datetime(2026, 11, 20, tzinfo=UTC), UUID(int=9))


def codes(filing: Filing, facts: FilingFacts = FACTS) -> list[tuple[str, str]]:
    return [(each.pointer, each.code) for each in filing_violations(filing, filing.coverage, facts)]


def test_nothing_stands_against_a_plain_filing() -> None:
    assert codes(Filing(COVERAGE)) == []


def test_a_coverage_begins_after_birth_and_is_not_lost_before_it_begins() -> None:
    early = replace(COVERAGE, acquired_on=date(1985, 4, 11), lost_on=date(1985, 4, 10))

    assert codes(Filing(early)) == [("/acquired_on", "before-birth"), ("/lost_on", "before-acquisition")]


def test_a_continuation_follows_cover_that_the_person_held() -> None:
    filing = Filing(COVERAGE, continuation=Continuation(date(2026, 4, 10)))
    before = replace(COVERAGE, coverage_id=str(UUID(int=4)), acquired_on=date(2025, 4, 1), lost_on=date(2026, 4, 1))

    assert codes(filing, replace(FACTS, held=[recorded(before)])) == []
    assert codes(filing) == [("/voluntary_continuation", "no-prior-cover")]


def test_a_dependant_sent_again_is_the_same_whatever_became_of_its_loss() -> None:
    lost = recorded(replace(COVERAGE, lost_on=date(2026, 10, 1)))

    assert Filing(COVERAGE, is_dependants=True).is_of(HOLDER, COVERAGE, lost)
    assert not Filing(COVERAGE).is_of(HOLDER, COVERAGE, lost)
    assert not Filing(COVERAGE, is_dependants=True).is_of(OTHER, COVERAGE, lost)
