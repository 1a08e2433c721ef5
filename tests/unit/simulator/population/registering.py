"""Lines of an import held against the registry's own rules: bodies, filings, certificates."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from services.registry.certificates.messages.elderly_certificates import ElderlyCertificateRegistration
from services.registry.certificates.messages.limit_certificates import LimitCertificateRegistration
from services.registry.certificates.messages.specific_disease_certificates import SpecificDiseaseCertificateRegistration
from services.registry.certificates.rules.certificates import (
    elderly_certificate_violations,
    specific_disease_violations,
)
from services.registry.certificates.rules.limit_certificates import limit_certificate_violations
from services.registry.coverages.messages.coverages import CoverageRegistration
from services.registry.coverages.rules.filing import Filing, FilingFacts, decide_filings
from services.registry.outcome import Registered
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from services.registry.persons.messages import PersonRegistration
from services.registry.persons.rules import refuse_unborn
from shared.domain.coverage import Coverage, Insurer
from shared.domain.identifiers import InsurerNumber
from shared.domain.insurers import InsurerKind, likeliest_kind_of
from simulator.population.block import Nation, draw_block
from simulator.population.lines import lines_of

NOW = datetime(2026, 11, 30, tzinfo=UTC)
CERTIFICATES: dict[str, tuple[Any, Any]] = {
    "limit_certificates": (LimitCertificateRegistration, limit_certificate_violations),
    "elderly_certificates": (ElderlyCertificateRegistration, elderly_certificate_violations),
    "specific_disease_certificates": (SpecificDiseaseCertificateRegistration, specific_disease_violations),
}


def lines(nation: Nation) -> list[dict[str, Any]]:
    text = b"".join(lines_of(draw_block(nation, number)) for number in range(nation.blocks))
    return [msgspec.json.decode(line) for line in text.splitlines()]


def kind_of(number: str) -> InsurerKind:
    """国保 societies have no law number either: their insurer part is 3xx."""
    kind = likeliest_kind_of(InsurerNumber(number))
    return InsurerKind.NHI_SOCIETY if kind is InsurerKind.MUNICIPAL_NHI and number[2] == "3" else kind


def registered(found: list[dict[str, Any]], today: date) -> list[RecordedCoverage]:
    """Register all lines, in their order; raises what the registry would refuse."""
    persons = [PersonRegistration(**line["person"]) for line in found]
    for person in persons:
        refuse_unborn(person.birthdate, today)
    births = {person.person_id: person.birthdate for person in persons if person.person_id is not None}
    assert len(births) == len(found)
    bodies = [(UUID(line["person"]["person_id"]), dict(cover)) for line in found for cover in line["coverages"]]
    names = {cover["insurer_number"]: cover.pop("insurer_name") for _, cover in bodies}
    insurers = {number: Insurer(number, name, kind_of(number)) for number, name in names.items()}
    facts = FilingFacts(today=today, births=births, insurers=insurers)
    filings = list(_filings(bodies))

    def make(filing: Filing, coverage: Coverage) -> RecordedCoverage:
        return RecordedCoverage(filing.person_id, coverage, NOW, uuid4())

    outcomes = decide_filings(filings, facts, make)
    made = []
    for outcome, (person_id, cover) in zip(outcomes, bodies, strict=True):
        if not isinstance(outcome, Registered):
            raise outcome
        made.append(outcome.thing)
        for kind, (body, rule) in CERTIFICATES.items():
            for certificate in cover.get(kind, []):
                registration = body(**certificate)
                assert rule(registration.certificate(registration.chosen_id), outcome.thing, births[person_id]) == []
    return made


def _filings(bodies: list[tuple[UUID, dict[str, Any]]]) -> Iterator[Filing]:
    for person_id, cover in bodies:
        body = {name: value for name, value in cover.items() if name not in CERTIFICATES}
        registration = CoverageRegistration(person_id=person_id, **body)
        assert registration.coverage_id is not None
        coverage = registration.coverage(registration.coverage_id)
        yield Filing(person_id, coverage, "strict", registration.continuation(), needs_insured=_is_dependants(coverage))


def _is_dependants(coverage: Coverage) -> bool:
    kinds = {InsurerKind.MUNICIPAL_NHI, InsurerKind.NHI_SOCIETY}
    return coverage.relationship.value == "family" and kind_of(coverage.insurer.number) not in kinds
