"""A nation in a world's tables: what is published is what the registry would publish of the same lines."""

import json
from base64 import b64decode
from dataclasses import replace
from datetime import date
from hashlib import sha256

import msgspec
import pytest
from cryptography import x509

from services.registry.person_records.rules.insured_turning_75 import (
    InsuredPerson,
    has_insured_person,
    insures_family,
    month_of_split,
)
from shared.domain.coverage import PersonRecord
from shared.domain.insured import FamilyIdentifiers
from shared.pki.chain import mark_of
from simulator.population.block import Nation
from simulator.population.institutions import institutions_of
from simulator.population.load_files import BlockFiles
from simulator.population.loading import Loading, WorldNotEmpty, load_nation
from tests.service.population.administering import administered
from tests.unit.simulator.population.registering import lines, registered
from tests.worlds import TestDatabase

DAY = date(2026, 11, 20)
NATION = Nation(1500, 11, DAY)


def expected_records(nation: Nation) -> dict[str, PersonRecord]:
    """Return what the registry publishes once all lines are registered, each certificate on its coverage."""
    found = lines(nation)
    by_person: dict[str, list[object]] = {}
    made = registered(found, nation.today)
    births = {line["person"]["person_id"]: date.fromisoformat(line["person"]["birthdate"]) for line in found}
    insured: dict[FamilyIdentifiers, list[InsuredPerson]] = {}
    for each in made:
        if insures_family(each.coverage):
            insured.setdefault(each.family, []).append(InsuredPerson(each.coverage, births[str(each.person_id)]))
    certificates = {
        cover["coverage_id"]: {name: value for name, value in cover.items() if name.endswith("_certificates")}
        for line in found
        for cover in line["coverages"]
    }
    for each in made:
        month = (
            month_of_split(each.coverage, insured.get(each.family, ())) if has_insured_person(each.coverage) else None
        )
        coverage = msgspec.to_builtins(replace(each.coverage, insured_turns_75_in=month))
        by_person.setdefault(str(each.person_id), []).append(coverage | certificates[each.coverage.coverage_id])
    return {
        line["person"]["person_id"]: msgspec.convert(
            {**line["person"], "coverages": by_person[line["person"]["person_id"]]}, PersonRecord
        )
        for line in found
    }


async def test_what_is_published_is_what_the_registry_would_publish(database: TestDatabase) -> None:
    async with administered(database) as connection:
        await load_nation(connection, Loading(NATION))
        published = await connection.fetch("SELECT person_id::text, document FROM registry_published.persons")
        found_by = await connection.fetch(
            "SELECT insurer_number, number, symbol, coverage_id::text, branch, birthdate"
            " FROM registry_published.insured_identifiers"
        )
        same = await connection.fetchval(
            "SELECT count(*) FROM registry.coverage_versions v JOIN registry_published.insured_identifiers i"
            " USING (coverage_id) WHERE v.number_folded = i.number AND v.symbol_folded = i.symbol"
        )

    expected, wanted = expected_records(NATION), set()
    assert {row["person_id"] for row in published} == expected.keys()
    for row in published:
        assert row["document"] == msgspec.json.encode(expected[row["person_id"]]).decode()
    for record in expected.values():
        for coverage in record.coverages:
            by = coverage.identifiers_of(record.birthdate)
            wanted.add((by.insurer_number, by.number, by.symbol, coverage.coverage_id, by.branch, by.birthdate))
    assert {tuple(row) for row in found_by} == wanted
    assert same == len(wanted)


async def test_indexes_and_constraints_are_there_again(database: TestDatabase) -> None:
    asked = (
        "SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype IN ('p', 'u', 'x', 'f')"
        " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname NOT LIKE 'pg%' ORDER BY 1"
    )
    async with administered(database) as connection:
        before = await connection.fetch(asked)
        await load_nation(connection, Loading(NATION, institutions_of(11, 20)))
        after = await connection.fetch(asked)
        counted = await connection.fetchval("SELECT count(*) FROM registry_published.institutions")

    assert after == before
    assert counted == 20


async def test_a_world_with_somebody_in_it_is_left_as_it_is(database: TestDatabase) -> None:
    async with administered(database) as connection:
        await load_nation(connection, Loading(Nation(5, 1, DAY)))

        with pytest.raises(WorldNotEmpty):
            await load_nation(connection, Loading(NATION))

        assert await connection.fetchval("SELECT count(*) FROM registry.persons") == 5


async def test_two_processes_load_the_same_as_one(database: TestDatabase) -> None:
    async with administered(database) as connection:
        await load_nation(connection, Loading(Nation(4100, 2, DAY), workers=2))

        assert await connection.fetchval("SELECT count(DISTINCT serial_number) FROM jpki.certificates") == (
            await connection.fetchval("SELECT count(*) FROM jpki.cards")
        )
        assert await connection.fetchval("SELECT count(*) FROM registry.persons") == 4100


async def test_with_files_the_certificates_count_as_verified(database: TestDatabase) -> None:
    files: list[BlockFiles] = []
    async with administered(database) as connection:
        await load_nation(connection, Loading(Nation(40, 2, DAY), institutions_of(2, 5), write=files.append))
        verified = await connection.fetch(
            "SELECT v.serial_number, v.certificate_digest, v.mark, r.certificate"
            " FROM registry_published.verified_certificates v JOIN registry_published.trust_roots r"
            " USING (authority_key_id)"
        )

    cards = [json.loads(line) for each in files for line in each.cards.splitlines()]
    assert len(cards) > 20
    assert {(row["serial_number"].hex(), row["certificate_digest"]) for row in verified} == {
        (card["serial_number"], sha256(b64decode(card["certificate"])).digest()) for card in cards
    }
    assert {row["mark"] for row in verified} == {
        mark_of(x509.load_der_x509_certificate(row["certificate"])) for row in verified
    }
