"""What every command says of itself, and what is said to a command line that cannot be read."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from shared.web.pages.languages import Language
from simulator.commands.guide_pages import where_to_read
from simulator.commands.panels import TEN_MINUTES, Panel
from simulator.commands.program import program
from simulator.commands.usage import Commands, examples_of
from simulator.guide.documents import read_documents

WHOLE: Any = get_command(program)
READ_BEFORE_THEY_ARE_RUN = ("members.csv",)


def leaves(command: Any, *path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(command, Commands):
        for name, within in command.commands.items():
            yield from leaves(within, *path, name)
    else:
        yield " ".join(path), command


COMMANDS = dict(leaves(WHOLE))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_of_itself_that_can_be_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for file in READ_BEFORE_THEY_ARE_RUN:
        Path(file).touch()

    examples = examples_of(COMMANDS[name].help)

    assert examples
    for example in examples:
        assert f"{example} ".startswith(f"onshi {name} ")
        arguments = shlex.split(example)[1 + len(name.split()) :]
        COMMANDS[name].make_context(f"onshi {name}", arguments, obj={})


def test_what_is_no_example_is_seen() -> None:
    assert examples_of("Look at `onshi settings`. No word of it.") == []
    assert examples_of("Example: `onshi\n    up --open`.") == ["onshi up --open"]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_shown_as_it_is_written(name: str) -> None:
    if name == "load":
        # It has no --help of its own: those words are handed on to what it runs.
        return
    shown = CliRunner().invoke(program, [*name.split(), "--help"], obj={}, env={"COLUMNS": "500"}).stdout

    assert f"onshi {name}" in shown
    assert all(example in shown for example in examples_of(COMMANDS[name].help))


def test_commands_are_listed_by_who_uses_them() -> None:
    shown = CliRunner().invoke(program, ["--help"], obj={}, env={"COLUMNS": "300"}).stdout

    assert [each for each in Panel if each not in shown] == []
    assert "─ Commands ─" not in shown
    assert "pip install 'onshi[load]'" in shown
    assert TEN_MINUTES in shown


def test_panels_are_called_as_their_pages_are() -> None:
    documents = read_documents()
    for panel, page in zip(
        list(Panel)[1:], ("start-api", "start-receipt-system", "start-load", "start-operating"), strict=True
    ):
        english, japanese = panel.removesuffix(")").split(" (")
        assert documents.shown(page, Language.ENGLISH).title == f"{english}: ten minutes"
        assert documents.shown(page, Language.JAPANESE).title == f"{japanese}：最初の10分"
        assert f"onshi guide {page}" in TEN_MINUTES


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("chek", "No such command: chek; did you mean check?"),
        ("zzzz", "No such command: zzzz; `onshi --help` lists the commands"),
        ("unblok", "No such command: unblok; did you mean card unblock?"),
        ("card lst", "No such command: lst; did you mean list?"),
        ("check --persna x", "No such option: --persna; did you mean --persona?"),
        ("check --zzzz", "No such option: --zzzz; `onshi check --help` lists the options"),
        ("--verson", "No such option: --verson; did you mean --version?"),
        ("check", "Missing option '--persona'."),
        ("check --by", "Option '--by' requires an argument."),
        ("backup", "Missing argument"),
        ("up --port x", "Invalid value for '--port': Input should be a valid integer"),
        ("guide --lang fr", "Invalid value for '--lang': 'fr' is not one of 'ja', 'en'."),
        ("exec --sed 7 -- true", "No such option: --sed; did you mean --seed"),
        ("exec --seed 7", "say the command after --"),
        ("population --persons 7", "needs either --output, or --into-world with --data"),
    ],
)
def test_a_command_line_that_cannot_be_read_names_the_right_word_and_where_to_read(typed: str, said: str) -> None:
    ended = CliRunner().invoke(program, shlex.split(typed), obj={})

    assert (ended.exit_code, ended.stdout) == (2, "")
    first, *_, last = ended.stderr.splitlines()
    assert first.startswith("onshi: ")
    assert said in first
    assert last == f"onshi: see `{where_to_read(shlex.split(typed))}`"


def test_a_word_that_is_left_out_is_answered_with_an_example() -> None:
    told = CliRunner().invoke(program, ["check"], obj={}).stderr

    assert "onshi: usage: onshi check [OPTIONS]\n" in told
    assert "onshi: as in `onshi check --persona employee-with-limit`\n" in told


def test_help_that_was_not_asked_for_is_told_once_and_is_no_success() -> None:
    ended = CliRunner().invoke(program, ["card"], obj={})

    assert (ended.exit_code, ended.stderr) == (2, "")
    assert ended.stdout.count("Usage: ") == 1
