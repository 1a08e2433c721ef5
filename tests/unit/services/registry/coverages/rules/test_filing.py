from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.registry.coverages.rules.acquisition import Continuation
from services.registry.coverages.rules.filing import (
    Filing,
    FilingFacts,
    decide_filings,
    filing_violations,
    new_coverage,
)
from services.registry.outcome import Registered
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insurers import InsurerKind
from shared.errors import AlreadyExists, ConflictingPeriod, RequestInvalid, ServiceError

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
BORN = date(1985, 4, 12)
FACTS = FilingFacts(
    date(2026, 11, 20),
    births={HOLDER: BORN, OTHER: date(2015, 7, 3)},
    insurers={"06139018": COVERAGE.insurer},
)
CHILD = replace(COVERAGE, coverage_id=str(UUID(int=5)), branch="01", relationship=Relationship.FAMILY)


def recorded(coverage: Coverage, person_id: UUID = HOLDER) -> RecordedCoverage:
    return RecordedCoverage(person_id, coverage, datetime(2026, 11, 20, tzinfo=UTC), UUID(int=9))


def codes(filing: Filing, facts: FilingFacts = FACTS) -> list[tuple[str, str]]:
    return [(each.pointer, each.code) for each in filing_violations(filing, filing.coverage, BORN, facts)]


def test_nothing_stands_against_a_plain_filing() -> None:
    assert codes(Filing(HOLDER, COVERAGE)) == []


def test_a_coverage_begins_after_birth_and_is_not_lost_before_it_begins() -> None:
    early = replace(COVERAGE, acquired_on=date(1985, 4, 11), lost_on=date(1985, 4, 10))

    assert codes(Filing(HOLDER, early)) == [("/acquired_on", "before-birth"), ("/lost_on", "before-acquisition")]


def test_a_continuation_follows_cover_that_the_person_held() -> None:
    filing = Filing(HOLDER, COVERAGE, continuation=Continuation(date(2026, 4, 10)))
    before = replace(COVERAGE, coverage_id=str(UUID(int=4)), acquired_on=date(2025, 4, 1), lost_on=date(2026, 4, 1))

    assert codes(filing, replace(FACTS, held={HOLDER: [recorded(before)]})) == []
    assert codes(filing) == [("/voluntary_continuation", "no-prior-cover")]


def test_a_dependant_sent_again_is_the_same_whatever_became_of_its_loss() -> None:
    lost = recorded(replace(COVERAGE, lost_on=date(2026, 10, 1)))

    assert Filing(HOLDER, COVERAGE, is_dependants=True).is_of(COVERAGE, lost)
    assert not Filing(HOLDER, COVERAGE).is_of(COVERAGE, lost)
    assert not Filing(OTHER, COVERAGE, is_dependants=True).is_of(COVERAGE, lost)


def decided(*filings: Filing, facts: FilingFacts = FACTS) -> list[Registered[RecordedCoverage] | ServiceError]:
    return decide_filings(filings, facts, lambda filing, coverage: recorded(coverage, filing.person_id))


def test_a_coverage_is_recorded_under_the_insurer_that_is_on_record() -> None:
    named = replace(FACTS, insurers={"06139018": Insurer("06139018", "新しい名称", InsurerKind.SOCIETY)})

    assert new_coverage(Filing(HOLDER, COVERAGE), named) == replace(COVERAGE, insurer=named.insurers["06139018"])


def test_whom_and_what_nobody_registered_is_named_together() -> None:
    with pytest.raises(RequestInvalid) as refused:
        new_coverage(Filing(UUID(int=9), COVERAGE), replace(FACTS, insurers={}))

    found = [(each.pointer, each.code) for each in refused.value.violations]
    assert found == [("/person_id", "unknown"), ("/insurer_number", "unknown")]


def test_the_same_under_its_id_is_found_and_anything_else_is_refused() -> None:
    now = recorded(replace(COVERAGE, lost_on=date(2026, 10, 1)))
    facts = replace(
        FACTS,
        histories={COVERAGE.coverage_id: [recorded(COVERAGE), now]},
        on_record={COVERAGE.coverage_id: now},
        families={COVERAGE.family: [now]},
    )

    assert decided(Filing(HOLDER, COVERAGE), facts=facts) == [Registered(now, is_new=False)]
    with pytest.raises(AlreadyExists):
        new_coverage(Filing(OTHER, COVERAGE), facts)


def test_identifiers_of_one_day_are_one_person_s() -> None:
    facts = replace(FACTS, families={COVERAGE.family: [recorded(COVERAGE)]})
    again = replace(COVERAGE, coverage_id=str(UUID(int=6)))

    with pytest.raises(ConflictingPeriod) as refused:
        new_coverage(Filing(HOLDER, again), facts)
    assert [(each.pointer, each.code) for each in refused.value.violations] == [("/number", "taken")]


def test_what_is_refused_stops_none_of_the_others() -> None:
    early = replace(COVERAGE, coverage_id=str(UUID(int=7)), number="2048", acquired_on=date(1980, 1, 1))

    first, refused, last = decided(Filing(HOLDER, COVERAGE), Filing(HOLDER, early), Filing(OTHER, CHILD))

    assert first == Registered(recorded(COVERAGE), is_new=True)
    assert isinstance(refused, RequestInvalid)
    assert last == Registered(recorded(CHILD, OTHER), is_new=True)


def test_what_comes_first_in_a_batch_counts_for_what_comes_after() -> None:
    longer = Filing(OTHER, CHILD, needs_insured=True)
    ended = replace(COVERAGE, lost_on=date(2026, 11, 1))

    assert [isinstance(each, Registered) for each in decided(Filing(HOLDER, COVERAGE), longer)] == [True, True]
    assert [isinstance(each, Registered) for each in decided(longer, Filing(HOLDER, COVERAGE))] == [False, True]
    assert [isinstance(each, Registered) for each in decided(Filing(HOLDER, ended), longer)] == [True, False]


def test_the_same_twice_in_a_batch_is_made_once() -> None:
    outcomes = decided(Filing(HOLDER, COVERAGE), Filing(HOLDER, COVERAGE), Filing(OTHER, COVERAGE))

    assert outcomes[:2] == [Registered(recorded(COVERAGE), is_new=True), Registered(recorded(COVERAGE), is_new=False)]
    assert isinstance(outcomes[2], AlreadyExists)


def test_deciding_leaves_the_facts_as_they_were() -> None:
    decided(Filing(HOLDER, COVERAGE))

    assert (FACTS.families, FACTS.held, FACTS.histories) == ({}, {}, {})
