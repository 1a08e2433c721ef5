"""What every test patient is answered, by number and by card: alike alone and on a cluster."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.flows.people import ask_by_card_at, clinic_of
from tests.flows.program import SEED_AND_DAY, simulator_in, world_folder
from tests.flows.settled import settled

Answers = Mapping[str, Any]
"""By the persona's id and the way that was asked; ids and instants of acts left out."""


def answers_at(base_url: str, control_url: str) -> Answers:
    """Ask about everybody, once by number and once by card."""
    found: dict[str, Any] = {}
    listed = httpx.get(f"{control_url}/personas", timeout=60).raise_for_status().json()["items"]
    for each in listed:
        if each["insured"]:
            asked = dict(each["ask"]["insured"])
            with clinic_of(base_url, control_url, asked.pop("client_id")) as clinic:
                found[f"{each['id']} by number"] = settled(clinic.check(insured=each["insured"], **asked).document)
        if each["card"]:
            found[f"{each['id']} by card"] = settled(ask_by_card_at(base_url, control_url, each))
    return found


def answers_alone() -> Answers:
    """The same of a simulator with a PostgreSQL of its own."""
    with world_folder() as folder, simulator_in(folder, *SEED_AND_DAY) as alone:
        return answers_at(alone.base_url, alone.control_url)


def differences(alone: Answers, here: Answers) -> list[str]:
    """Return whose answers differ, and whether anybody was asked."""
    if not alone:
        return ["nobody was asked"]
    everybody = sorted(alone.keys() | here.keys())
    return [f"{who} is answered otherwise" for who in everybody if alone.get(who) != here.get(who)]
