"""Every persona answers what the controls say it answers."""

from datetime import date
from typing import Any

import httpx
import pytest

from onshi.problems import OnshiProblem
from shared.sim.personas.cast import personas
from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import Simulator

CAST = personas(1, date(2026, 11, 20))
WITH_CARD = [each.id for each in CAST if each.card]
WITH_NUMBER = [each.id for each in CAST if each.insured]


def ask_by_card(simulator: Simulator, who: dict[str, Any]) -> dict[str, Any]:
    # A card without a PIN is verified by face, which counts from a reader only.
    client_id = "clinic-reader" if who["card"]["pin"] is None else "clinic"
    with (
        clinic_of(simulator.base_url, simulator.control_url, client_id) as clinic,
        card_of(simulator.base_url, who) as card,
    ):
        try:
            return dict(clinic.check_card(card).document)
        except OnshiProblem as problem:
            return {"refusal": problem.code}


@pytest.mark.parametrize("persona_id", WITH_CARD)
def test_the_card_answers_as_expected(simulator: Simulator, persona_id: str) -> None:
    who = persona(simulator.control_url, persona_id)

    answer = ask_by_card(simulator, who)

    assert {name: answer.get(name) for name in who["expected"]["card"]} == who["expected"]["card"]


@pytest.mark.parametrize("persona_id", WITH_NUMBER)
def test_the_number_answers_as_expected(simulator: Simulator, persona_id: str) -> None:
    who = persona(simulator.control_url, persona_id)

    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        answer = clinic.check(insured=who["insured"], purpose="CARE_VISIT", as_of=who["as_of"]).document

    assert {name: answer[name] for name in who["expected"]["insured"]} == who["expected"]["insured"]


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
