"""The same lines by single calls and by an import leave the same truth and the same published record."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from services.registry.imports.messages.lines import read_line
from services.registry.imports.rules.lines import Line
from shared.db.embedded.server import EmbeddedPostgres
from tests.conftest import cloned
from tests.service.registry.caller import SOCIETY, TOWN, RegistryCaller, running_registry
from tests.service.registry.member_files import line, ndjson, send
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
OLD = {"person": {"birthdate": "1954-12-10"}}
FAMILY = {"number": "1", "branch": "01", "relationship": "family"}
LINES: Sequence[Mapping[str, Any]] = (
    line(1, person={"name": "髙橋　●花", "address_hidden": True}, coverage={"symbol": "１２－３４"}),
    line(
        2, coverage={"limit_certificates": [{**LIMIT, "valid_to": "2027-07-31"}, {**LIMIT, "valid_from": "2027-08-01"}]}
    ),
    line(3, coverage={"limit_certificates": [LIMIT, {**LIMIT, "valid_from": "2026-12-01"}]}),
    line(4, coverage={"lost_on": "2026-04-01", "loss_reason": "other", "specific_disease_certificates": [DISEASE]}),
    line(5, coverage={"lost_on": "2024-04-01"}),
    line(6, coverage=FAMILY | {"symbol": "12-34"}),
    line(7, **OLD, coverage={"number": "70"}),
    line(8, coverage=FAMILY | {"number": "70"}),
    line(9, person={"birthdate": "2026-11-21"}),
    line(10, coverage={"number": "2"}),
    line(11, coverage={"insurer_number": TOWN["insurer_number"], "relationship": "family", "share_percent": 30}),
    line(12, coverage={"share_percent": 20, "card_kind": "short_term", "insured_name": "見本　太郎"}),
    line(13, coverage={"voluntary_continuation": {"applied_on": "2024-04-05"}}),
    line(14, coverage={"elderly_certificates": [{**LIMIT, "valid_to": "2027-07-31", "share_percent": 20}]}),
)
"""Good ones, and such as break a rule about themselves, about their age, or about a line before them."""


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


async def by_calls(operator: RegistryCaller, lines: Sequence[Mapping[str, Any]]) -> dict[int, set[tuple[str, str]]]:
    """Register lines one call after the other; return what was refused, by line."""
    refused: dict[int, set[tuple[str, str]]] = {}
    for number, each in enumerate(lines, start=1):
        (coverage,) = each["coverages"]
        certificates = {kind: coverage.get(kind, []) for kind in KINDS}
        filed = {name: value for name, value in coverage.items() if name not in KINDS}
        calls = [
            ("/person", "/v1/persons", each["person"]),
            ("/coverages/0", "/v1/coverages", filed | {"person_id": each["person"]["person_id"]}),
        ]
        calls += [
            (f"/coverages/0/{kind}/{place}", f"/v1/coverages/{coverage['coverage_id']}/{KINDS[kind]}", certificate)
            for kind, held in certificates.items()
            for place, certificate in enumerate(held)
        ]
        for pointer, path, body in calls:
            answer = await operator.post(path, body)
            if answer.status_code not in (200, 201):
                told = answer.json()
                found = {(pointer + one["pointer"], one["code"]) for one in told["errors"]}
                refused.setdefault(number, set()).update(
                    found or {(pointer, told["type"].removeprefix("urn:onshi:problem:"))}
                )
                break
    return refused


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
            json.dumps({key: str(value) for key, value in row.items() if key not in _OF_ITS_RECORDING})
            for row in rows
            if without.isdisjoint((row.get("person_id"), row.get("coverage_id")))
        )
        for name, rows in found.items()
    }


@asynccontextmanager
async def registry(database: TestDatabase, folder: Path) -> AsyncIterator[RegistryCaller]:
    async with running_registry(database, folder) as operator:
        for insurer in (SOCIETY, TOWN):
            await operator.make("/v1/insurers", insurer)
        yield operator


async def test_lines_and_calls_leave_the_same(postgres: EmbeddedPostgres, tmp_path: Path) -> None:
    lines = [dressed(each) for each in LINES]
    async with cloned(postgres) as database, registry(database, tmp_path) as called:
        refused = await by_calls(called, lines)
        of_refused = [lines[number - 1] for number in refused]
        left_behind = {UUID(each["person"]["person_id"]) for each in of_refused}
        left_behind |= {UUID(each["coverages"][0]["coverage_id"]) for each in of_refused}
        by_call = await truth(called, left_behind)
    async with cloned(postgres) as database, registry(database, tmp_path) as imported:
        rejections: dict[int, set[tuple[str, str]]] = {}
        for each in (await send(imported, ndjson(*lines)))["rejections"]:
            rejections.setdefault(each["line"], set()).add((each["pointer"], each["code"]))
        by_import = await truth(imported, set())

    assert set(refused) == {3, 9, 10, 13, 14}
    assert {number: rejections[number] >= told for number, told in refused.items()} == dict.fromkeys(refused, True)
    assert set(rejections) == set(refused)
    assert by_import == by_call
    assert len(by_call["coverage_versions"]) == len(LINES) - len(refused)
