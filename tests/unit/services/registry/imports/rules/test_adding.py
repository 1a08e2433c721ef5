"""What a line adds counts for the next one; taken back, the facts are as they were."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from services.registry.coverages.rules.filing import FilingFacts
from services.registry.imports.rules.adding import Adding
from services.registry.imports.rules.changing import Changes
from services.registry.imports.rules.facts import Facts, Made
from services.registry.imports.rules.lines import LineCertificate
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.person_records.rules.recorded_persons import RecordedPerson
from shared.domain.codes import LossReason
from tests.builders import coverage, limit_certificate, person

AT, NOW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
PERSON, COVERAGE = UUID(int=1), UUID(int=2)
CERTIFICATE = limit_certificate(certificate_id=str(UUID(int=3)))


def on_record() -> tuple[Adding, RecordedCoverage]:
    """Facts of one coverage with a certificate, as they are read."""
    bare = replace(coverage(coverage_id=str(COVERAGE), lost_on=None, loss_reason=None), limit_certificates=())
    recorded = RecordedCoverage(PERSON, bare, AT, UUID(int=4))
    filing = FilingFacts(date(2026, 11, 20))
    filing.add(recorded)
    certified = replace(recorded, coverage=replace(bare, limit_certificates=(CERTIFICATE,)))
    filing.on_record[str(COVERAGE)] = certified
    return Adding(Facts(filing, {}, {}, {}, {}, {}, {})), recorded


def stamped(after: RecordedCoverage) -> RecordedCoverage:
    return replace(after, recorded_at=NOW, version_id=UUID(int=5))


def test_a_changed_coverage_keeps_its_certificates() -> None:
    adding, before = on_record()
    lost = replace(before.coverage, lost_on=date(2026, 10, 1), loss_reason=LossReason.OTHER)
    adding.begin()
    adding.changes(Changes(((before, replace(before, coverage=lost)),), (PERSON,)), stamped)
    changed = adding.made.changed[str(COVERAGE)]
    assert (changed.coverage.lost_on, changed.coverage.limit_certificates) == (date(2026, 10, 1), (CERTIFICATE,))
    assert (changed.recorded_at, changed.version_id) == (NOW, UUID(int=5))
    assert adding.facts.filing.on_record[str(COVERAGE)] == changed
    assert [each.recorded_at for each in adding.facts.filing.histories[str(COVERAGE)]] == [AT, NOW]
    assert (adding.is_new, adding.changed_by_line, list(adding.made.person_ids())) == (True, {str(COVERAGE)}, [PERSON])


def test_all_of_a_line_is_taken_back() -> None:
    adding, before = on_record()
    facts = deepcopy(adding.facts)
    adding.begin()
    adding.person(RecordedPerson(person(person_id=str(UUID(int=9))), NOW, UUID(int=6)))
    lost = replace(before.coverage, lost_on=date(2026, 10, 1), number="99")
    adding.changes(Changes(((before, replace(before, coverage=lost)),), (PERSON,)), stamped)
    another = limit_certificate(certificate_id=str(UUID(int=7)))
    held = adding.facts.filing.on_record[str(COVERAGE)]
    adding.certificate(LineCertificate("limit_certificates", 0, UUID(int=7), another), held)
    adding.take_back()
    assert (adding.made, adding.is_new) == (Made(), False)
    assert {key: value for key, value in adding.facts.filing.families.items() if value} == facts.filing.families
    assert adding.facts.filing.histories == facts.filing.histories
    assert adding.facts.filing.on_record == facts.filing.on_record
    assert (adding.facts.persons, adding.facts.births, adding.facts.certificates) == ({}, {}, {})
