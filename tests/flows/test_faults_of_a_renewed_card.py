"""A rule about a persona knows the card that is renewed later, and the phone that is made from it, on every worker."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from onshi.client import Clinic
from onshi.problems import OnshiProblem
from onshi.retrying import Retries
from onshi.signer import VirtualCard
from tests.flows.people import credential, persona
from tests.flows.program import WITHIN_S, Simulator, copied_world, simulator_in


@pytest.fixture(scope="module")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    """A simulator of two workers, whose cards are renewed."""
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as started:
        yield started


def busy_for(simulator: Simulator, persona_id: str) -> str:
    """Make a rule by which everything about a persona fails for a while, and return its id."""
    rule: dict[str, Any] = {"kind": "status", "parameters": {"status": 500}, "match": {"persona": persona_id}}
    rule |= {"times": None, "for_seconds": 3600}
    made = httpx.post(f"{simulator.control_url}/faults", json=rule, timeout=WITHIN_S)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def asked(simulator: Simulator, card_id: str, who: dict[str, Any], pin: str) -> list[int | None]:
    """Check with a card, each time over a connection of its own so that both workers are asked; return the statuses."""
    secret = credential(simulator.control_url, "clinic")["client_secret"]
    way = who["ask"]["card"]["holder_verification"]
    statuses: list[int | None] = []
    for _ in range(6):
        with (
            Clinic(simulator.base_url, "clinic", secret, retries=Retries(most=0)) as clinic,
            VirtualCard(simulator.base_url, card_id, pin, holder_verification=way) as card,
        ):
            try:
                clinic.check_card(card)
                statuses.append(200)
            except OnshiProblem as problem:
                statuses.append(problem.status)
    return statuses


def changed(simulator: Simulator, card_id: str, change: str, **body: str) -> dict[str, Any]:
    url = f"{simulator.base_url}/jpki/v1/cards/{card_id}/{change}"
    answer = httpx.post(url, json=body or None, timeout=WITHIN_S)
    assert answer.is_success, answer.text
    return dict(answer.json())


def test_a_rule_older_than_a_renewal_knows_the_renewed_card_at_once(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "certificate-expires-soon")
    card = who["card"]
    busy_for(simulator, "certificate-expires-soon")
    before = asked(simulator, card["card_id"], who, card["pin"])
    changed(simulator, card["card_id"], "renewal")
    after = asked(simulator, card["card_id"], who, card["pin"])

    assert (before, after) == ([500] * 6, [500] * 6)


def test_a_rule_older_than_a_phone_knows_the_phone_at_once(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    fault = busy_for(simulator, "employee-with-limit")
    phone = changed(simulator, who["card"]["card_id"], "phones", platform="android", pin="4321")

    assert asked(simulator, phone["card_id"], who, "4321") == [500] * 6
    # Of somebody else nothing is known by that card.
    other = persona(simulator.control_url, "certificate-in-grace")
    assert 500 not in asked(simulator, other["card"]["card_id"], other, other["card"]["pin"])
    httpx.delete(f"{simulator.control_url}/faults/{fault}", timeout=WITHIN_S).raise_for_status()


def test_a_rule_younger_than_a_phone_knows_it_too(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "changed-insurer")
    phone = changed(simulator, who["card"]["card_id"], "phones", platform="android", pin="4321")
    busy_for(simulator, "changed-insurer")

    assert asked(simulator, phone["card_id"], who, "4321") == [500] * 6
