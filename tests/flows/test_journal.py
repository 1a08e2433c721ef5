"""The journal over HTTP: why a check came out so, a refused proof step by step, what was asked verified."""

import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Any

import httpx
import pytest

from onshi.problems import OnshiProblem
from tests.flows.people import card_of, clinic_of, credential, persona
from tests.flows.program import SEED_AND_DAY, WITHIN_S, Simulator, copied_world, simulator_in

INSTITUTION = "9910000018"
ANOTHER_INSTITUTION = "1310000018"


def checked(simulator: Simulator, persona_id: str, by: str = "card", **more: Any) -> str:
    """Ask about a persona; return the id of the request, as the journal names it."""
    who = persona(simulator.control_url, persona_id)
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        try:
            if by == "card":
                with card_of(simulator.base_url, who) as card:
                    return str(clinic.check_card(card, **more).document["check_id"])
            asked = {"purpose": "CARE_VISIT", **more}
            return str(clinic.check(insured=who["insured"], **asked).document["check_id"])
        except OnshiProblem as problem:
            return problem.request_id or ""


def journal(simulator: Simulator, path: str = "", **query: Any) -> httpx.Response:
    return httpx.get(f"{simulator.control_url}/journal{path}", params=query, timeout=WITHIN_S)


def entry_of(simulator: Simulator, check_id: str) -> dict[str, Any]:
    """Return what the journal has of a check, which is there a second after its answer."""
    answer = journal(simulator, check_id=check_id, wait=20)
    assert answer.status_code == 200, answer.text
    (entry,) = answer.json()["items"]
    return dict(entry)


def request_entry(simulator: Simulator, request_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + 20
    while (answer := journal(simulator, f"/{request_id}")).status_code == 404:
        assert time.monotonic() < deadline, "not in the journal"
        time.sleep(0.05)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def steps_of(entry: dict[str, Any]) -> dict[str, bool | None]:
    return {step["step"]: step["ok"] for step in entry["steps"]}


def reasons_of(entry: dict[str, Any]) -> dict[str, str]:
    return {each["answer"]: each["reason"] for each in entry["why_not"]}


@pytest.mark.parametrize(
    ("persona_id", "by", "code", "other", "reason"),
    [
        ("employee-with-limit", "card", "valid", "invalid", "one covers 2026-11-20: insurer 01139013 from 2023-11-16"),
        ("coverage-lost", "card", "invalid", "valid", "none of them covers 2026-11-20: "),
        ("changed-insurer", "number", "superseded", "invalid", "it has ended, but another coverage of the person"),
        ("twins", "number", "ambiguous", "valid", "several people, or one person under several branch numbers, fit"),
        ("unknown-identifiers", "number", "not_found", "valid", "nobody and no coverage fits what was asked"),
        (
            "assistance-unregistered",
            "card",
            "valid_unregistered",
            "valid",
            "no ticket (医療券・調剤券) of the day is for",
        ),
    ],
)
def test_each_answer_is_explained_and_why_it_is_no_other(
    simulator: Simulator, persona_id: str, by: str, code: str, other: str, reason: str
) -> None:
    entry = entry_of(simulator, checked(simulator, persona_id, by))

    assert (entry["code"], entry["status"], entry["operation"]) == (code, 200, "check_eligibility")
    assert entry["persona"] == (None if code in ("ambiguous", "not_found") else persona_id)
    assert (entry["client_id"], entry["institution_code"], entry["face"]) == ("clinic", INSTITUTION, "rest")
    assert steps_of(entry)["purpose"] is steps_of(entry)["validity"] is True
    assert len({each["answer"] for each in entry["why_not"]} - {code}) >= 5
    assert reasons_of(entry)[other].startswith(reason)
    assert all(each["reason_ja"] for each in entry["why_not"])


def test_why_this_category_and_no_other_limit(simulator: Simulator) -> None:
    entry = entry_of(simulator, checked(simulator, "employee-with-limit"))
    (limit,) = [step for step in entry["steps"] if step["step"] == "limit"]

    assert limit["ok"] is True
    assert limit["found"].startswith("A03 (ウ), from 2026-08-01 to 2027-07-31; basis certificate")


def test_a_limit_that_is_not_shown_says_why(simulator: Simulator) -> None:
    entry = entry_of(simulator, checked(simulator, "employee-with-limit", "number"))

    assert steps_of(entry)["limit"] is False
    assert reasons_of(entry)["limit_certificate"] == "the patient did not consent to show it"


def test_a_forbidden_purpose_is_explained_by_its_article(simulator: Simulator) -> None:
    entry = entry_of(simulator, checked(simulator, "employee-with-limit", "number", purpose="EMPLOY_CONTRACT"))

    assert (entry["status"], entry["code"], steps_of(entry)["purpose"]) == (200, "purpose-prohibited", False)
    assert "the law does not allow" in reasons_of(entry)["answered"].lower()


def test_a_card_that_is_refused_says_at_which_step(simulator: Simulator) -> None:
    entry = request_entry(simulator, checked(simulator, "certificate-expired"))

    assert entry["code"] == "certificate-expired"
    assert {name: ok for name, ok in steps_of(entry).items() if not name.startswith("claims")} == {
        "caller": True,
        "body": True,
        "proof": True,
        "nonce": True,
        "certificate": False,
        "signature": None,
        "status": None,
        "person": None,
        "record": None,
    }
    (certificate,) = [step for step in entry["steps"] if step["step"] == "certificate"]
    assert certificate["found"].startswith("expired, and its grace is over; RSA 2048")


def signed(simulator: Simulator, token: str, **more: Any) -> str:
    card = persona(simulator.control_url, "employee-with-limit")["card"]
    headers = {"Authorization": f"Bearer {token}"}
    nonce = httpx.post(f"{simulator.base_url}/eligibility/v1/challenges", headers=headers).json()["nonce"]
    asked = {"pin": card["pin"], "nonce": nonce, "institution": INSTITUTION, "purpose": "CARE_VISIT", **more}
    url = f"{simulator.base_url}/jpki/v1/cards/{card['card_id']}/presence-proofs"
    return str(httpx.post(url, json=asked).raise_for_status().json()["presence_proof"])


def refused(simulator: Simulator, token: str, proof: str) -> dict[str, Any]:
    answer = httpx.post(
        f"{simulator.base_url}/eligibility/v1/checks",
        json={"presence_proof": proof},
        headers={"Authorization": f"Bearer {token}", "X-Onshi-Test": "bogus-proof"},
    )
    assert answer.status_code in (409, 422), answer.text
    return request_entry(simulator, answer.headers["X-Request-Id"])


def token_of(simulator: Simulator) -> str:
    client = credential(simulator.control_url, "clinic")
    with clinic_of(simulator.base_url, simulator.control_url, client["client_id"]) as clinic:
        return clinic.token()


def test_a_bogus_signature_is_explained_with_the_digest_that_was_signed(simulator: Simulator) -> None:
    token = token_of(simulator)
    one, other = signed(simulator, token), signed(simulator, token)
    mixed = f"{one.rpartition('.')[0]}.{other.rpartition('.')[2]}"

    entry = refused(simulator, token, mixed)

    assert (entry["code"], entry["test"], entry["check_id"] is None) == ("signature-invalid", "bogus-proof", False)
    (signature,) = [step for step in entry["steps"] if step["step"] == "signature"]
    assert signature["ok"] is False
    assert entry["proof"]["digest"] in signature["expected"]
    # The key did sign, only something else: RSA tells which digest.
    assert entry["proof"]["signed_digest"] in signature["found"]
    assert entry["proof"]["signed_digest"] != entry["proof"]["digest"]
    assert entry["proof"]["header"]["alg"] == "RS256"
    assert entry["proof"]["payload"]["institution"] == INSTITUTION


def test_a_proof_for_another_institution_is_told_by_claim(simulator: Simulator) -> None:
    token = token_of(simulator)

    entry = refused(simulator, token, signed(simulator, token, institution=ANOTHER_INSTITUTION))

    found = {step["step"]: (step["expected"], step["found"], step["ok"]) for step in entry["steps"]}
    assert entry["code"] == "proof-mismatch"
    assert found["claims.institution"] == (INSTITUTION, ANOTHER_INSTITUTION, False)
    assert found["claims.aud"] == ("onshi-eligibility", "onshi-eligibility", True)
    assert found["signature"][2] is None


def test_a_claim_of_another_form_is_redacted(simulator: Simulator) -> None:
    token = token_of(simulator)
    header, payload, signature = signed(simulator, token).split(".")
    written = urlsafe_b64decode(payload + "==").replace(b"CARE_VISIT", "山田太郎".encode())
    changed = urlsafe_b64encode(written).rstrip(b"=").decode()

    entry = refused(simulator, token, f"{header}.{changed}.{signature}")

    assert entry["code"] == "proof-unreadable"
    assert entry["proof"]["payload"]["purpose"] == "(redacted)"
    assert steps_of(entry)["proof"] is False


def test_a_used_nonce_ends_at_the_record(simulator: Simulator) -> None:
    token = token_of(simulator)
    proof = signed(simulator, token)
    url, headers = f"{simulator.base_url}/eligibility/v1/checks", {"Authorization": f"Bearer {token}"}
    httpx.post(url, json={"presence_proof": proof}, headers=headers).raise_for_status()

    steps = steps_of(refused(simulator, token, proof))

    assert [step for step, ok in steps.items() if ok is False] == ["record"]
    assert None not in steps.values()


def verify(simulator: Simulator, **body: Any) -> httpx.Response:
    return httpx.post(f"{simulator.control_url}/journal/verifications", json=body, timeout=WITHIN_S)


def test_what_was_asked_can_be_verified_and_near_misses_say_what_differs(simulator: Simulator) -> None:
    check_id = checked(simulator, "coverage-lost")

    right = verify(simulator, match={"check_id": check_id, "persona": "coverage-lost", "code": "invalid"}, times=1)
    wrong = verify(simulator, match={"check_id": check_id, "persona": "twins", "code": "valid"}, at_least=1).json()

    assert right.json() == {"ok": True, "found": 1, "near_misses": []}
    assert (wrong["ok"], wrong["found"]) == (False, 0)
    assert wrong["near_misses"][0]["request"]["check_id"] == check_id
    assert wrong["near_misses"][0]["differences"] == [
        {"field": "code", "expected": "valid", "found": "invalid"},
        {"field": "persona", "expected": "twins", "found": "coverage-lost"},
    ]


def test_what_cannot_be_verified_is_refused(simulator: Simulator) -> None:
    for body, pointer in (
        ({"match": {}}, ""),
        ({"match": {}, "times": 1, "at_least": 1}, ""),
        ({"match": {"name": "x"}, "times": 1}, "/match/name"),
        ({"match": {"persona": "nobody"}, "times": 1}, "/match/persona"),
        ({"match": {}, "times": -1}, "/times"),
    ):
        answer = verify(simulator, **body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), body
    assert journal(simulator, persona="nobody").json()["errors"][0]["pointer"] == "/query/persona"
    assert journal(simulator, after="nothing").json()["errors"][0]["pointer"] == "/query/after"
    assert journal(simulator, "/never-asked").status_code == 404


def test_without_a_journal_nothing_is_kept_and_checks_are_answered(stopped_world: Path) -> None:
    with copied_world(stopped_world) as folder, simulator_in(folder, *SEED_AND_DAY, "--journal", "off") as simulator:
        assert checked(simulator, "employee-with-limit")
        answers = [
            journal(simulator),
            journal(simulator, "/any"),
            httpx.post(f"{simulator.control_url}/journal/verifications", json={"match": {}, "times": 0}),
            httpx.delete(f"{simulator.control_url}/journal"),
        ]

    assert [(each.status_code, each.json()["type"]) for each in answers] == [(409, "urn:onshi:problem:journal-off")] * 4


def test_a_long_poll_answers_when_something_comes(simulator: Simulator) -> None:
    start = journal(simulator, after="latest").json()["next_cursor"]
    asking = threading.Timer(0.3, checked, [simulator, "seaman"])
    asking.start()

    followed = journal(simulator, after=start, persona="seaman", wait=30).json()
    asking.join()

    assert [each["persona"] for each in followed["items"]] == ["seaman"]
    assert journal(simulator, after=followed["next_cursor"], persona="seaman").json()["items"] == []
    assert followed["shed"] == 0


def test_a_patient_of_ones_own_is_named_by_id(simulator: Simulator) -> None:
    asked = {"id": "journal-patient", "name": "試験　二郎", "birthdate": "1985-04-01", "sex": "male"}
    httpx.post(f"{simulator.control_url}/patients", json=asked, timeout=WITHIN_S).raise_for_status()

    entry = entry_of(simulator, checked(simulator, "journal-patient"))

    assert entry["persona"] == "journal-patient"
    assert "試験" not in str(entry)
    assert "1985-04-01" not in str(entry)


def test_an_emptied_journal_begins_anew(simulator: Simulator) -> None:
    checked(simulator, "seaman")

    assert httpx.delete(f"{simulator.control_url}/journal").status_code == 204
    assert journal(simulator).json()["items"] == []
    check_id = checked(simulator, "employee-with-limit")
    assert entry_of(simulator, check_id)["persona"] == "employee-with-limit"
    assert verify(simulator, match={"persona": "seaman"}, times=0).json()["ok"] is True
