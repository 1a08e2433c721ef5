"""Terminals and pipes that cannot write Japanese: every command says what it can, and never fails for it."""

import json

import pytest

from tests.flows.program import Simulator, run

ENCODINGS = ("ascii", "cp1252", "cp437", "euc_jp", "cp932", "utf-8")


def said(command: list[str], encoding: str) -> tuple[int, str]:
    """Run a command on a terminal of this encoding; what it said must be writable there."""
    finished = run(*command, more={"PYTHONIOENCODING": encoding}, encoding=encoding)
    assert "Traceback" not in finished.stderr
    return finished.returncode, finished.stdout + finished.stderr


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (["--help"], 0, "Unofficial simulator"),
        (["check", "--help"], 0, "--purpose"),
        (["settings"], 0, "ONSHI_NONCE_KEY"),
        (["audit", "verify", "人.jsonl"], 2, ".jsonl"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_commands_without_a_simulator(command: list[str], code: int, words: str) -> None:
    finished = said(command, "ascii")

    assert finished[0] == code, finished[1]
    assert words in finished[1]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_this_is_not_is_said_on_every_terminal(encoding: str) -> None:
    # Refused after it was said, in both languages.
    code, words = said(["up", "--host", "0.0.0.0"], encoding)  # noqa: S104 - same

    assert code == 1
    assert "UNOFFICIAL simulator" in words
    assert ("非公式" in words) is (encoding in {"euc_jp", "cp932", "utf-8"})


@pytest.mark.parametrize(("encoding", "heading"), [("cp1252", "????????"), ("euc_jp", "限度額の適用区分")])
def test_tables_of_a_running_simulator(simulator: Simulator, encoding: str, heading: str) -> None:
    code, table = said(["personas", "--control-url", simulator.control_url], encoding)

    assert code == 0
    assert "employee-with-limit" in table
    assert heading in table


@pytest.mark.parametrize("encoding", ["ascii", "cp932"])
def test_an_answer_is_whole_for_a_program_that_reads_it(simulator: Simulator, encoding: str) -> None:
    where = ("--url", simulator.base_url, "--control-url", simulator.control_url)
    code, answer = said(["check", "--persona", "elderly-75", "--by", "insured", *where], encoding)
    told, everything = said(["personas", "elderly-75", "--control-url", simulator.control_url], encoding)

    assert (code, told) == (0, 0)
    assert json.loads(answer)["results"][0]["insurer"]["name"] == "模擬後期高齢者医療広域連合"
    assert "後期高齢者" in json.loads(everything)["title_ja"]


def test_a_refusal_is_told_in_what_can_be_written(simulator: Simulator) -> None:
    where = ("--url", simulator.base_url, "--control-url", simulator.control_url)
    code, words = said(["check", "--persona", "card-not-registered", *where], "cp1252")

    assert code == 1
    assert "card-not-registered (404)" in words
    assert "The card is not registered" in words
