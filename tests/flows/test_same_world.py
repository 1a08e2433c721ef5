"""One seed and one date make one world, whichever run and however many workers; what is not fixed is said here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509

from tests.flows.people import clinic_of
from tests.flows.program import SEED_AND_DAY, Simulator, copied_world, simulator_in, world_folder
from tests.flows.settled import settled

LISTS = ("/registry/v1/insurers", "/registry/v1/institutions", "/consent/v1/openings")


@dataclass(frozen=True)
class World:
    """What a world holds, as it is read."""

    personas: list[dict[str, Any]]
    credentials: Any
    certificates: Mapping[str, x509.Certificate]
    """By the persona's id."""
    answers: Mapping[str, Any]
    """By number, by the persona's id."""
    lists: Mapping[str, Any]


@pytest.fixture(scope="module")
def worlds(stopped_world: Path) -> Iterator[tuple[World, World]]:
    """The world of all flows, which one worker filled, and another of its seed and date, which two filled."""
    with copied_world(stopped_world) as folder, simulator_in(folder) as one:
        first = read(one)
    with world_folder() as folder, simulator_in(folder, *SEED_AND_DAY, "--workers", "2") as two:
        yield first, read(two)


def test_everybody_is_the_same(worlds: tuple[World, World]) -> None:
    first, second = worlds

    assert len(first.personas) == 100
    assert first.personas == second.personas
    assert first.credentials == second.credentials


def test_every_answer_is_the_same(worlds: tuple[World, World]) -> None:
    first, second = worlds

    assert len(first.answers) == 99
    assert first.answers == second.answers


def test_insurers_institutions_and_openings_are_the_same(worlds: tuple[World, World]) -> None:
    first, second = worlds

    assert all(first.lists.values())
    assert first.lists == second.lists


def test_every_certificate_has_its_serial_number_and_days_and_no_key_is_the_same(worlds: tuple[World, World]) -> None:
    first, second = ({id_: told(each) for id_, each in world.certificates.items()} for world in worlds)
    keys = [{each.public_key().public_numbers() for each in world.certificates.values()} for world in worlds]  # type: ignore[union-attr]

    assert len(first) == 99
    assert first == second
    # Keys are made afresh in every world, and with them signatures, fingerprints and digests.
    assert not keys[0] & keys[1]


def told(certificate: x509.Certificate) -> tuple[Any, ...]:
    return (
        certificate.serial_number,
        certificate.subject.rfc4514_string(),
        certificate.issuer.rfc4514_string(),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
    )


def read(simulator: Simulator) -> World:
    base, controls = simulator.base_url, simulator.control_url
    personas = httpx.get(f"{controls}/personas").raise_for_status().json()["items"]
    answers = {}
    for each in personas:
        if each["insured"]:
            asked = dict(each["ask"]["insured"])
            with clinic_of(base, controls, asked.pop("client_id")) as clinic:
                answers[each["id"]] = settled(clinic.check(insured=each["insured"], **asked).document)
    with clinic_of(base, controls, "operator") as operator:
        headers = {"Authorization": f"Bearer {operator.token()}"}
        lists = {
            path: settled(httpx.get(base + path, headers=headers).raise_for_status().json()["items"]) for path in LISTS
        }
    return World(
        personas=personas,
        credentials=httpx.get(f"{controls}/credentials").raise_for_status().json(),
        certificates={each["id"]: certificate(base, each["card"]["card_id"]) for each in personas if each["card"]},
        answers=answers,
        lists=lists,
    )


def certificate(base_url: str, card_id: str) -> x509.Certificate:
    answer = httpx.get(f"{base_url}/jpki/v1/cards/{card_id}/certificate").raise_for_status()
    return x509.load_pem_x509_certificate(answer.content)
