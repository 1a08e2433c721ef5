"""A folder that an older program kept, opened by this one."""

import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.flows.older_program import CHANGED_PERSONA, NEW_CLIENT, NEW_PERSONA
from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import (
    WITHIN_S,
    Simulator,
    appeared,
    environment,
    processes_with,
    running,
    simulator_in,
    world_folder,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def older() -> Iterator[Path]:
    """Kept by an older program, whose terminal was closed in the end."""
    with world_folder() as folder:
        command = [sys.executable, "-P", "-m", "tests.flows.older_program", "up", "--data", str(folder)]
        command += ["--port", "0", "--control-port", "0"]
        more = {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
        with (folder / "log").open("ab") as log, running(command, environment(more), log) as process:
            appeared(folder / "running.json", process)
            process.send_signal(signal.SIGHUP)
            process.communicate(timeout=WITHIN_S)
            assert process.returncode == 0
        assert processes_with(str(folder)) == []
        assert not (folder / "running.json").exists()
        assert list(folder.glob("onshi-*")) == []
        yield folder


@pytest.fixture(scope="module")
def opened(older: Path) -> Iterator[Simulator]:
    with simulator_in(older) as simulator:
        yield simulator


def test_the_older_program_did_not_know_them(older: Path) -> None:
    # As it was before it is opened: this test stands first.
    record = json.loads((older / "people.json").read_bytes())

    assert NEW_PERSONA not in record["personas"]
    assert NEW_CLIENT not in record["clients"]


def test_a_persona_that_is_new_is_there(opened: Simulator) -> None:
    patient = persona(opened.control_url, NEW_PERSONA)
    with clinic_of(opened.base_url, opened.control_url) as clinic, card_of(opened.base_url, patient) as card:
        assert clinic.check_card(card).is_valid


def test_every_client_that_is_shown_gets_a_token(opened: Simulator) -> None:
    shown = httpx.get(f"{opened.control_url}/credentials").json()["items"]
    answers = {
        client["client_id"]: httpx.post(
            f"{opened.base_url}/registry/v1/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(client["client_id"], client["client_secret"]),
        ).status_code
        for client in shown
    }

    assert NEW_CLIENT in answers
    assert set(answers.values()) == {200}


def test_roots_that_the_older_program_did_not_pin_are_pinned(opened: Simulator) -> None:
    pinned = httpx.get(f"{opened.base_url}/registry/v1/trust-roots").json()["items"]

    assert sorted("digital signature" in root["subject"] for root in pinned) == [False] * 3 + [True] * 3


def test_a_persona_whom_the_folder_has_otherwise_is_not_shown(opened: Simulator) -> None:
    shown = {item["id"] for item in httpx.get(f"{opened.control_url}/personas").json()["items"]}

    assert CHANGED_PERSONA not in shown
    assert len(shown) == 99
