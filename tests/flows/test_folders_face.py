"""Checks by card get to the folder `face` as they happen, each once."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from onshi.client import Clinic
from simulator.agent import facing
from simulator.agent.kept import Kept
from simulator.agent.service import Service
from tests.flows.agents import Killed, Talk, facing_at, killed_at, talk_of
from tests.flows.people import card_of, clinic_of, persona
from tests.flows.program import WITHIN_S, Simulator
from tests.flows.receipt_computer import Desk, agent_at, waited_for
from tests.message_reader import read

STEPS: list[tuple[Any, str]] = [
    (Service, "answer_of"),
    (Kept, "keep"),
    (facing, "write_place"),
    (Kept, "deliver"),
    (Kept, "forget"),
]
NAME = re.compile(r"OQSsiquc01res_face_9910000018([0-9a-f]{32})_([0-9]{14})\.xml")


@pytest.fixture(scope="module")
def clinic(simulator: Simulator) -> Iterator[Clinic]:
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        yield clinic


@pytest.fixture(scope="module")
def talk(simulator: Simulator) -> Iterator[Talk]:
    with talk_of(simulator) as talk:
        yield talk


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "OQS"


@pytest.fixture
def by_card(simulator: Simulator, clinic: Clinic) -> Callable[[], str]:
    """Checks somebody at the desk by card; returns the check's id in hex."""
    who = persona(simulator.control_url, "employee-with-limit")

    def check() -> str:
        with card_of(simulator.base_url, who) as card:
            return clinic.check_card(card, consents=["medication"]).check_id.replace("-", "")

    return check


def checks_in(names: set[str]) -> list[str]:
    found = [NAME.fullmatch(name) for name in names]
    assert None not in found, names
    return sorted(match[1] for match in found if match)


def test_a_check_by_card_gets_to_face_and_none_is_missed_while_the_agent_is_down(
    simulator: Simulator, root: Path, by_card: Callable[[], str]
) -> None:
    before = by_card()
    desk = Desk(root)
    root.mkdir()
    (root / "onshi-agent.toml").write_text('face_encoding = "shift_jis"\n')
    with agent_at(root, simulator):
        waited_for((root / ".onshi" / "face.json").exists, "it follows the checks")
        first = by_card()
        waited_for(lambda: len(desk.names("face")) == 1, "the first")
    between = by_card()
    with agent_at(root, simulator):
        waited_for(lambda: len(desk.names("face")) == 2, "what came while it was down")

    assert checks_in(desk.names("face")) == sorted([first, between])
    assert before not in checks_in(desk.names("face"))
    for name in desk.names("face"):
        header, body = read((root / "face" / name).read_bytes())
        assert header.text("ReferenceClassification") == "1"
        assert header.text("CharacterCodeIdentifier") == "1"
        assert header.instant("ProcessExecutionTime") == name.removesuffix(".xml")[-14:]
        assert body.code("QualificationValidity") == "valid"


def test_a_card_on_a_reader_gets_to_face(simulator: Simulator, talk: Talk, root: Path) -> None:
    agent = facing_at(root, talk)
    place = agent.step(agent.begin(), 0)
    who = persona(simulator.control_url, "employee-with-limit")
    visit = {"card": who["card"]["card_id"], "pin": who["card"]["pin"], "consents": ["medication"]}
    url = f"{simulator.base_url}/reader/v1/readers/clinic-reader/visits"
    answer = httpx.post(url, json=visit, timeout=WITHIN_S).raise_for_status().json()

    agent.step(place, 10)

    assert checks_in(Desk(root).names("face")) == [answer["check_id"].replace("-", "")]
    (file,) = (root / "face").iterdir()
    _, body = read(file.read_bytes())
    (result,) = body.listed("ResultList", "ResultOfQualificationConfirmation")
    assert result.code("PharmacistsInfoConsFlg") == "given"


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "step"), STEPS, ids=lambda each: getattr(each, "__name__", each))
def test_a_kill_at_any_step_makes_no_second_face_file_and_loses_none(
    talk: Talk,
    root: Path,
    by_card: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
    owner: Any,
    step: str,
    after: bool,
) -> None:
    first = facing_at(root, talk)
    place = first.step(first.begin(), 0)
    made = sorted(by_card() for _ in range(2))
    with monkeypatch.context() as patched:
        patched.setattr(owner, step, killed_at(getattr(owner, step), after=after))
        with pytest.raises(Killed):
            first.step(place, 10)
    taken = take_away(root)

    def all_are_taken_after_one_more_agent() -> bool:
        agent = facing_at(root, talk)
        agent.step(agent.begin(), 0)
        taken.extend(take_away(root))
        return len(taken) >= len(made)

    # The list holds a check back while an earlier one may still be written by somebody else.
    waited_for(all_are_taken_after_one_more_agent, "both checks")
    all_are_taken_after_one_more_agent()

    assert sorted(taken) == made
    assert not list((root / ".onshi" / "answers").iterdir())


def take_away(root: Path) -> list[str]:
    """Take every face file, as a receipt computer does; return the checks that they are of."""
    found = checks_in(Desk(root).names("face"))
    for file in (root / "face").iterdir():
        file.unlink()
    return found
