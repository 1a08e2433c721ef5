"""`onshi card`: cards of a running simulator, in one's hand. What is changed are cards that the test issued."""

import json
from datetime import date, datetime, timedelta
from subprocess import CompletedProcess
from typing import Any

import httpx
import pytest

from tests.flows.people import clinic_of, persona
from tests.flows.program import WITHIN_S, Simulator, run

INSTITUTION = "9910000018"


def card(simulator: Simulator, *arguments: str) -> CompletedProcess[str]:
    where = {"ONSHI_URL": simulator.base_url, "ONSHI_CONTROL_URL": simulator.control_url}
    return run("card", *arguments, more=where)


def said(simulator: Simulator, *arguments: str) -> Any:
    answer = card(simulator, *arguments, "--json")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def ending_soon(simulator: Simulator) -> tuple[str, str]:
    """Birth date and day of issue of a card that ends in 30 days: with the 5th birthday after its issue."""
    now = httpx.get(f"{simulator.control_url}/clock", timeout=WITHIN_S).json()["now"]
    end = datetime.fromisoformat(now).date() + timedelta(days=30)
    issued = end + timedelta(days=30)
    return date(1980, end.month, end.day).isoformat(), date(
        issued.year - 5, issued.month, min(issued.day, 28)
    ).isoformat()


def test_a_card_s_life_by_commands(simulator: Simulator) -> None:
    birthdate, issued_on = ending_soon(simulator)
    made = said(simulator, "issue", "--birthdate", birthdate, "--issued-on", issued_on, "--pin", "1234")
    card_id = made["card_id"]
    phone = said(simulator, "issue", "--phone-of", card_id)
    signed = card(simulator, "sign", card_id, "--pin", "1234", "--nonce", "any", "--institution", INSTITUTION)
    proof = signed.stdout.strip()
    good = said(simulator, "verify", proof)
    renewed = said(simulator, "renew", card_id)
    superseded = card(simulator, "verify", proof, "--json")
    wrong = card(simulator, "sign", card_id, "--pin", "0000", "--nonce", "any", "--institution", INSTITUTION)
    unblocked = said(simulator, "unblock", card_id, "--pin", "4321")
    revoked = said(simulator, "revoke", card_id, "--reason", "certificateHold")
    shown = card(simulator, "show", card_id)

    assert (phone["carrier"], phone["phone_of"]) == ("iphone", card_id)
    assert (good["code"], good["carrier"], good["alg"]) == (None, "card", "RS256")
    assert renewed["serial_number"] != made["serial_number"]
    assert (superseded.returncode, json.loads(superseded.stdout)["code"]) == (1, "certificate-revoked")
    assert (wrong.returncode, "pin-wrong" in wrong.stderr) == (1, True)
    assert (unblocked["pin_state"], unblocked["pin_tries_left"]) == ("set", 3)
    assert (revoked["state"], revoked["certificates"][-1]["reason"]) == ("revoked", "certificateHold")
    assert "certificateHold" in shown.stdout


def test_a_persona_s_card_signs_a_proof_that_a_check_takes(simulator: Simulator) -> None:
    with clinic_of(simulator.base_url, simulator.control_url, "clinic") as clinic:
        token = clinic.token()
    headers = {"Authorization": f"Bearer {token}"}
    nonce = httpx.post(f"{simulator.base_url}/eligibility/v1/challenges", headers=headers, timeout=WITHIN_S).json()[
        "nonce"
    ]
    signed = card(simulator, "sign", "employee-with-limit", "--nonce", nonce, "--institution", INSTITUTION)
    answer = httpx.post(
        f"{simulator.base_url}/eligibility/v1/checks",
        headers=headers,
        json={"presence_proof": signed.stdout.strip(), "purpose": "CARE_VISIT"},
        timeout=WITHIN_S,
    )

    assert answer.status_code == 200, answer.text


def test_a_trick_waits_until_it_is_forgotten(simulator: Simulator) -> None:
    card_id = said(simulator, "issue", "--birthdate", "1980-02-17", "--pin", "1234")["card_id"]
    waiting = said(simulator, "trick", card_id, "another-key")
    misspelt = card(simulator, "trick", card_id, "anothr-key")
    forgotten = said(simulator, "trick", card_id, "--forget")

    assert [(each["trick"], each["code"]) for each in waiting["items"]] == [("another-key", "signature-invalid")]
    assert (misspelt.returncode, "the nearest is another-key" in misspelt.stderr) == (1, True)
    assert forgotten == {"items": []}


def test_the_list_names_every_persona_with_a_card(simulator: Simulator) -> None:
    listed = {each["persona"]: each["card_id"] for each in said(simulator, "list")}
    assert listed["iphone"] == persona(simulator.control_url, "iphone")["card"]["card_id"]
    assert "iphone" in card(simulator, "list").stdout


def test_a_name_that_is_nobody_s_is_answered_with_the_nearest(simulator: Simulator) -> None:
    answer = card(simulator, "show", "employe-with-limit")
    assert (answer.returncode, "employee-with-limit" in answer.stderr) == (1, True)


@pytest.mark.parametrize(
    "arguments", [("issue",), ("verify", "no-proof"), ("show", "019a0000-0000-7000-8000-000000000000")]
)
def test_what_cannot_be_is_refused(simulator: Simulator, arguments: tuple[str, ...]) -> None:
    answer = card(simulator, *arguments)
    assert answer.returncode != 0
    assert "Traceback" not in answer.stderr


def test_without_a_simulator_it_says_so() -> None:
    nowhere = {"ONSHI_URL": "http://127.0.0.1:9", "ONSHI_CONTROL_URL": "http://127.0.0.1:9"}
    answer = run("card", "list", more=nowhere)
    assert (answer.returncode, "onshi up" in answer.stderr) == (1, True)
