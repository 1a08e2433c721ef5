"""No log of a whole run names a person: every seeded identifier, name and birth date is looked for in it."""

import contextlib
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest

from onshi.client import NEVER, Clinic, OnshiProblem
from onshi.signer import VirtualCard
from simulator.personas.cast import personas
from simulator.personas.persona import Persona
from tests.flows.program import Simulator, simulator_in, world_folder

DAY = date(2026, 11, 20)
CAST = personas(1, DAY)
SECRET = "clinic-development-secret"


@pytest.fixture(scope="module")
def log() -> str:
    """The log, at its most talkative, of a run in which everybody was asked about in every way."""
    with (
        world_folder() as folder,
        simulator_in(folder, "--seed", "1", "--date", DAY.isoformat(), more={"ONSHI_LOG_LEVEL": "DEBUG"}) as simulator,
    ):
        for persona in CAST:
            ask(simulator, persona)
        provoke(simulator, CAST[0])
        written = simulator.log
        # Read before the folder goes, after the last line.
        simulator.process.terminate()
        simulator.process.wait(60)
        return read(written)


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def ask(simulator: Simulator, persona: Persona) -> None:
    """Ask by card, by number, and for a purpose that is forbidden."""
    with Clinic(simulator.base_url, "clinic", SECRET, retries=NEVER) as clinic:
        if persona.card is not None:
            with VirtualCard(simulator.base_url, str(persona.card.card_id), persona.card.pin) as card:
                attempt(lambda: clinic.check_card(card))
        if persona.insured is not None:
            insured = persona_identifiers(persona)
            attempt(lambda: clinic.check(insured=insured, purpose="CARE_VISIT", limit_certificate_consent=True))
            attempt(lambda: clinic.check(insured=insured, purpose="EMPLOY_CONTRACT"))


def provoke(simulator: Simulator, persona: Persona) -> None:
    """Send what is wrong, with personal data in every place that might be repeated."""
    insured = persona_identifiers(persona)
    with Clinic(simulator.base_url, "clinic", SECRET, retries=NEVER) as clinic:
        for wrong in (
            {"insured": {**insured, "birthdate": f"{insured['birthdate']} "}, "purpose": "CARE_VISIT"},
            {"insured": insured, "purpose": str(insured["number"])},
            {"presence_proof": str(insured["number"])},
            {"insured": {**insured, "symbol": "1234-5678-9018"}, "purpose": "CARE_VISIT"},
        ):
            with contextlib.suppress(OnshiProblem):
                clinic.check(**wrong)
        headers = {"Authorization": f"Bearer {clinic.token()}"}
    for path in ("eligibility/v1/checks", "registry/v1/persons", f"registry/v1/persons/{insured['number']}"):
        httpx.post(f"{simulator.base_url}/{path}", json=insured, headers=headers)
        httpx.post(f"{simulator.base_url}/{path}", content=json.dumps(insured)[:-3], headers=headers)
    httpx.get(f"{simulator.base_url}/eligibility/v1/checks?number={insured['number']}", headers=headers)


def attempt(act: Callable[[], object]) -> None:
    with contextlib.suppress(OnshiProblem):
        act()


def persona_identifiers(persona: Persona) -> dict[str, str | None]:
    assert persona.insured is not None
    held = persona.insured
    return {
        "insurer_number": held.insurer_number,
        "symbol": held.symbol,
        "number": held.number,
        "branch": held.branch,
        "birthdate": held.birthdate.isoformat(),
    }


def personal() -> set[str]:
    """Everything of the cast that says who somebody is. A symbol of two or three characters is part of any text."""
    found: set[str] = set()
    for persona in CAST:
        if persona.holder is not None:
            holder = persona.holder
            surname = holder.name.partition("\u3000")[0]
            found |= {text for text in (holder.name, holder.name_kana, surname, holder.address) if text}
            found |= {holder.birthdate.isoformat(), holder.birthdate.strftime("%Y%m%d")}
        if persona.insured is not None:
            found |= {text for text in (persona.insured.symbol, persona.insured.number) if text and len(text) > 3}
        for membership in persona.memberships:
            found |= {text for text in (membership.symbol, membership.number) if text and len(text) > 3}
    return found


def test_the_log_has_no_line_about_a_person(log: str) -> None:
    assert len(personal()) > 60
    said = "\n".join(told(line) for line in log.splitlines())
    assert [text for text in sorted(personal()) if stands_in(said, text)] == []


def test_what_it_looks_for_would_be_found() -> None:
    line = '{"path": "/v1/persons/9391", "timestamp": "2026-11-20T00:00:00.939112Z", "request_id": "9391"}'
    assert stands_in(told(line), "9391")
    assert stands_in("仮野　隆 様", "仮野")
    other = '{"check_id": "019a0000-9391-7000-8000-000000009391", "timestamp": "2026-11-20T00:00:00.939112Z"}'
    assert not stands_in(told(other), "9391")


def told(line: str) -> str:
    """A line without what is made of chance or of the clock, where any four digits stand one day."""
    members = {name: value for name, value in json.loads(line).items() if name not in ("timestamp", "request_id")}
    return re.sub(
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}", "", json.dumps(members, ensure_ascii=False)
    )


def stands_in(said: str, text: str) -> bool:
    """Digits count where they stand by themselves, words anywhere."""
    if not text.isascii():
        return text in said
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(text)}(?![0-9A-Za-z])", said) is not None


def test_every_line_of_the_log_is_one_json_object(log: str) -> None:
    lines = log.splitlines()

    assert lines
    assert [line for line in lines if not line.startswith("{") or not isinstance(json.loads(line), dict)] == []


def test_no_secret_and_no_token_is_in_the_log(log: str) -> None:
    assert "development-secret" not in log
    assert "eyJ" not in log
