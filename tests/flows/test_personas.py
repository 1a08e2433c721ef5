"""Every persona answers what the controls say it answers."""

from datetime import date
from typing import Any

import httpx
import pytest

from onshi.problems import OnshiProblem
from shared.sim.personas.cast import personas
from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import Simulator
from tests.unit.shared.sim.personas.answer_codes import codes_in

CAST = personas(1, date(2026, 11, 20))
WITH_CARD = [each.id for each in CAST if each.card]
WITH_NUMBER = [each.id for each in CAST if each.insured]


def ask_by_card(simulator: Simulator, who: dict[str, Any]) -> dict[str, Any]:
    ask = who["ask"]["card"]
    with (
        clinic_of(simulator.base_url, simulator.control_url, ask["client_id"]) as clinic,
        card_of(simulator.base_url, who) as card,
    ):
        try:
            answer = clinic.check_card(
                card, purpose=ask["purpose"], consents=ask["consents"], prescription_form=ask["prescription_form"]
            )
        except OnshiProblem as problem:
            return {"refusal": problem.code}
    return dict(answer.document)


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


@pytest.mark.parametrize("persona_id", [each.id for each in CAST if each.group in ("assistance", "diseases")])
def test_every_code_of_a_persona_is_in_an_answer(simulator: Simulator, persona_id: str) -> None:
    who = persona(simulator.control_url, persona_id)

    carried = codes_in(ask_by_card(simulator, who)) | codes_in(ask_by_number(simulator, who))

    assert set(who["codes"].items()) - carried == set()


NOTICES = {
    "registration-lag": "registration-lag-possible",
    "double-cover": "newer-coverage-exists",
    "special-expense": "pays-in-full-first",
    "substitute-characters": "name-has-substitute-characters",
    "twins": "branch-number-needed",
    "assistance-unregistered": "ticket-not-registered",
    "assistance-elsewhere": "ticket-not-registered",
    "turning-75-this-month": "limit-halved-this-month",
    "changed-insurer": "newer-coverage-exists",
    "unknown-identifiers": "registration-lag-possible",
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


def test_every_credential_gets_a_token(simulator: Simulator) -> None:
    items = httpx.get(f"{simulator.control_url}/credentials").json()["items"]

    assert len(items) == 12
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
    assert "http" not in page
    for persona_id in WITH_NUMBER:
        assert persona_id in page
