"""What may be a My Number is refused by every service, and nothing of that request is logged or stored anywhere."""

from pathlib import Path
from typing import Any

import httpx

from tests.flows.program import Simulator, simulator_in, world_folder

MARKS = ("123456789018", "1234-5678-9018", "１２３４５６７８９０１８", "隠野　秘子", "隠県秘市", "20261120-kakushi")
INSURED = {
    "insurer_number": "06139018",
    "symbol": MARKS[0],
    "number": "1",
    "branch": "01",
    "birthdate": "1985-04-12",
}
PERSON = {
    "person_id": "0190a000-0000-7000-8000-00000000aaaa",
    "name": MARKS[3],
    "name_kana": "ｶｸﾉ ﾋｺ",
    "sex": "female",
    "birthdate": "1985-04-12",
    "postal_code": "999-0001",
    "address": f"{MARKS[4]} {MARKS[1]}",
}
REFUSED: list[tuple[str, str, str, dict[str, Any], dict[str, str]]] = [
    ("clinic", "POST", "eligibility/v1/checks", {"insured": INSURED, "purpose": "CARE_VISIT"}, {}),
    (
        "clinic",
        "POST",
        "eligibility/v1/checks",
        {"insured": INSURED | {"symbol": "1"}, "purpose": "CARE_VISIT", "client_reference": MARKS[2]},
        {},
    ),
    (
        "clinic",
        "POST",
        "eligibility/v1/checks",
        {"insured": INSURED | {"symbol": "1"}, "purpose": "CARE_VISIT", "client_reference": MARKS[5]},
        {"Idempotency-Key": MARKS[1]},
    ),
    (
        "clinic",
        "POST",
        "eligibility/v1/bulk-checks",
        {"items": [{"item_reference": MARKS[5], "insured": INSURED}]},
        {},
    ),
    (
        "clinic",
        "PUT",
        "eligibility/v1/reference-numbers",
        {"reference_number": f"{MARKS[5]} {MARKS[1]}", "insured": INSURED | {"symbol": "1"}},
        {},
    ),
    ("operator", "POST", "registry/v1/persons", PERSON, {}),
]


def test_nothing_of_a_refused_my_number_is_logged() -> None:
    with world_folder() as folder, simulator_in(folder, more={"ONSHI_LOG_LEVEL": "DEBUG"}) as simulator:
        for client, method, path, body, headers in REFUSED:
            sent = {**bearer(simulator, client), **headers}
            answer = httpx.request(method, f"{simulator.base_url}/{path}", json=body, headers=sent)
            assert answer.json()["type"] == "urn:onshi:problem:my-number-not-accepted", (path, answer.text)
            assert not [mark for mark in MARKS if mark in answer.text], path
        # The log is whole, and everything is on disk, when all processes have ended.
        simulator.process.terminate()
        simulator.process.wait(60)
        kept = [file for file in sorted(folder.rglob("*")) if file.is_file()]

        assert simulator.log in kept
        assert len([file for file in kept if "pg_wal" in file.parts]) >= 1
        assert [(file.name, mark) for file in kept for mark in MARKS if mark.encode() in file.read_bytes()] == []


def bearer(simulator: Simulator, client: str) -> dict[str, str]:
    credentials = httpx.get(f"{simulator.control_url}/credentials").json()["items"]
    secret = next(each["client_secret"] for each in credentials if each["client_id"] == client)
    answer = httpx.post(
        f"{simulator.base_url}/registry/v1/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(client, secret),
    )
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_the_marks_would_be_found_where_they_are_kept() -> None:
    with world_folder() as folder, simulator_in(folder) as simulator:
        body = {
            "insured": INSURED | {"symbol": "1"},
            "purpose": "CARE_VISIT",
            "client_reference": MARKS[5],
        }
        sent = bearer(simulator, "clinic")
        answer = httpx.post(f"{simulator.base_url}/eligibility/v1/checks", json=body, headers=sent)
        assert answer.json()["client_reference"] == MARKS[5]
        simulator.process.terminate()
        simulator.process.wait(60)

        assert holders(folder, MARKS[5])


def holders(folder: Path, mark: str) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file() and mark.encode() in file.read_bytes()]
