"""A name that is none is answered with the nearest that there is: by commands, by the controls, by the guide.

Offered are names of ours: no patient whom somebody made, and on the services' side no other sandbox.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.flows.program import WITHIN_S, Simulator, run

OUR_SANDBOX, OUR_PATIENT = "misspelt-names", "misspelt-patient"


@pytest.fixture(scope="module")
def sandbox(simulator: Simulator) -> Iterator[str]:
    made = httpx.post(
        f"{simulator.control_url}/sandboxes", json={"name": OUR_SANDBOX, "from": "empty"}, timeout=WITHIN_S
    )
    made.raise_for_status()
    yield OUR_SANDBOX
    httpx.delete(f"{simulator.control_url}/sandboxes/{OUR_SANDBOX}", timeout=WITHIN_S).raise_for_status()


@pytest.mark.parametrize(
    ("arguments", "offered"),
    [
        ("check --persona employe-with-limit", "did you mean employee-with-limit"),
        ("check --persona zzz", "; `onshi personas` lists them"),
        ("personas employe-with-limit", "did you mean employee-with-limit"),
        ("personas --code LimitCategry:B09", "LimitCategory"),
        ("message --persona employe-with-limit", "did you mean employee-with-limit"),
        ("message --persona employee-with-limit --client clinc", "did you mean clinic"),
        ("card show employe-with-limit", "did you mean employee-with-limit"),
        ("conformance --client clinc", "did you mean clinic"),
        ("conformance --client clinic --require nonce-singl-use", "did you mean nonce-"),
        ("serve registri", "did you mean registry?"),
        ("guide nonce-usd", "did you mean refusals/nonce-used"),
    ],
)
def test_a_command_offers_the_nearest(simulator: Simulator, arguments: str, offered: str) -> None:
    where = {"ONSHI_URL": simulator.base_url, "ONSHI_CONTROL_URL": simulator.control_url}
    words = arguments.split()
    ended = run(*words, more={k: v for k, v in where.items() if words[0] not in ("serve", "guide")})

    assert ended.returncode != 0
    assert offered in ended.stderr
    assert "onshi: see `onshi guide" in ended.stderr


def test_a_sandbox_is_offered_where_the_controls_list_it(simulator: Simulator, sandbox: str, tmp_path: Path) -> None:
    typed = sandbox[:-1]
    here = httpx.get(f"{simulator.control_url}/sandboxes/{typed}").json()
    below = httpx.get(f"{simulator.control_url}/~{typed}/personas").json()
    trail = str(tmp_path / "trail.ndjson")
    ended = run("audit", "export", "--output", trail, "--data", str(simulator.folder), "--world", typed)

    assert (here["type"], below["type"]) == (
        "urn:onshi:problem:resource-not-found",
        "urn:onshi:problem:world-unknown",
    )
    for words in (here["detail"], here["detail_ja"], below["detail"], below["detail_ja"]):
        assert sandbox in words
    assert f"did you mean {sandbox}?" in ended.stderr


def test_the_services_tell_nobody_of_another_sandbox(simulator: Simulator, sandbox: str) -> None:
    answer = httpx.get(f"{simulator.base_url}/~{sandbox[:-1]}/eligibility/v1/checks")

    assert answer.json()["type"] == "urn:onshi:problem:world-unknown"
    assert sandbox not in answer.text


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/personas/employe-with-limit", "employee-with-limit"),
        ("/odd-proofs/anothr-key", "another-key"),
        ("/faults/stories/jlis-outrage", "jlis-outage"),
        ("/guide/refusals/nonce-usd", "nonce-used"),
        ("/guide/first-chek", "first-check"),
    ],
)
def test_an_address_of_the_controls_offers_the_nearest(simulator: Simulator, path: str, near: str) -> None:
    method = "POST" if "/stories/" in path else "GET"
    answer = httpx.request(method, f"{simulator.control_url}{path}").json()

    assert (answer["status"], answer["type"]) == (404, "urn:onshi:problem:resource-not-found")
    assert near in answer["detail"]
    assert near in answer["detail_ja"]


@pytest.mark.parametrize(
    ("method", "path", "body", "pointer", "near"),
    [
        ("GET", "/personas?code=LimitCategry:B09", None, "/query/code", "LimitCategory"),
        ("GET", "/journal?persona=employe-with-limit", None, "/query/persona", "employee-with-limit"),
        ("GET", "/journal?operation=check_eligibilty", None, "/query/operation", "check_eligibility"),
        (
            "POST",
            "/journal/verifications",
            {"match": {"service": "eligibilty"}, "times": 1},
            "/match/service",
            "eligibility",
        ),
        ("POST", "/journal/verifications", {"match": {"face": "rst"}, "times": 1}, "/match/face", "rest"),
        (
            "POST",
            "/journal/verifications",
            {"match": {"persona": "employe-with-limit"}, "times": 1},
            "/match/persona",
            "employee-with-limit",
        ),
        (
            "POST",
            "/faults",
            {"kind": "hang", "match": {"persona": "employe-with-limit"}},
            "/match/persona",
            "employee-with-limit",
        ),
        (
            "POST",
            "/faults",
            {"kind": "hang", "match": {"operation": "check_eligibilty"}},
            "/match/operation",
            "check_eligibility",
        ),
        (
            "POST",
            "/faults",
            {
                "kind": "refusal",
                "parameters": {"code": "certificate-expird"},
                "match": {"operation": "check_eligibility"},
            },
            "/parameters/code",
            "certificate-expired",
        ),
        (
            "POST",
            "/faults",
            {"kind": "wrong_person", "parameters": {"persona": "consent-given"}},
            "/parameters/persona",
            "consents-given",
        ),
    ],
)
def test_a_value_that_is_none_offers_the_nearest(
    simulator: Simulator, method: str, path: str, body: Any, pointer: str, near: str
) -> None:
    answer = httpx.request(method, f"{simulator.control_url}{path}", json=body).json()

    assert answer["status"] == 422
    (error,) = [each for each in answer["errors"] if each["pointer"] == pointer]
    assert near in error["message"]
    assert near in error["message_ja"]


def test_a_patient_whom_somebody_made_is_offered_to_nobody(simulator: Simulator) -> None:
    patient = {"id": OUR_PATIENT, "name": "見本　花子", "birthdate": "1980-02-17", "sex": "female"}
    httpx.post(f"{simulator.control_url}/patients", json=patient, timeout=WITHIN_S).raise_for_status()
    typed = OUR_PATIENT[:-1]
    where = {"ONSHI_URL": simulator.base_url, "ONSHI_CONTROL_URL": simulator.control_url}

    said = [
        httpx.get(f"{simulator.control_url}/personas/{typed}").text,
        httpx.get(f"{simulator.control_url}/journal", params={"persona": typed}).text,
        httpx.post(f"{simulator.control_url}/faults", json={"kind": "hang", "match": {"persona": typed}}).text,
        run("personas", typed, more=where).stderr,
        run("card", "show", typed, more=where).stderr,
    ]

    assert [words for words in said if OUR_PATIENT in words or "花子" in words] == []
