"""Every persona answers what the controls say it answers."""

import re
from datetime import date, timedelta
from time import sleep
from typing import Any

import httpx
import pytest

from shared.domain.codes import CheckMethod
from simulator.personas.cast import personas
from tests.flows.people import ask_by_card_at, clinic_of, credential, persona
from tests.flows.program import Simulator
from tests.unit.simulator.personas.answer_codes import codes_in

CAST = personas(1, date(2026, 11, 20))
WITH_CARD = [each.id for each in CAST if each.card]
WITH_NUMBER = [each.id for each in CAST if each.insured]
ASKED_IN_FULL = ("assistance", "diseases", "mistakes")


def ask_by_card(simulator: Simulator, who: dict[str, Any]) -> dict[str, Any]:
    return ask_by_card_at(simulator.base_url, simulator.control_url, who)


def ask_by_number(simulator: Simulator, who: dict[str, Any]) -> dict[str, Any]:
    ask = dict(who["ask"]["insured"])
    with clinic_of(simulator.base_url, simulator.control_url, ask.pop("client_id")) as clinic:
        return dict(clinic.check(insured=who["insured"], as_of=who["as_of"], **ask).document)


@pytest.mark.parametrize("persona_id", WITH_CARD)
def test_the_card_answers_as_expected(simulator: Simulator, persona_id: str) -> None:
    who = persona(simulator.control_url, persona_id)

    answer = ask_by_card(simulator, who)

    assert {name: answer.get(name) for name in who["expected"]["card"]} == who["expected"]["card"]


@pytest.mark.parametrize("persona_id", WITH_NUMBER)
def test_the_number_answers_as_expected(simulator: Simulator, persona_id: str) -> None:
    who = persona(simulator.control_url, persona_id)

    answer = ask_by_number(simulator, who)

    assert {name: answer[name] for name in who["expected"]["insured"]} == who["expected"]["insured"]


@pytest.mark.parametrize("persona_id", [each.id for each in CAST if each.group in ASKED_IN_FULL])
def test_every_code_of_a_persona_is_in_an_answer(simulator: Simulator, persona_id: str) -> None:
    who = persona(simulator.control_url, persona_id)

    carried = codes_in(ask_by_card(simulator, who)) | codes_in(ask_by_number(simulator, who))

    assert set(who["codes"].items()) - carried == set()


NOTICES = {
    "registration-lag": "registration-lag-possible",
    "double-cover": "newer-coverage-exists",
    "special-expense": "pays-in-full-first",
    "substitute-characters": "name-has-substitute-characters",
    "private-use-character": "name-has-substitute-characters",
    "twins": "branch-number-needed",
    "assistance-unregistered": "ticket-not-registered",
    "assistance-elsewhere": "ticket-not-registered",
    "turning-75-this-month": "limit-halved-this-month",
    "family-of-who-turns-75": "limit-halved-this-month",
    "specific-disease-turning-75": "limit-halved-this-month",
    "late-elderly-not-registered": "late-elderly-cover-expected",
    "changed-insurer": "newer-coverage-exists",
    "unknown-identifiers": "registration-lag-possible",
    "linked-to-another": "registration-lag-possible",
    "coverage-ends-soon": "coverage-ends-soon",
    "document-period-ended": "document-period-ended",
}


@pytest.mark.parametrize("persona_id", NOTICES)
def test_the_number_answers_with_the_notice_of_its_situation(simulator: Simulator, persona_id: str) -> None:
    answer = ask_by_number(simulator, persona(simulator.control_url, persona_id))

    assert NOTICES[persona_id] in [notice["code"] for notice in answer["notices"]]


def test_insurance_and_assistance_are_two_records(simulator: Simulator) -> None:
    answer = ask_by_card(simulator, persona(simulator.control_url, "assistance-beside-insurance"))

    assert [result["insurer"]["number"] for result in answer["results"]] == ["01139013", "12139010"]
    assert [len(result["medical_tickets"]) for result in answer["results"]] == [0, 1]


def test_of_twins_nobody_is_shown_without_a_branch_and_one_with_it(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "twins")
    with_branch = {**who, "insured": {**who["insured"], "branch": "01"}}

    assert ask_by_number(simulator, who)["results"] == []
    assert ask_by_number(simulator, with_branch)["validity"] == "valid"


def test_a_card_with_a_blocked_pin_still_shows_a_face(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "pin-blocked")
    who["ask"]["card"] |= {"client_id": "clinic-reader", "holder_verification": "face"}

    assert ask_by_card(simulator, who)["validity"] == "valid"


def test_a_hidden_address_stays_empty(simulator: Simulator) -> None:
    answer = ask_by_card(simulator, persona(simulator.control_url, "address-hidden"))

    assert answer["results"][0]["address"] is None
    assert answer["results"][0]["postal_code"] is None


def test_the_card_of_a_changed_insurer_answers_with_the_new_one(simulator: Simulator) -> None:
    answer = ask_by_card(simulator, persona(simulator.control_url, "changed-insurer"))

    assert answer["results"][0]["insurer"]["number"] == "06139018"


@pytest.mark.parametrize(
    ("persona_id", "category", "base_yen"),
    [("employee-with-limit", "A03", 85_800), ("municipal-nhi", "A04", 61_500), ("elderly-75", "B10", 61_500)],
)
def test_the_limit_of_this_benefit_year_is_answered(
    simulator: Simulator, persona_id: str, category: str, base_yen: int
) -> None:
    answer = ask_by_card(simulator, persona(simulator.control_url, persona_id))

    certificate = answer["results"][0]["limit_certificate"]
    assert certificate["category"] == category
    assert certificate["monthly_limit"]["base_yen"] == base_yen


@pytest.mark.parametrize(("as_of", "share"), [("2026-07-31", 10), ("2026-08-01", 30)])
def test_one_registration_answers_with_the_share_of_the_day(simulator: Simulator, as_of: str, share: int) -> None:
    who = persona(simulator.control_url, "elderly-share-rose-in-august") | {"as_of": as_of}

    (result,) = ask_by_number(simulator, who)["results"]

    assert (result["insurer"]["number"], result["copay_percent"]) == ("39139019", share)


def test_in_the_month_of_75_the_answer_has_halves(simulator: Simulator) -> None:
    answer = ask_by_card(simulator, persona(simulator.control_url, "turning-75-this-month"))

    limit = answer["results"][0]["limit_certificate"]["monthly_limit"]
    assert (limit["base_yen"], limit["many_times_yen"], limit["outpatient_yen"]) == (30_750, 22_200, 11_000)
    assert limit["halved"] is True


def test_the_family_of_who_turns_75_has_halves_too(simulator: Simulator) -> None:
    (result,) = ask_by_card(simulator, persona(simulator.control_url, "family-of-who-turns-75"))["results"]

    # ウ from August 2026: 85,800 and 1 % of what exceeds 286,000, from the fourth month on 44,400.
    limit = result["limit_certificate"]["monthly_limit"]
    assert (limit["base_yen"], limit["threshold_yen"], limit["many_times_yen"]) == (42_900, 143_000, 22_200)


def test_who_owes_premiums_is_insured_and_has_no_limit(simulator: Simulator) -> None:
    (result,) = ask_by_number(simulator, persona(simulator.control_url, "nhi-arrears"))["results"]

    assert (result["card_kind"], result["limit_certificate"], result["limit"]["consent"]) == ("general", None, "given")


def test_the_way_of_asking_has_its_code(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "employee-with-limit")

    methods = [ask_by_card(simulator, who)["method"], ask_by_number(simulator, who)["method"]]

    assert [CheckMethod(method).code for method in methods] == ["1", "2"]


def test_a_changed_limit_is_told_in_advance_until_it_was_looked_at(simulator: Simulator) -> None:
    # 限度額変更有無 (OQSCD014): 1 where it changed or, as before the first check, cannot be told; 0 after one.
    who = persona(simulator.control_url, "limit-unchanged")

    first = changed_limit(simulator, who)
    with clinic_of(simulator.base_url, simulator.control_url, "hospital") as hospital:
        hospital.check(insured=who["insured"], purpose="CARE_VISIT", limit_certificate_consent=True)

    assert (first, changed_limit(simulator, who)) == (True, False)


def test_a_limit_that_changed_is_told_in_advance_and_with_the_next_check(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "limit-changed")
    before = str(date.fromisoformat(who["as_of"]) - timedelta(days=20))
    with clinic_of(simulator.base_url, simulator.control_url, "hospital") as hospital:
        asked = {"insured": who["insured"], "purpose": "CARE_VISIT", "limit_certificate_consent": True}
        earlier = hospital.check(as_of=before, **asked).document
        is_told = changed_limit(simulator, who)
        now = hospital.check(**asked).document

    shown = [answer["results"][0]["limit_certificate"]["category"] for answer in (earlier, now)]
    assert (shown, is_told) == (["A04", "A03"], True)
    assert "limit-changed" in [notice["code"] for notice in now["notices"]]


def changed_limit(simulator: Simulator, who: dict[str, Any]) -> bool | None:
    """Ask ahead for the hospital, which no other test asks for."""
    path = f"{simulator.base_url}/eligibility/v1/bulk-checks"
    headers = {"Authorization": f"Bearer {token_of(simulator, 'hospital')}"}
    asked = {"items": [{"item_reference": "pt-1", "insured": who["insured"]}]}
    number = httpx.post(path, json=asked, headers=headers).raise_for_status().json()["reception_number"]
    for _ in range(200):
        found = httpx.get(f"{path}/{number}", headers=headers).raise_for_status().json()
        if found["state"] == "done":
            return bool(found["items"][0]["limit_certificate_changed"])
        sleep(0.1)
    return None


def token_of(simulator: Simulator, client_id: str) -> str:
    client = credential(simulator.control_url, client_id)
    answer = httpx.post(
        f"{simulator.base_url}/registry/v1/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(client["client_id"], client["client_secret"]),
    )
    return str(answer.raise_for_status().json()["access_token"])


def test_every_credential_gets_a_token(simulator: Simulator) -> None:
    items = httpx.get(f"{simulator.control_url}/credentials").json()["items"]

    assert len(items) == 16
    for item in items:
        answer = httpx.post(
            f"{simulator.base_url}/registry/v1/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(item["client_id"], item["client_secret"]),
        )
        assert answer.status_code == 200, item["client_id"]


def test_an_unknown_persona_is_a_problem(simulator: Simulator) -> None:
    answer = httpx.get(f"{simulator.control_url}/personas/nobody")

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:onshi:problem:resource-not-found"


def test_the_controls_page_needs_nothing_from_elsewhere(simulator: Simulator) -> None:
    page = httpx.get(f"{simulator.control_url}/").text

    assert "非公式" in page
    # The main menu names our own addresses in full: controls and services have a port each.
    assert re.search(r"""(src|href|action)=["']?(https?:)?//(?!127\.0\.0\.1:)|url\(|@import""", page) is None
    for persona_id in WITH_NUMBER:
        assert persona_id in page
