"""The folder agent as a receipt computer sees it, against a whole simulator."""

import signal
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onshi.client import Clinic
from tests.flows.people import clinic_of, persona
from tests.flows.program import WITHIN_S, Simulator, run
from tests.flows.receipt_computer import Desk, agent_at, checks_of, relayed, request_about, status_of, waited_for
from tests.message_reader import read

MANY = 300


@pytest.fixture(scope="module")
def who(simulator: Simulator) -> dict[str, Any]:
    return persona(simulator.control_url, "employee-with-limit")


@pytest.fixture(scope="module")
def clinic(simulator: Simulator) -> Iterator[Clinic]:
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        yield clinic


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "OQS"


@pytest.mark.parametrize(("codec", "flag"), [("utf-8", "0"), ("cp932", "1")])
def test_a_request_is_answered_under_its_name_in_its_characters(
    simulator: Simulator, who: dict[str, Any], root: Path, codec: str, flag: str
) -> None:
    with agent_at(root, simulator):
        desk = Desk(root)
        desk.drop("OQSsiquc01req_0042.xml", request_about(who, "uketsuke-0042", codec))
        header, body = read(desk.taken("res", "OQSsiquc01res_0042.xml"))
        waited_for(desk.is_empty, "the request is removed")

    assert header.text("ArbitraryFileIdentifier") == "uketsuke-0042"
    assert header.text("CharacterCodeIdentifier") == flag
    assert header.text("SegmentOfResult") == "1"
    assert body.code("QualificationValidity") == "valid"
    assert desk.names("req") == desk.names("res") == desk.names("face") == set()


def test_an_agent_that_is_killed_makes_no_second_check_and_no_second_answer(
    simulator: Simulator, who: dict[str, Any], clinic: Clinic, root: Path
) -> None:
    desk, expected = Desk(root), {f"OQSsiquc01res_{number:04}.xml" for number in range(MANY)}
    answers: Counter[str] = Counter()

    def take_away() -> int:
        for name in desk.names("res"):
            (root / "res" / name).unlink()
            answers[name] += 1
        return len(answers)

    for least in (MANY // 4, MANY // 2, MANY):
        with agent_at(root, simulator) as process:
            if not answers:
                for number in range(MANY):
                    desk.drop(f"OQSsiquc01req_{number:04}.xml", request_about(who, f"kill-{number:04}"))
            waited_for(lambda least=least: take_away() >= least, f"{least} answers")  # type: ignore[misc]
            if least < MANY:
                process.kill()
            else:
                waited_for(desk.is_empty, "all requests are removed")
    take_away()

    assert dict(answers) == dict.fromkeys(expected, 1)
    assert checks_of(simulator, clinic, "kill-") == {f"kill-{number:04}": 1 for number in range(MANY)}


def test_what_cannot_be_read_is_handed_back_when_it_has_been_still(
    simulator: Simulator, who: dict[str, Any], root: Path
) -> None:
    whole = request_about(who, "half", "cp932")
    root.mkdir()
    (root / "onshi-agent.toml").write_text("settle_seconds = 0.3\n")
    with agent_at(root, simulator):
        desk = Desk(root)
        desk.drop("OQSsiquc01req_half.xml", whole[:-20])
        desk.drop("OQSmuxyz01req_kind.xml", request_about(who, "kind"))
        desk.drop("notes.xml", b"not ours")
        waited_for(lambda: len(desk.names("res")) == 4, "both are handed back")
        half = (root / "res" / "OQSsiquc01req_half.err").read_text(encoding="cp932")
        kind = (root / "res" / "OQSmuxyz01req_kind.err").read_text(encoding="utf-8")
        handed_back = (root / "res" / "OQSsiquc01req_half.xml").read_bytes()

    assert half == "OQSX8001E\t要求ファイルを電文（XML）として読み取れません。\n"
    assert kind.startswith("OQSX8003E\t")
    assert kind.endswith("（request-invalid）\n")
    assert handed_back == whole[:-20]
    assert desk.names("req") == {"notes.xml"}


def test_a_file_that_grows_is_taken_when_it_is_whole(simulator: Simulator, who: dict[str, Any], root: Path) -> None:
    whole = request_about(who, "grows")
    with agent_at(root, simulator):
        desk, file = Desk(root), root / "req" / "OQSsiquc01req_grows.xml"
        with file.open("wb", buffering=0) as written:
            for begin in range(0, len(whole), 50):
                written.write(whole[begin : begin + 50])
        desk.taken("res", "OQSsiquc01res_grows.xml")
        waited_for(desk.is_empty, "the request is removed")

    assert desk.names("res") == set()


def test_while_the_service_is_away_requests_wait(
    simulator: Simulator, who: dict[str, Any], clinic: Clinic, root: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    with agent_at(root, simulator, url=f"http://127.0.0.1:{port}"):
        desk = Desk(root)
        desk.drop("OQSsiquc01req_away.xml", request_about(who, "away"))
        waited_for(lambda: status_of(root)["failing"] == ["no-connection"], "it is told")
        assert desk.names("req") == {"OQSsiquc01req_away.xml"}
        with relayed(port, simulator.base_url):
            desk.taken("res", "OQSsiquc01res_away.xml")
            waited_for(lambda: status_of(root)["failing"] == [], "it works again")

    assert checks_of(simulator, clinic, "away") == {"away": 1}


def test_one_agent_works_on_a_folder_and_ends_when_it_is_told(simulator: Simulator, root: Path) -> None:
    with agent_at(root, simulator) as first:
        second = run("agent", "--root", str(root), "--url", simulator.base_url)
        first.send_signal(signal.SIGTERM)
        first.wait(WITHIN_S)

    assert (second.returncode, first.returncode) == (2, 0)
    assert "another agent works there" in second.stderr


def test_what_is_wrong_with_its_settings_is_told_at_the_start(root: Path) -> None:
    root.mkdir()
    (root / "onshi-agent.toml").write_text('delivry = "move"\norder = "mixed"\n')
    wrong = run("agent", "--root", str(root))
    elsewhere = run("agent", "--root", str(root / "other"), "--control-url", "http://192.0.2.7:8099")
    nowhere = run("agent", "--root", "/proc/OQS")

    assert [told.returncode for told in (wrong, elsewhere, nowhere)] == [2, 2, 2]
    assert "delivry is unknown; did you mean delivery?; order must be one of spec, shuffled" in wrong.stderr
    assert "say ONSHI_CLIENT_SECRET" in elsewhere.stderr
    assert "/proc/OQS: it cannot be made" in nowhere.stderr
