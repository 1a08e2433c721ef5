"""The record of who saw what: an institution reads its own, the operator all, and it never holds the data."""

import json
from datetime import timedelta
from typing import Any

from shared.domain.roles import Role
from tests import builders
from tests.clinic import Clinic
from tests.service.consent.office import Office, office_beside
from tests.worlds import TestDatabase

IDENTIFIERS = {"insurer_number": "02999918", "symbol": "シミュ-1", "number": "1024", "birthdate": "1985-04-12"}
OPERATOR: dict[str, Any] = {"role": Role.OPERATOR, "institution": None}


async def three_checks(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    for purpose, institution in (
        ("CARE_VISIT", "9910000018"),
        ("MARKETING", "9910000018"),
        ("CARE_VISIT", "9910000026"),
    ):
        answer = await clinic.check({"insured": IDENTIFIERS, "purpose": purpose}, institution=institution)
        assert answer.status_code == 200, answer.text


async def test_an_institution_reads_its_own_with_what_was_refused(office: Office) -> None:
    await office.publish_institution()
    await three_checks(office.clinic)

    items = (await office.get("/v1/disclosures")).json()["items"]

    assert [(item["purpose"], item["outcome"], item["code"]) for item in items] == [
        ("MARKETING", "refused", "purpose-prohibited"),
        ("CARE_VISIT", "answered", "valid"),
    ]
    assert {item["institution_name"] for item in items} == {"模擬医院"}
    assert [item["person_id"] for item in items] == [None, None]
    assert items[1]["kinds"] == ["coverage"]


async def test_that_a_number_was_registered_by_identifiers_is_in_the_history_and_the_patients(office: Office) -> None:
    card = office.clinic.card()
    await office.clinic.publish(builders.person(), card)
    for insured in (IDENTIFIERS, {**IDENTIFIERS, "number": "999"}):
        body = {"reference_number": "P-1", "insured": insured}
        await office.clinic.http.put("/v1/reference-numbers", json=body, headers=office.clinic.headers())

    items = (await office.get("/v1/disclosures")).json()["items"]
    found = (await office.get("/v1/disclosures?outcome=registered", **OPERATOR)).json()["items"]
    seen = (await office.http.get("/v1/me/disclosures", headers=await office.me(card))).json()["items"]

    assert [(item["method"], item["outcome"], item["code"], item["kinds"]) for item in items] == [
        ("insured_identifier", "not_registered", "insured-not-found", []),
        ("insured_identifier", "registered", "reference-number", []),
    ]
    assert [item["person_id"] for item in found] == [builders.PERSON_ID]
    assert [(item["outcome"], item["kinds"]) for item in seen] == [("registered", [])]


async def test_the_operator_reads_all_by_filter(office: Office) -> None:
    await three_checks(office.clinic)

    everything = (await office.get("/v1/disclosures", **OPERATOR)).json()["items"]
    refused = (await office.get("/v1/disclosures?outcome=refused", **OPERATOR)).json()["items"]
    of_one = (await office.get("/v1/disclosures?institution_code=9910000026", **OPERATOR)).json()["items"]
    of_person = (await office.get(f"/v1/disclosures?person_id={builders.PERSON_ID}", **OPERATOR)).json()["items"]
    of_purpose = (await office.get("/v1/disclosures?purpose=CARE_VISIT", **OPERATOR)).json()["items"]
    none_then = (
        await office.get("/v1/disclosures?to=2026-11-01T00:00:00Z&from=2026-10-01T00:00:00Z", **OPERATOR)
    ).json()

    assert [len(found) for found in (everything, refused, of_one, of_person, of_purpose)] == [3, 1, 1, 2, 2]
    assert none_then["items"] == []
    assert of_one[0]["person_id"] == builders.PERSON_ID


async def test_pages_go_on_where_the_last_one_ended(office: Office) -> None:
    await three_checks(office.clinic)
    seen, cursor = [], ""
    while True:
        page = (await office.get(f"/v1/disclosures?limit=1{cursor}", **OPERATOR)).json()
        seen += [item["check_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len(seen) == len(set(seen)) == 3
    assert seen == sorted(seen, reverse=True)


async def test_the_operator_exports_line_by_line(office: Office) -> None:
    await three_checks(office.clinic)
    headers = {**office.headers(**OPERATOR), "Accept": "application/x-ndjson"}

    answer = await office.http.get("/v1/disclosures", headers=headers)

    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["purpose"] for line in lines] == ["CARE_VISIT", "MARKETING", "CARE_VISIT"]
    for value in ("1024", "02999918", "模擬　花子", "1985-04-12"):
        assert value not in answer.text
    own = await office.http.get("/v1/disclosures", headers={**office.headers(), "Accept": "application/x-ndjson"})
    assert own.status_code == 403
    assert answer.headers["Cache-Control"] == "no-store"


async def test_an_export_goes_back_to_the_beginning_unless_it_is_told_from_when(
    clinic: Clinic, database: TestDatabase
) -> None:
    """A bug: it said everything, and left out what was older than 31 days."""
    await three_checks(clinic)
    async with office_beside(clinic, database, timedelta(days=40)) as later:
        headers = {**later.headers(**OPERATOR), "Accept": "application/x-ndjson"}
        everything = await later.http.get("/v1/disclosures", headers=headers)
        recent = await later.http.get("/v1/disclosures?from=2026-12-01T00:00:00%2B09:00", headers=headers)
        page = await later.get("/v1/disclosures", **OPERATOR)

    assert (len(everything.text.splitlines()), recent.text, page.json()["items"]) == (3, "", [])


async def test_nobody_reads_the_history_of_others(office: Office) -> None:
    await three_checks(office.clinic)
    for path, caller in (
        ("/v1/disclosures?institution_code=9910000026", {}),
        (f"/v1/disclosures?person_id={builders.PERSON_ID}", {}),
        ("/v1/disclosures", {"role": Role.INSURER, "institution": None}),
        ("/v1/disclosures", {"role": Role.EMPLOYER, "institution": None}),
    ):
        answer = await office.get(path, **caller)
        assert answer.json()["type"] == "urn:onshi:problem:role-not-allowed", path
