"""What is on record after lines of a file or single calls: all rows, but when they were recorded."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from services.registry.imports.messages.lines import read_line
from services.registry.imports.rules.lines import Line
from tests.service.registry.caller import SOCIETY, TOWN, RegistryCaller, running_registry
from tests.worlds import TestDatabase

KINDS = {
    "limit_certificates": "limit-certificates",
    "elderly_certificates": "elderly-certificates",
    "specific_disease_certificates": "specific-disease-certificates",
    "medical_tickets": "medical-tickets",
}
LIMIT = {"kind": "limit", "category": "A03", "issued_on": "2026-08-01", "valid_from": "2026-08-01"}
ENDING = {**LIMIT, "valid_to": "2027-07-31"}
DISEASE = {"disease": "dialysis", "issued_on": "2026-01-01", "valid_from": "2026-01-01", "copay_limit_yen": 10000}


def dressed(each: Mapping[str, Any]) -> dict[str, Any]:
    """A line with the ids that it would get, named: single calls need them."""
    if "elderly_certificates" in each["coverages"][0]:
        for certificate in each["coverages"][0]["elderly_certificates"]:
            certificate.pop("kind", None)
            certificate.pop("category", None)
    read = read_line(1, each)
    assert isinstance(read, Line), read
    (filed,) = read.coverages
    coverage = {**each["coverages"][0], "coverage_id": filed.coverage.coverage_id}
    for certificate in filed.certificates:
        named = [dict(one) for one in coverage[certificate.field]]
        named[certificate.place]["certificate_id"] = str(certificate.certificate_id)
        coverage[certificate.field] = named
    return {"person": {**each["person"], "person_id": read.person.person_id}, "coverages": [coverage]}


TABLES = {
    "persons": "SELECT person_id FROM registry.persons",
    "person_versions": "SELECT * FROM registry.person_versions",
    "coverage_versions": "SELECT * FROM registry.coverage_versions",
    "limit_certificate_versions": "SELECT * FROM registry.limit_certificate_versions",
    "elderly_certificate_versions": "SELECT * FROM registry.elderly_certificate_versions",
    "specific_disease_certificate_versions": "SELECT * FROM registry.specific_disease_certificate_versions",
    "medical_ticket_versions": "SELECT * FROM registry.medical_ticket_versions",
    "published persons": "SELECT person_id, document FROM registry_published.persons WHERE known_to = 'infinity'",
    "published identifiers": "SELECT * FROM registry_published.insured_identifiers WHERE known_to = 'infinity'",
}
_WITHOUT_END = 9999
_OF_ITS_RECORDING = {"version_id", "recorded_at", "known_from"}


async def truth(caller: RegistryCaller, without: set[UUID]) -> dict[str, list[str]]:
    """All rows but when they were recorded; none of what a refused line leaves behind by single calls, ``without``."""
    admin = await asyncpg.connect(caller.database.admin_url)
    try:
        found = {name: await admin.fetch(statement) for name, statement in TABLES.items()}
    finally:
        await admin.close()
    return {
        name: sorted(
            json.dumps({key: _as_of_now(key, value) for key, value in row.items() if key not in _OF_ITS_RECORDING})
            for row in rows
            if without.isdisjoint((row.get("person_id"), row.get("coverage_id")))
        )
        for name, rows in found.items()
    }


def _as_of_now(column: str, value: Any) -> str:
    """A value, and of an end whether there is one: the instant is of its recording."""
    return str(value.year == _WITHOUT_END) if column == "superseded_at" else str(value)


@asynccontextmanager
async def registry(database: TestDatabase, folder: Path) -> AsyncIterator[RegistryCaller]:
    async with running_registry(database, folder) as operator:
        for insurer in (SOCIETY, TOWN):
            await operator.make("/v1/insurers", insurer)
        yield operator
