"""Own people by one call: made over HTTP, they answer by card and by number like a persona."""

from typing import Any

import httpx
import pytest

from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import Simulator

PROBLEM = "urn:onshi:problem:"
HANAKO = {"name": "試験　花子", "birthdate": "1985-04-01", "sex": "female"}


def made(simulator: Simulator, **asked: Any) -> httpx.Response:
    return httpx.post(f"{simulator.control_url}/patients", json=HANAKO | asked)


def by_number(simulator: Simulator, who: dict[str, Any], **asked: Any) -> dict[str, Any]:
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        return dict(clinic.check(insured=who["insured"], purpose="CARE_VISIT", **asked).document)


def by_card(simulator: Simulator, who: dict[str, Any]) -> dict[str, Any]:
    client_id = who["ask"]["card"]["client_id"]
    with (
        clinic_of(simulator.base_url, simulator.control_url, client_id) as clinic,
        card_of(simulator.base_url, who) as card,
    ):
        return dict(clinic.check_card(card, purpose="CARE_VISIT").document)


def test_whom_one_makes_with_a_name_alone_is_insured_by_card_and_by_number(simulator: Simulator) -> None:
    answer = made(simulator)
    who = answer.json()

    assert answer.status_code == 201
    assert answer.headers["location"] == f"/personas/{who['id']}"
    assert who["expected"] == {"card": {"validity": "valid"}, "insured": {"validity": "valid"}}
    assert by_number(simulator, who)["validity"] == by_card(simulator, who)["validity"] == "valid"
    (result,) = by_card(simulator, who)["results"]
    assert (result["name"], result["insurer"]["number"], result["branch"]) == ("試験　花子", "01139013", "00")
    shown = persona(simulator.control_url, who["id"])
    assert shown == {name: value for name, value in who.items() if name not in ("person_id", "coverage_id")}


def test_everything_that_is_named_is_so(simulator: Simulator) -> None:
    who = made(
        simulator,
        insurer={"number": "06270019", "name": "持込健康保険組合"},
        coverage={
            "symbol": "テ12",
            "number": "345",
            "branch": "02",
            "relationship": "family",
            "acquired_on": "2020-04-01",
        },
        limit_certificate={"category": "A03"},
        card={"pin": "9876", "carrier": "android"},
        address="大阪府大阪市北区1-1",
    ).json()

    answer = by_number(simulator, who, limit_certificate_consent=True)

    (result,) = answer["results"]
    assert (result["insurer"]["name"], result["symbol"], result["number"]) == ("持込健康保険組合", "テ12", "345")
    assert (result["branch"], result["relationship"], result["acquired_on"]) == ("02", "family", "2020-04-01")
    # ウ from August 2026: 85,800 yen and 1 % of what exceeds 286,000.
    assert result["limit_certificate"]["monthly_limit"]["base_yen"] == 85_800
    assert (who["card"]["pin"], who["card"]["carrier"]) == ("9876", "android")
    assert by_card(simulator, who)["validity"] == "valid"


@pytest.mark.parametrize("card", [{"pin": None}, {"carrier": "iphone"}])
def test_a_card_without_a_pin_is_shown_as_it_is_used(simulator: Simulator, card: dict[str, Any]) -> None:
    who = made(simulator, card=card).json()

    assert by_card(simulator, who)["validity"] == "valid"


@pytest.mark.parametrize("card", [None, False])
def test_who_has_no_card_is_asked_about_by_number(simulator: Simulator, card: object) -> None:
    who = made(simulator, card=card).json()

    assert (who["card"], by_number(simulator, who)["validity"]) == (None, "valid")


def test_from_75_on_the_late_elderly_insurer_is_chosen(simulator: Simulator) -> None:
    who = made(simulator, birthdate="1951-11-20").json()

    (result,) = by_card(simulator, who)["results"]

    assert (result["insurer"]["number"], result["copay_percent"], result["branch"]) == ("39139019", 10, None)


def test_a_cover_that_was_lost_answers_so(simulator: Simulator) -> None:
    who = made(simulator, coverage={"lost_on": "2026-10-01"}).json()

    assert who["expected"]["insured"] == {"validity": "invalid"}
    assert by_number(simulator, who)["validity"] == "invalid"


def test_the_same_request_again_makes_nobody_and_another_of_that_id_is_refused(simulator: Simulator) -> None:
    first, again = made(simulator, id="hanako"), made(simulator, id="hanako")
    other = made(simulator, id="hanako", sex="male")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (other.status_code, other.json()["type"]) == (409, f"{PROBLEM}already-exists")


def test_everything_that_is_wrong_is_named_at_once_and_nobody_is_made(simulator: Simulator) -> None:
    taken = persona(simulator.control_url, "employee-with-limit")["insured"]
    before = len(httpx.get(f"{simulator.control_url}/personas").json()["items"])

    unreadable = made(simulator, birthdate="1985-02-30", sex="other", colour="red", card={"pin": "12"})
    impossible = made(
        simulator,
        id="employee-with-limit",
        insurer={"number": taken["insurer_number"]},
        coverage={name: taken[name] for name in ("symbol", "number", "branch")},
        limit_certificate={"category": "B09"},
    )

    assert [each["pointer"] for each in unreadable.json()["errors"]] == ["/birthdate", "/sex", "/card/pin", "/colour"]
    assert {each["pointer"] for each in impossible.json()["errors"]} == {
        "/id",
        "/coverage/number",
        "/limit_certificate/category",
    }
    assert unreadable.status_code == impossible.status_code == 422
    assert len(httpx.get(f"{simulator.control_url}/personas").json()["items"]) == before


def test_whom_the_registry_has_already_is_refused_with_the_place_in_the_request(simulator: Simulator) -> None:
    first = made(simulator, coverage={"symbol": "777", "number": "1", "branch": "00"})
    second = made(simulator, coverage={"symbol": "777", "number": "1", "branch": "00"})

    assert (first.status_code, second.status_code) == (201, 422)
    assert [each["pointer"] for each in second.json()["errors"]] == ["/coverage/number"]


@pytest.mark.parametrize("asked", [{"name": "123456789018"}, {"coverage": {"number": "123456789018"}}])
def test_a_my_number_is_refused(simulator: Simulator, asked: dict[str, Any]) -> None:
    answer = made(simulator, **asked)

    assert (answer.status_code, answer.json()["type"]) == (422, f"{PROBLEM}my-number-not-accepted")
