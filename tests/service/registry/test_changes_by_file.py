"""Losses and corrections in a file: a line does what the single calls would, and the same file again changes nothing.

Two registries and two files each for the differential test (6 s); the others share one.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shared.db.embedded.server import EmbeddedPostgres
from tests.conftest import cloned
from tests.service.registry.caller import SOCIETY, TOWN, RegistryCaller
from tests.service.registry.member_files import counts, line, ndjson, published, rejected, rows_of, send
from tests.service.registry.member_truth import DISEASE, ENDING, dressed, registry, truth

CHILD = {"branch": "01", "relationship": "family"}
LOST = {"lost_on": "2026-10-01", "loss_reason": "other"}
BEFORE: Sequence[Mapping[str, Any]] = (
    line(1, coverage={"limit_certificates": [ENDING]}),
    line(2, coverage={"number": "1", **CHILD}),
    line(3, coverage={"number": "1", **CHILD, "branch": "02", "lost_on": "2026-05-01", "loss_reason": "other"}),
    line(4, coverage={"number": "1", **CHILD, "branch": "03", "acquired_on": "2026-11-01"}),
    line(5, coverage={"specific_disease_certificates": [DISEASE]}),
    line(6, coverage={"insurer_number": TOWN["insurer_number"]}),
    line(7, coverage={"lost_on": "2026-09-01", "loss_reason": "other"}),
    line(8),
    line(9, coverage={"number": "8", **CHILD}),
    line(10),
    line(11, coverage={"number": "10", **CHILD}),
    line(12, coverage={"lost_on": "2026-08-01"}),
    line(13),
    line(14),
)
"""Two families that change, and some who are alone."""


def named(place: int) -> dict[str, Any]:
    """A line of BEFORE under the ids that it got, without certificates."""
    made = dressed(BEFORE[place - 1])
    (coverage,) = made["coverages"]
    for kind in ("limit_certificates", "specific_disease_certificates"):
        coverage.pop(kind, None)
    return made


def changed(place: int, *others: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """That line, changed, with other coverages behind."""
    made = named(place)
    (coverage,) = made["coverages"]
    return {"person": made["person"], "coverages": [{**coverage, **changes}, *others]}


def new_job(number: int, acquired_on: str) -> dict[str, Any]:
    """A coverage of the town, under an id of its own."""
    made = line(
        number, coverage={"insurer_number": TOWN["insurer_number"], "acquired_on": acquired_on, "number": f"7{number}"}
    )
    coverage: dict[str, Any] = dressed(made)["coverages"][0]
    return coverage


CHANGES: Sequence[Mapping[str, Any]] = (
    changed(1, new_job(1, "2026-10-01"), **LOST),
    changed(2, **LOST),
    changed(3, lost_on="2026-05-02", loss_reason="other"),
    changed(5, lost_on="2026-11-30", loss_reason="death"),
    changed(6, lost_on="2024-03-31", loss_reason="other"),
    changed(7, lost_on="2026-09-01", loss_reason="death"),
    changed(8, number="80", acquired_on="2024-05-01", is_correction=True),
    changed(10, lost_on="2024-04-01", loss_reason="other", is_correction=True),
    changed(12, lost_on="2026-08-01", loss_reason="other_insurance"),
    changed(13, number="14", is_correction=True),
    changed(14, card_kind="short_term", share_percent=None, is_correction=True),
)
"""Losses with and without family, another day than is on record, corrections; five break a rule."""


async def by_calls(operator: RegistryCaller, lines: Sequence[Mapping[str, Any]]) -> dict[int, set[tuple[str, str]]]:
    """Make the same changes one call after the other; return what was refused, by line."""
    refused: dict[int, set[tuple[str, str]]] = {}
    for number, each in enumerate(lines, start=1):
        for place, coverage in enumerate(each["coverages"]):
            answer = await operator.post(*_call_of(coverage, each["person"]["person_id"]))
            if answer.status_code not in (200, 201):
                told = answer.json()
                pointer = f"/coverages/{place}"
                refused.setdefault(number, set()).update(
                    {(pointer + one["pointer"], one["code"]) for one in told["errors"]}
                    or {(pointer, told["type"].removeprefix("urn:onshi:problem:"))}
                )
                break
    return refused


def _call_of(coverage: Mapping[str, Any], person_id: str) -> tuple[str, dict[str, Any]]:
    body, path = dict(coverage), f"/v1/coverages/{coverage['coverage_id']}"
    if body.pop("is_correction", False):
        return f"{path}/corrections", {key: body[key] for key in body if key not in {"coverage_id", "insurer_number"}}
    if coverage["insurer_number"] == TOWN["insurer_number"] and coverage["number"].startswith("7"):
        return "/v1/coverages", {**body, "person_id": person_id}
    return f"{path}/loss", {"lost_on": body["lost_on"], "loss_reason": body["loss_reason"]}


async def test_lines_and_calls_change_the_same(postgres: EmbeddedPostgres, tmp_path: Path) -> None:
    before = ndjson(*(dressed(each) for each in BEFORE))
    async with cloned(postgres) as database, registry(database, tmp_path) as called:
        assert counts(await send(called, before)) == ("done", 14, 14, 0, 0)
        refused = await by_calls(called, CHANGES)
        by_call = await truth(called, set())
    async with cloned(postgres) as database, registry(database, tmp_path) as imported:
        await send(imported, before)
        shown = await send(imported, ndjson(*CHANGES))
        by_import = await truth(imported, set())
        again = await send(imported, ndjson(*CHANGES))
        after_again = await truth(imported, set())

    rejections: dict[int, set[tuple[str, str]]] = {}
    for each in shown["rejections"]:
        rejections.setdefault(each["line"], set()).add((each["pointer"], each["code"]))
    assert refused == {
        3: {("/coverages/0", "already-exists")},
        4: {("/coverages/0/lost_on", "in-the-future")},
        5: {("/coverages/0/lost_on", "before-acquisition")},
        6: {("/coverages/0", "already-exists")},
        10: {("/coverages/0/number", "taken")},
    }
    # A day before the acquisition is no coverage at all: the line is refused as a registration would be.
    assert rejections == {**refused, 5: {("/coverages/0/lost_on", "invalid")}}
    assert by_import == by_call
    assert counts(again)[1:] == (11, 0, 6, 5)
    assert after_again == by_import


async def test_what_a_line_recorded_is_changed_by_a_later_one_of_the_same_file(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    again = line(1, coverage=LOST)
    corrected = dressed(again)
    corrected["coverages"][0] |= {"lost_on": "2026-11-01", "is_correction": True}
    content = ndjson(line(1), line(2), again, line(3, coverage={"number": ""}), corrected)
    shown = await send(operator, content)
    assert counts(shown) == ("done", 5, 4, 0, 1)
    assert rejected(shown) == [(4, "/coverages/0/number", "invalid")]
    held = await published(operator)
    assert {name: [each["lost_on"] for each in coverages] for name, coverages in held.items()} == {
        "見本　花子1": ["2026-11-01"],
        "見本　花子2": [None],
    }
    versions = await rows_of(
        operator,
        "SELECT lost_on::text, superseded_at > recorded_at AS lasted FROM registry.coverage_versions "
        "WHERE number = '1' ORDER BY recorded_at",
    )
    assert [tuple(each) for each in versions] == [(None, True), ("2026-10-01", True), ("2026-11-01", True)]
    assert counts(await send(operator, ndjson(line(1), line(2), again)))[1:] == (3, 0, 3, 0)


async def test_an_insurer_that_knows_no_ids_ends_the_coverage_of_whom_another_had_registered(
    operator: RegistryCaller,
) -> None:
    for insurer in (SOCIETY, TOWN):
        await operator.make("/v1/insurers", insurer)
    later = {"insurer_number": TOWN["insurer_number"], "acquired_on": "2026-04-01", "number": "9"}
    await send(
        operator, ndjson(line(1, coverage={"lost_on": "2026-04-01", "loss_reason": "other"}), line(1, coverage=later))
    )
    shown = await send(operator, ndjson(line(1, coverage={**later, **LOST})))
    assert counts(shown) == ("done", 1, 1, 0, 0)
    held = (await published(operator))["見本　花子1"]
    assert [(each["number"], each["lost_on"]) for each in held] == [("1", "2026-04-01"), ("9", "2026-10-01")]


async def test_an_insurer_changes_its_own_coverages_only(operator: RegistryCaller) -> None:
    for insurer in (SOCIETY, TOWN):
        await operator.make("/v1/insurers", insurer)
    elsewhere = dressed(line(1, coverage={"insurer_number": TOWN["insurer_number"]}))
    own = dressed(line(2))
    await send(operator, ndjson(elsewhere, own))
    society = await operator.insurer()
    stolen = {
        **elsewhere,
        "coverages": [{**elsewhere["coverages"][0], **LOST, "insurer_number": SOCIETY["insurer_number"]}],
    }
    corrected = {**stolen, "coverages": [{**stolen["coverages"][0], "is_correction": True}]}
    nothing = dressed(line(3, coverage={"is_correction": True}))
    ended = {**own, "coverages": [{**own["coverages"][0], **LOST}]}
    unsaid = {**own, "coverages": [{**own["coverages"][0], "lost_on": "2026-10-01"}]}
    shown = await send(society, ndjson(stolen, corrected, nothing, unsaid, ended))
    assert counts(shown) == ("done", 5, 1, 0, 4)
    assert rejected(shown) == [
        (1, "/coverages/0", "already-exists"),
        (2, "/coverages/0", "resource-not-found"),
        (3, "/coverages/0", "resource-not-found"),
        (4, "/coverages/0/loss_reason", "missing"),
    ]
    held = await published(operator)
    assert [held["見本　花子1"][0]["lost_on"], held["見本　花子2"][0]["lost_on"]] == [None, "2026-10-01"]


async def test_a_row_of_a_table_ends_a_coverage(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    header = "氏名,性別,生年月日,住所,保険者番号,記号,番号,枝番,資格取得年月日,資格喪失年月日\r\n"
    row = "見本　太郎,男,平成2年5月6日,東京都見本区一丁目2番,06123457,9,1,00,令和6年4月1日,"
    first = await send(operator, f"{header}{row}\r\n".encode(), media_type="text/csv")
    second = await send(operator, f"{header}{row}令和8年10月1日\r\n".encode(), media_type="text/csv")
    assert (counts(first), counts(second)) == (("done", 1, 1, 0, 0), ("done", 1, 1, 0, 0))
    (held,) = (await published(operator))["見本　太郎"]
    assert (held["lost_on"], held["loss_reason"]) == ("2026-10-01", "other")


async def test_a_row_of_a_table_brings_a_limit_certificate(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    header = "氏名,性別,生年月日,保険者番号,番号,枝番,資格取得年月日,適用区分,限度額認定発効期日,限度額認定有効期限\r\n"
    row = "見本　太郎,男,平成2年5月6日,06123457,1,00,令和6年4月1日,ウ,令和8年8月1日,令和9年7月31日\r\n"
    shown = await send(operator, f"{header}{row}".encode(), media_type="text/csv")
    assert counts(shown) == ("done", 1, 1, 0, 0)
    (held,) = (await published(operator))["見本　太郎"]
    (certificate,) = held["limit_certificates"]
    assert (certificate["category"], certificate["valid_from"], certificate["valid_to"]) == (
        "A03",
        "2026-08-01",
        "2027-07-31",
    )
