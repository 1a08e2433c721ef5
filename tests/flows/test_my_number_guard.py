"""What may be a My Number is refused by every service, and nothing of that request is logged or stored anywhere."""

import re
from pathlib import Path
from typing import Any

import httpx

from tests.flows.program import WITHIN_S, Simulator, copied_world, simulator_in
from tests.my_number_forms import FORMS, MY_NUMBER, UNEVEN, WITH_ZEROS, bodies, texts, with_text

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


def test_nothing_of_a_refused_my_number_is_logged(stopped_world: Path) -> None:
    with copied_world(stopped_world) as folder, simulator_in(folder, more={"ONSHI_LOG_LEVEL": "DEBUG"}) as simulator:
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


GUIDE = Path(__file__).parents[2] / "docs" / "my-number-guard.md"
TOLD = dict(re.findall(r"^\| `([a-z_-]+)` \| [a-z, ]+ \| (refused|reference) \|$", GUIDE.read_text(), re.MULTILINE))
CALLERS = ("clinic", "operator", "municipality", "clinic-reader")
NOT_ACCEPTED, INVALID = "urn:onshi:problem:my-number-not-accepted", "urn:onshi:problem:request-invalid"
# Their own form has no room for twelve digits, so they may be refused for that.
TOO_SHORT = {"insurer_number", "branch"}
LEAST_PLACES = {"eligibility": 25, "registry": 40}


def test_every_form_is_refused_in_every_guarded_text_of_every_operation_and_leaves_nothing(
    stopped_world: Path,
) -> None:
    with (
        copied_world(stopped_world) as folder,
        simulator_in(folder) as simulator,
        httpx.Client(timeout=WITHIN_S) as http,
    ):
        callers = {name: bearer(simulator, name) for name in CALLERS}
        for service, least in LEAST_PLACES.items():
            served = f"{simulator.base_url}/{service}"
            places = 0
            for method, path, body in bodies(http.get(f"{served}/openapi.json").json()):
                caller = may_call(http, callers, method, served + path)
                for place, name in texts(body):
                    if name not in TOLD:
                        continue
                    places += 1
                    for text in forms_for(name):
                        answer = http.request(method, served + path, json=with_text(body, place, text), headers=caller)
                        # A form that is too long, or has a control character, is none for some fields.
                        allowed = (
                            [NOT_ACCEPTED] if text == MY_NUMBER and name not in TOO_SHORT else [NOT_ACCEPTED, INVALID]
                        )
                        assert answer.json().get("type") in allowed, (method, path, place, text)
                        assert text not in answer.text, (method, path, place)
            assert places >= least
        refuse_as_keys(http, f"{simulator.base_url}/eligibility/v1/checks", callers["clinic"])
        simulator.process.terminate()
        simulator.process.wait(60)

        assert [file for text in FORMS.values() for file in holders(folder, text)] == []


def refuse_as_keys(http: httpx.Client, url: str, caller: dict[str, str]) -> None:
    body = {"insured": INSURED | {"symbol": "1"}, "purpose": "CARE_VISIT"}
    for text in FORMS.values():
        headers = {name.encode(): value.encode() for name, value in {**caller, "Idempotency-Key": text}.items()}
        assert http.post(url, json=body, headers=headers).json()["type"] in (NOT_ACCEPTED, INVALID), text
    taken = http.post(url, json=body, headers={**caller, "Idempotency-Key": "20261120-0007"})
    assert (taken.status_code, taken.headers["onshi-notice"]) == (200, 'my-number-exempt; fields="idempotency-key"')


def may_call(http: httpx.Client, callers: dict[str, dict[str, str]], method: str, url: str) -> dict[str, str]:
    """The first of ``callers`` whose role may call the operation."""
    for caller in callers.values():
        if http.request(method, url, json={}, headers=caller).status_code != 403:
            return caller
    raise AssertionError(url)


def forms_for(name: str) -> list[str]:
    forms = list(FORMS.values())
    if TOLD[name] == "refused":
        forms += UNEVEN
    return [*forms, *WITH_ZEROS] if name in ("symbol", "number", "reference_number") else forms


def bearer(simulator: Simulator, client: str) -> dict[str, str]:
    credentials = httpx.get(f"{simulator.control_url}/credentials").json()["items"]
    secret = next(each["client_secret"] for each in credentials if each["client_id"] == client)
    answer = httpx.post(
        f"{simulator.base_url}/registry/v1/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(client, secret),
    )
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_the_marks_would_be_found_where_they_are_kept(stopped_world: Path) -> None:
    with copied_world(stopped_world) as folder, simulator_in(folder) as simulator:
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
