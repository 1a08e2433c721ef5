"""Every persona asked about twice, through a cell and at the hub alone: what differs in the answers."""

from collections.abc import Iterator
from typing import Any

import httpx

from onshi.problems import OnshiProblem
from tests.flows.people import card_of, clinic_of
from tests.flows.program import WITHIN_S
from tests.worlds import PLAIN

BY_CHANCE = frozenset({"check_id", "checked_at", "consented_at", "given_at", "viewable_until", "opening_id"})
"""What is another with each check."""


def personas_of(control_url: str) -> list[dict[str, Any]]:
    """All of the world, as the controls name them."""
    items = httpx.get(f"{control_url}/personas", verify=PLAIN, timeout=WITHIN_S).raise_for_status().json()["items"]
    return list(items)


def differences(control_url: str, alone: str, through_a_cell: str) -> Iterator[tuple[str, bool]]:
    """Yield for each persona and way to ask, and from a pharmacy, which is of the other cell, whether they agree."""
    for who in personas_of(control_url):
        if who.get("card") and "card" in who["ask"]:
            first, second = (_by_card(control_url, url, who) for url in (alone, through_a_cell))
            yield f"{who['id']} by card", first == second
        if "insured" in who["ask"]:
            for client in (None, "pharmacy"):
                first, second = (_by_number(control_url, url, who, client) for url in (alone, through_a_cell))
                yield f"{who['id']} by number, {client or 'as told'}", first == second


def _by_card(control_url: str, url: str, who: dict[str, Any]) -> Any:
    ask = who["ask"]["card"]
    with clinic_of(url, control_url, ask["client_id"]) as clinic, card_of(url, who) as card:
        try:
            answer = clinic.check_card(
                card, purpose=ask["purpose"], consents=ask["consents"], prescription_form=ask["prescription_form"]
            )
        except OnshiProblem as problem:
            return problem.code
    return _without_chance(answer.document)


def _by_number(control_url: str, url: str, who: dict[str, Any], client: str | None) -> Any:
    ask = dict(who["ask"]["insured"])
    told = ask.pop("client_id")
    with clinic_of(url, control_url, client or told) as clinic:
        try:
            return _without_chance(clinic.check(insured=who["insured"], as_of=who["as_of"], **ask).document)
        except OnshiProblem as problem:
            return problem.code


def _without_chance(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_chance(each) for name, each in value.items() if name not in BY_CHANCE}
    return [_without_chance(each) for each in value] if isinstance(value, list) else value
