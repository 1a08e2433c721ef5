"""What breaks under an agent: itself, at each step, its folders, its requests. Nothing is lost or happens twice."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from onshi.client import Clinic
from simulator.agent.carrying import Carried, Gone
from simulator.agent.folder import Folders
from simulator.agent.kept import Kept
from simulator.agent.service import Service
from simulator.agent.taking import Taking
from tests.flows.agents import Killed, Talk, killed_at, taking_at, talk_of
from tests.flows.people import clinic_of, persona
from tests.flows.program import Simulator
from tests.flows.receipt_computer import Desk, agent_at, checks_of, request_about, status_of, waited_for
from tests.full_disk import small_disk
from tests.message_reader import read

STEPS = [
    (Service, "send"),
    (Kept, "keep"),
    (Kept, "deliver"),
    (Folders, "remove_request"),
    (Kept, "forget"),
]


@pytest.fixture
def who(simulator: Simulator) -> dict[str, Any]:
    return persona(simulator.control_url, "employee-with-limit")


@pytest.fixture(scope="module")
def clinic(simulator: Simulator) -> Iterator[Clinic]:
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        yield clinic


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "OQS"


@pytest.fixture(scope="module")
def conversation(simulator: Simulator) -> Iterator[Talk]:
    with talk_of(simulator) as talk:
        yield talk


@pytest.fixture
def an_agent(root: Path, conversation: Talk) -> Callable[[], Taking]:
    """Makes one in this process, with nothing in it that an earlier one has known of the folders."""
    return partial(taking_at, root, conversation)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("owner", "step"), STEPS, ids=lambda each: getattr(each, "__name__", each))
def test_a_kill_at_any_step_makes_no_second_check_and_no_second_answer(
    simulator: Simulator,
    who: dict[str, Any],
    clinic: Clinic,
    root: Path,
    an_agent: Callable[[], Taking],
    monkeypatch: pytest.MonkeyPatch,
    owner: type,
    step: str,
    after: bool,
) -> None:
    desk, taken = Desk(root), []
    first = an_agent()
    identifier = f"step-{step}-{after}"
    desk.drop("OQSsiquc01req_1.xml", request_about(who, identifier))
    with monkeypatch.context() as patched:
        patched.setattr(owner, step, killed_at(getattr(owner, step), after=after))
        with pytest.raises(Killed):
            carry_all(first)
    # The receipt computer takes what it finds at once.
    for name in desk.names("res"):
        taken.append((root / "res" / name).read_bytes())
        (root / "res" / name).unlink()
    for _ in range(2):
        next_one = an_agent()
        next_one._go_on()
        carry_all(next_one)

    taken += [(root / "res" / name).read_bytes() for name in desk.names("res")]
    assert len(taken) == 1
    assert read(taken[0])[0].text("ArbitraryFileIdentifier") == identifier
    assert checks_of(simulator, clinic, identifier) == {identifier: 1}
    assert desk.names("req") == desk.names(".onshi/answers") == set()


def carry_all(agent: Taking) -> None:
    for name in agent.carrying.folders.list_requests():
        assert isinstance(agent.carrying.carry(name, None), Carried | Gone)


def test_an_answer_comes_though_its_request_was_withdrawn_before_a_kill(
    who: dict[str, Any], root: Path, an_agent: Callable[[], Taking], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, first = Desk(root), an_agent()
    desk.drop("OQSsiquc01req_1.xml", request_about(who, "withdrawn"))
    with monkeypatch.context() as patched:
        patched.setattr(Kept, "deliver", killed_at(Kept.deliver, after=False))
        with pytest.raises(Killed):
            carry_all(first)
    (root / "req" / "OQSsiquc01req_1.xml").unlink()

    an_agent()._go_on()

    assert desk.names("res") == {"OQSsiquc01res_1.xml"}
    assert desk.names(".onshi/answers") == set()


def test_a_second_request_of_the_same_name_is_another_one(
    simulator: Simulator,
    who: dict[str, Any],
    clinic: Clinic,
    root: Path,
    an_agent: Callable[[], Taking],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, agent = Desk(root), an_agent()
    desk.drop("OQSsiquc01req_1.xml", request_about(who, "twin-1"))
    with monkeypatch.context() as patched:
        # It comes while the first is being asked.
        asked = Service.send

        def replaced(*arguments: Any) -> Any:
            desk.drop("OQSsiquc01req_1.xml", request_about(who, "twin-2"))
            return asked(*arguments)

        patched.setattr(Service, "send", replaced)
        carry_all(agent)
    first = read(desk.taken("res", "OQSsiquc01res_1.xml"))[0]
    carry_all(agent)
    second = read(desk.taken("res", "OQSsiquc01res_1.xml"))[0]

    assert [each.text("ArbitraryFileIdentifier") for each in (first, second)] == ["twin-1", "twin-2"]
    assert checks_of(simulator, clinic, "twin-") == {"twin-1": 1, "twin-2": 1}
    assert desk.is_empty()


def test_another_institutions_code_is_told_in_an_answer(
    who: dict[str, Any], root: Path, an_agent: Callable[[], Taking]
) -> None:
    agent = an_agent()
    Desk(root).drop("OQSsiquc01req_1.xml", request_about(who, "other", institution="9910000026"))
    carry_all(agent)

    header, _ = read(Desk(root).taken("res", "OQSsiquc01res_1.xml"))
    assert (header.text("SegmentOfResult"), header.text("ErrorCode")) == ("9", "OQSX9002E")


def test_a_full_disk_holds_answers_back_and_loses_none(
    simulator: Simulator, who: dict[str, Any], clinic: Clinic
) -> None:
    with small_disk(2) as disk:
        desk, root = Desk(disk.folder), disk.folder
        with agent_at(root, simulator):
            desk.drop("OQSsiquc01req_0.xml", request_about(who, "full-0"))
            desk.taken("res", "OQSsiquc01res_0.xml")
            desk.drop("ready", request_about(who, "full-1"))
            disk.fill()
            (root / "req" / "ready").rename(root / "req" / "OQSsiquc01req_1.xml")
            both = {"full-0": 1, "full-1": 1}
            waited_for(lambda: checks_of(simulator, clinic, "full-") == both, "it is asked")
            assert desk.names("res") == set()
            assert desk.names("req") == {"OQSsiquc01req_1.xml"}
            disk.make_room()
            desk.taken("res", "OQSsiquc01res_1.xml")
            waited_for(desk.is_empty, "the request is removed")

    assert checks_of(simulator, clinic, "full-") == both


def test_a_res_that_is_no_folder_holds_answers_back(
    simulator: Simulator, who: dict[str, Any], clinic: Clinic, root: Path
) -> None:
    with agent_at(root, simulator):
        desk = Desk(root)
        (root / "res").rmdir()
        (root / "res").write_text("a file")
        desk.drop("OQSsiquc01req_1.xml", request_about(who, "closed"))
        waited_for(lambda: status_of(root)["failing"] == ["res-not-written"], "it is told")
        (root / "res").unlink()
        desk.taken("res", "OQSsiquc01res_1.xml")
        waited_for(lambda: status_of(root)["failing"] == [], "it works again")

    assert checks_of(simulator, clinic, "closed") == {"closed": 1}


@pytest.mark.parametrize("kind", ["lost_answer", "truncate", "reset"])
def test_an_answer_that_was_lost_on_the_way_is_no_second_check(
    simulator: Simulator,
    who: dict[str, Any],
    clinic: Clinic,
    root: Path,
    an_agent: Callable[[], Taking],
    kind: str,
) -> None:
    agent, rule = an_agent(), {"kind": kind, "match": {"operation": "messages_send"}, "times": 1}
    Desk(root).drop("OQSsiquc01req_1.xml", request_about(who, f"fault-{kind}"))
    fault = httpx.post(f"{simulator.control_url}/faults", json=rule).raise_for_status().json()["id"]
    try:
        carry_all(agent)
    finally:
        httpx.delete(f"{simulator.control_url}/faults/{fault}")

    header, _ = read(Desk(root).taken("res", "OQSsiquc01res_1.xml"))
    assert header.text("SegmentOfResult") == "1"
    assert checks_of(simulator, clinic, f"fault-{kind}") == {f"fault-{kind}": 1}
