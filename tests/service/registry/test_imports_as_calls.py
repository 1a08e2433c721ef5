"""The same lines by single calls and by an import leave the same truth and the same published record."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.db.embedded.server import EmbeddedPostgres
from tests.conftest import cloned
from tests.service.registry.caller import TOWN, RegistryCaller
from tests.service.registry.member_files import line, ndjson, send
from tests.service.registry.member_truth import DISEASE, KINDS, LIMIT, dressed, registry, truth

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
