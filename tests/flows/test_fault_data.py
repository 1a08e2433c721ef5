"""Faults of data and state over HTTP: the answer is wrong as often as was said; record and next answer are right."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from tests.flows.fault_desk import LABEL, FaultDesk
from tests.flows.people import persona
from tests.flows.program import Simulator

Ask = Callable[[FaultDesk, dict[str, Any]], httpx.Response]
WAYS: list[Ask] = [FaultDesk.by_card, FaultDesk.by_number]
HANAKO = {"name": "試験　花子", "birthdate": "1985-04-01", "sex": "female"}


def hired(simulator: Simulator, patient: str) -> dict[str, Any]:
    """Make a patient who has been insured for two days."""
    day = date.fromisoformat(httpx.get(f"{simulator.control_url}/personas").raise_for_status().json()["today"])
    acquired_on = (day - timedelta(days=2)).isoformat()
    asked = HANAKO | {"id": patient, "coverage": {"acquired_on": acquired_on}}
    return dict(httpx.post(f"{simulator.control_url}/patients", json=asked, timeout=30).raise_for_status().json())


def the_answer(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def shown(answer: httpx.Response) -> dict[str, Any]:
    (result,) = the_answer(answer)["results"]
    return dict(result)


@pytest.mark.parametrize("ask", WAYS, ids=["by card", "by number"])
def test_a_name_is_shown_with_a_substitute_once_and_read_again_without(simulator: Simulator, ask: Ask) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, "substitute-characters") as desk:
        fault = desk.fault("substitute_characters")

        wrong, right = ask(desk, who), ask(desk, who)

        assert (wrong.headers[LABEL], LABEL in right.headers, desk.used(fault)) == (fault, False, (1, True))
        assert "●" in shown(wrong)["name"]
        assert "name-has-substitute-characters" in [notice["code"] for notice in wrong.json()["notices"]]
        assert "●" not in shown(right)["name"]
        assert desk.again(wrong)["results"][0]["name"] == shown(right)["name"]


@pytest.mark.parametrize(("parameters", "percent"), [({"percent": 20}, 20), ({}, 10)])
def test_a_wrong_share_is_shown_as_often_as_was_said(
    simulator: Simulator, parameters: dict[str, int], percent: int
) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, "wrong-share") as desk:
        fault = desk.fault("wrong_share", parameters=parameters, times=2)

        answers = [desk.by_number(who) for _ in range(3)]

        assert [shown(answer)["copay_percent"] for answer in answers] == [percent, percent, 30]
        assert [answer.headers.get(LABEL) for answer in answers] == [fault, fault, None]
        assert desk.again(answers[0])["results"][0]["copay_percent"] == 30


@pytest.mark.parametrize("ask", WAYS, ids=["by card", "by number"])
def test_somebody_elses_data_is_shown_and_the_record_is_of_who_was_asked_about(simulator: Simulator, ask: Ask) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    other = persona(simulator.control_url, "municipal-nhi")
    with FaultDesk(simulator, "wrong-person") as desk:
        desk.fault("wrong_person", parameters={"persona": "municipal-nhi"}, match={"persona": "employee-with-limit"})

        of_another = desk.by_number(other)
        wrong, right = ask(desk, who), ask(desk, who)

        assert LABEL not in of_another.headers
        assert shown(wrong)["number"] == other["insured"]["number"]
        assert shown(wrong)["name"] == shown(of_another)["name"]
        assert shown(right)["number"] == who["insured"]["number"]
        assert desk.again(wrong)["results"][0]["number"] == who["insured"]["number"]
        # Whose disclosure it is, is told by the record: that of the patient who was asked about.
        assert wrong.json()["check_id"] in desk.history(who)
        assert wrong.json()["check_id"] not in desk.history(other)


def test_the_journal_says_that_the_answer_differs_from_the_record(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, "journal-of-a-fault") as desk:
        fault = desk.fault("wrong_person")

        wrong = desk.by_number(who)

        asked = {"check_id": wrong.json()["check_id"], "wait": 10}
        (entry,) = (
            httpx.get(f"{simulator.control_url}/journal", params=asked, timeout=30).raise_for_status().json()["items"]
        )
        assert (entry["fault"], entry["persona"]) == (fault, "employee-with-limit")


def test_without_a_name_it_is_somebody_who_is_insured(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, "wrong-person-chosen") as desk:
        desk.fault("wrong_person", times=2)

        first, second = desk.by_card(who), desk.by_card(who)

        assert the_answer(first)["validity"] == "valid"
        assert shown(first)["name"] == shown(second)["name"]
        assert shown(first)["name"] != desk.again(first)["results"][0]["name"]


@pytest.mark.parametrize("ask", WAYS, ids=["by card", "by number"])
def test_what_was_registered_in_the_last_days_is_not_seen_yet(simulator: Simulator, ask: Ask) -> None:
    who = hired(simulator, f"hired-{ask.__name__}")
    with FaultDesk(simulator, "registration-lag") as desk:
        fault = desk.fault("registration_lag", parameters={"days": 5})

        of_an_old_hand = ask(desk, persona(simulator.control_url, "employee-with-limit"))
        wrong, right = ask(desk, who), ask(desk, who)

        # Who has been insured for years is on record, though the world began today; the rule waits for whom it hits.
        assert (the_answer(of_an_old_hand)["validity"], LABEL in of_an_old_hand.headers) == ("valid", False)
        assert (the_answer(wrong)["validity"], the_answer(wrong)["results"]) == ("not_found", [])
        assert (the_answer(right)["validity"], desk.used(fault)) == ("valid", (1, True))
        # The record has the coverage: only the answer did not see it.
        assert desk.again(wrong)["validity"] == "valid"


def test_who_was_insured_before_those_days_is_seen(simulator: Simulator) -> None:
    who = hired(simulator, "hired-two-days-before")
    with FaultDesk(simulator, "shorter-lag") as desk:
        fault = desk.fault("registration_lag", parameters={"days": 1})

        answer = desk.by_number(who)

        assert (the_answer(answer)["validity"], desk.used(fault)) == ("valid", (0, False))


def test_a_miss_that_a_fault_makes_is_none_of_the_institutions(simulator: Simulator) -> None:
    who = hired(simulator, "hired-and-asked-often")
    with FaultDesk(simulator, "lag-is-no-miss") as desk:
        desk.fault("registration_lag", parameters={"days": 5}, times=40)

        # More than an institution may miss in a while.
        validities = {the_answer(desk.by_number(who))["validity"] for _ in range(40)}

        assert validities == {"not_found"}


def test_the_old_insurer_is_still_valid(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "changed-insurer")
    with FaultDesk(simulator, "stale-insurer") as desk:
        fault = desk.fault("stale_insurer", times=2)

        of_somebody_else = desk.by_card(persona(simulator.control_url, "employee-with-limit"))
        wrong_by_card, wrong_by_number = desk.by_card(who), desk.by_number(who)
        right_by_card, right_by_number = desk.by_card(who), desk.by_number(who)

        # Who has changed no insurer has no old one.
        assert LABEL not in of_somebody_else.headers
        assert desk.used(fault) == (2, True)
        assert the_answer(wrong_by_number)["validity"] == the_answer(wrong_by_card)["validity"] == "valid"
        assert the_answer(right_by_number)["validity"] == "superseded"
        assert shown(wrong_by_card)["insurer"]["number"] == who["insured"]["insurer_number"]
        assert shown(right_by_card)["insurer"]["number"] != who["insured"]["insurer_number"]
        assert desk.again(wrong_by_number)["validity"] == "superseded"


def test_a_retry_under_the_same_key_is_answered_without_the_fault(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, "idempotent-retry") as desk:
        desk.fault("substitute_characters", times=10)

        wrong = desk.by_number(who, key="receipt-of-the-fault")
        retried = desk.by_number(who, key="receipt-of-the-fault")

        assert retried.json()["check_id"] == wrong.json()["check_id"]
        assert "●" in shown(wrong)["name"]
        assert "●" not in shown(retried)["name"]
        assert LABEL not in retried.headers


def test_a_fault_is_matched_by_the_reference_of_a_client_that_can_set_no_header(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, "by-reference") as desk:
        fault = desk.fault("wrong_share", match={"client_reference": "receipt-4711"})

        other = desk.by_card(who, client_reference="receipt-4710")
        wrong = desk.by_card(who, client_reference="receipt-4711")

        assert (LABEL in other.headers, wrong.headers[LABEL]) == (False, fault)


def test_a_fault_finds_a_patient_who_was_made_by_one_call(simulator: Simulator) -> None:
    who = (
        httpx.post(f"{simulator.control_url}/patients", json=HANAKO | {"id": "faulty-hanako"}).raise_for_status().json()
    )
    with FaultDesk(simulator, "made-patient") as desk:
        fault = desk.fault("wrong_share", match={"persona": "faulty-hanako"}, times=2)

        answers = [ask(desk, who) for ask in WAYS]
        other = desk.by_number(persona(simulator.control_url, "employee-with-limit"))

        assert [answer.headers.get(LABEL) for answer in [*answers, other]] == [fault, fault, None]


def test_many_at_once_are_worked_on_for_some_polls(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    items = [{"item_reference": "1", "insured": who["insured"]}]
    with FaultDesk(simulator, "still-processing") as desk:
        bulk = desk.http.post(
            "/eligibility/v1/bulk-checks", json={"items": items, "client_reference": "monthly-of-the-fault"}
        )
        place = f"/eligibility/v1/bulk-checks/{bulk.raise_for_status().json()['reception_number']}"
        while desk.http.get(place).raise_for_status().json()["state"] == "processing":
            pass
        fault = desk.fault(
            "still_processing", parameters={"polls": 2}, match={"client_reference": "monthly-of-the-fault"}
        )

        polls = [desk.http.get(place).raise_for_status() for _ in range(3)]

        assert [poll.json()["state"] for poll in polls] == ["processing", "processing", "done"]
        assert [poll.json()["items"][0]["status"] for poll in polls] == ["pending", "pending", "succeeded"]
        assert [poll.headers.get(LABEL) for poll in polls] == [fault, fault, None]
        assert desk.used(fault) == (1, True)


def test_of_many_at_once_each_is_an_answer_and_one_is_wrong_once(simulator: Simulator) -> None:
    people = [persona(simulator.control_url, name) for name in ("municipal-nhi", "employee-with-limit")]
    with FaultDesk(simulator, "bulk-of-the-fault") as desk:
        place = desk.many(people)
        fault = desk.fault("wrong_share", match={"persona": "employee-with-limit", "test": desk.test})

        readings = [desk.http.get(place).raise_for_status() for _ in range(2)]

        shares = [[item["result"]["copay_percent"] for item in reading.json()["items"]] for reading in readings]
        assert [shares[0][1], shares[1][1]] == [10, 30]
        assert shares[0][0] == shares[1][0]
        assert [reading.headers.get(LABEL) for reading in readings] == [fault, None]
        assert desk.used(fault) == (1, True)


def test_every_kind_of_wrong_data_happens_to_many_at_once(simulator: Simulator) -> None:
    lagging, moved = hired(simulator, "hired-for-many"), persona(simulator.control_url, "changed-insurer")
    with FaultDesk(simulator, "kinds-of-many", client_id="hospital") as desk:
        place = desk.many([lagging, moved], client_reference="monthly-of-kinds")
        right = desk.http.get(place).raise_for_status().json()["items"]
        reference = {"client_reference": "monthly-of-kinds"}
        seen = {}
        for kind, parameters in (
            ("registration_lag", {"days": 5}),
            ("stale_insurer", {}),
            ("substitute_characters", {}),
            ("wrong_person", {"persona": "municipal-nhi"}),
        ):
            desk.fault(kind, parameters=parameters, match=reference)
            seen[kind] = desk.http.get(place).raise_for_status().json()["items"]

        assert [item["validity"] for item in right] == ["valid", "superseded"]
        assert (seen["registration_lag"][0]["validity"], seen["registration_lag"][0]["result"]) == ("not_found", None)
        assert seen["stale_insurer"][1]["validity"] == "valid"
        assert "●" in seen["substitute_characters"][0]["result"]["name"]
        assert seen["wrong_person"][0]["result"]["number"] != right[0]["result"]["number"]
        # What the record says is not touched.
        assert desk.http.get(place).raise_for_status().json()["items"] == right


@pytest.mark.parametrize("match", [{"persona": "employee-with-limit"}, {"client_reference": "uketsuke-of-the-fault"}])
@pytest.mark.parametrize("media_type", ["application/xml", "application/json"])
def test_wrong_data_and_failures_on_the_way_find_a_message(
    simulator: Simulator, match: dict[str, str], media_type: str
) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, f"message-{media_type[-4:]}-{len(match)}") as desk:
        faults = [
            desk.fault("status", parameters={"status": 503}, match=match | {"face": "oqs"}),
            desk.fault("substitute_characters", match=match | {"face": "oqs"}),
        ]

        failed, wrong, right = (desk.by_message(who, media_type, "uketsuke-of-the-fault") for _ in range(3))

        assert [answer.headers.get(LABEL) for answer in (failed, wrong, right)] == [*faults, None]
        assert (failed.status_code, wrong.status_code, right.status_code) == (503, 200, 200)
        assert ("●" in wrong.text, "●" in right.text) == (True, False)


def test_an_answer_is_lost_after_its_record_was_kept_and_found_again_by_its_key(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, "lost-answer") as desk:
        fault = desk.fault("lost_answer")

        with pytest.raises(httpx.TransportError):
            desk.by_number(who, key="receipt-that-was-lost")
        kept = desk.listed()[-1]
        retried = desk.by_number(who, key="receipt-that-was-lost")

        assert retried.json()["check_id"] == kept["check_id"]
        assert (the_answer(retried)["validity"], desk.used(fault)) == ("valid", (1, True))


def test_an_answer_by_card_that_was_lost_is_found_by_the_same_proof(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, "lost-answer-by-card") as desk:
        desk.fault("lost_answer")
        sent = {"presence_proof": desk.proof(who, desk.nonce())}

        with pytest.raises(httpx.TransportError):
            desk.http.post("/eligibility/v1/checks", json=sent)
        refused = desk.http.post("/eligibility/v1/checks", json=sent)

        assert (refused.status_code, refused.json()["type"]) == (409, "urn:onshi:problem:nonce-used")
        found = desk.http.get(f"/eligibility/v1/checks/{refused.json()['check_id']}").raise_for_status()
        assert found.json()["validity"] == "valid"
