"""The record of who saw what: an institution reads its own, the operator all, and it never holds the data."""

import json
from typing import Any

from shared.domain.roles import Role
from tests import builders
from tests.clinic import Clinic
from tests.service.consent.office import Office

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
