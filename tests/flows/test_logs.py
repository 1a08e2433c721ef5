"""No log of a whole run names a person, nor does its journal: every seeded identifier, name and date is looked for."""

import asyncio
import contextlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from onshi.client import NEVER, Clinic, OnshiProblem
from onshi.signer import VirtualCard
from shared.db.embedded import ADMINISTRATOR
from shared.settings import Settings
from simulator.personas.cast import personas
from simulator.personas.persona import Persona
from simulator.worlds.folder_database import url_in_folder
from tests.flows.program import Simulator, simulator_in, world_folder

DAY = date(2026, 11, 20)
CAST = personas(1, DAY)
SECRET = "clinic-development-secret"
MY_NUMBER = ("123456789018", "1234-5678-9018", "１２３４５６７８９０１８")
"""One with the right check digit, as people write it."""


@dataclass(frozen=True)
class Run:
    """What is left of a run."""

    log: str
    rows: list[dict[str, Any]]
    """The journal as it is stored."""
    entries: list[dict[str, Any]]
    """The journal as it is read, explained."""
    serials: list[str]
    """Of the certificates of all cards, in hexadecimal."""


@pytest.fixture(scope="module")
def run() -> Run:
    """A run, its log at its most talkative, in which everybody was asked about in every way."""
    with (
        world_folder() as folder,
        simulator_in(folder, "--seed", "1", "--date", DAY.isoformat(), more={"ONSHI_LOG_LEVEL": "DEBUG"}) as simulator,
    ):
        for persona in CAST:
            ask(simulator, persona)
        serials = name_serials(simulator)
        provoke(simulator, CAST[0])
        written = simulator.log
        entries = journal(simulator)
        rows = asyncio.run(stored_journal(simulator))
        # Read before the folder goes, after the last line.
        simulator.process.terminate()
        simulator.process.wait(60)
        return Run(read(written), rows, entries, serials)


@pytest.fixture(scope="module")
def log(run: Run) -> str:
    return run.log


def journal(simulator: Simulator) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    after = None
    while True:
        query = {"limit": "500", "wait": "2", **({} if after is None else {"after": after})}
        page = httpx.get(f"{simulator.control_url}/journal", params=query, timeout=60).raise_for_status().json()
        if not page["items"]:
            return entries
        entries, after = [*entries, *page["items"]], page["next_cursor"]


async def stored_journal(simulator: Simulator) -> list[dict[str, Any]]:
    url = url_in_folder(Settings.model_construct(), simulator.folder, ADMINISTRATOR)
    connection = await asyncpg.connect(url.replace("/onshi_default?", "/onshi_sim?"))
    try:
        rows = await connection.fetch("SELECT to_jsonb(j)::text AS entry FROM sim.journal j")
        rows += await connection.fetch("SELECT to_jsonb(w)::text AS entry FROM sim.journal_worlds w")
        return [json.loads(row["entry"]) for row in rows]
    finally:
        await connection.close()


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
    for form in MY_NUMBER:
        sent = {"insured": insured, "purpose": "CARE_VISIT", "client_reference": form}
        place = f"{simulator.base_url}/eligibility/v1/checks"
        for body in (sent, {"presence_proof": form}):
            assert httpx.post(place, json=body, headers=headers).is_client_error
        if form.isascii():
            assert httpx.post(place, json=insured, headers=headers | {"X-Onshi-Test": form}).is_client_error
    for path in ("eligibility/v1/checks", "registry/v1/persons", f"registry/v1/persons/{insured['number']}"):
        httpx.post(f"{simulator.base_url}/{path}", json=insured, headers=headers)
        httpx.post(f"{simulator.base_url}/{path}", content=json.dumps(insured)[:-3], headers=headers)
    httpx.get(f"{simulator.base_url}/eligibility/v1/checks?number={insured['number']}", headers=headers)


def name_serials(simulator: Simulator) -> list[str]:
    """Return the serial numbers of all cards' certificates, each of which was sent in a request."""
    serials = []
    headers = {"Authorization": f"Bearer {operator_token(simulator)}"}
    for persona in CAST:
        if persona.card is not None:
            place = f"{simulator.base_url}/jpki/v1/cards/{persona.card.card_id}"
            card = httpx.get(place).raise_for_status().json()
            asked = {"channel": "portal", "authority_key_id": card["authority_key_id"]}
            said = {**asked, "serial_number": card["serial_number"], "person_id": str(persona.card.card_id)}
            assert httpx.post(
                f"{simulator.base_url}/registry/v1/card-registrations", json=said, headers=headers
            ).is_client_error
            serials.append(card["serial_number"])
    return serials


def operator_token(simulator: Simulator) -> str:
    with Clinic(simulator.base_url, "operator", "operator-development-secret", retries=NEVER) as operator:
        return operator.token()


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


OF_CHANCE = ("seq", "milliseconds", "at", "ended_at", "request_id", "proof_digest", "cleared_at")
"""Of an entry: made of chance or of a clock, where any digits stand one day."""


def said_by(entries: list[dict[str, Any]]) -> str:
    plain = [{name: value for name, value in each.items() if name not in OF_CHANCE} for each in entries]
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}", "", json.dumps(plain, ensure_ascii=False))


def test_the_journal_has_no_entry_about_a_person_but_their_id(run: Run) -> None:
    assert len(run.rows) > 200
    said = said_by(run.rows)
    assert [text for text in sorted(personal()) if stands_in(said, text)] == []


def test_no_my_number_and_no_serial_number_of_a_certificate_is_stored_or_shown(run: Run) -> None:
    stored, shown = said_by(run.rows), said_by(run.entries)

    assert len(run.serials) > 50
    # Serial numbers count up from 0x1000: they are looked for where they stand by themselves.
    forms = {*MY_NUMBER, *run.serials, *map(str.upper, run.serials), *(str(int(each, 16)) for each in run.serials)}
    assert [each for each in sorted(forms) if stands_in(stored, each) or stands_in(shown, each)] == []


def test_no_explanation_says_who_somebody_is(run: Run) -> None:
    said = said_by(run.entries)
    assert [text for text in sorted(personal()) if stands_in(said, text)] == []


def test_every_answer_of_every_persona_is_explained_down_to_all_other_validities(run: Run) -> None:
    validities = {"valid", "invalid", "superseded", "not_found", "ambiguous", "valid_unregistered"}
    answered = [each for each in run.entries if each["code"] in validities and each["operation"] == "check_eligibility"]

    assert len(answered) > 150
    assert {each["code"] for each in answered} == validities
    for entry in answered:
        assert {each["answer"] for each in entry["why_not"]} >= validities - {entry["code"]}, entry
        (validity,) = [step for step in entry["steps"] if step["step"] == "validity"]
        assert validity["found"].startswith(entry["code"])


def test_every_refusal_is_explained_by_a_step_that_failed(run: Run) -> None:
    refused = [each for each in run.entries if (each["status"] or 500) >= 400]

    assert len(refused) > 10
    assert [each["code"] for each in refused if all(step["ok"] for step in each["steps"])] == []


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
