"""Every help text is shown as written: Typer reads it as markup, in which `[word]` is a style and shows nothing."""

import inspect
import re
from collections.abc import Iterator, Mapping

import pytest
import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from simulator.commands.program import program

RULES_AND_SPACE = re.compile(r"[\s│]+")
"""What a table puts between words, and where lines are broken."""


def _walk(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], TyperCommand | TyperGroup]]:
    assert isinstance(command, TyperCommand | TyperGroup)
    yield path, command
    for name, each in _commands(command).items():
        yield from _walk(each, (*path, name))


def _commands(command: TyperCommand | TyperGroup) -> Mapping[str, object]:
    return command.commands if isinstance(command, TyperGroup) else {}


COMMANDS = dict(_walk(get_command(program)))


def _plain(text: str) -> str:
    return RULES_AND_SPACE.sub("", text)


def _as_written(text: str | None) -> str:
    """Return what a reader has to see: a backslash before a bracket says that it is one."""
    return _plain(inspect.cleandoc(text or "").replace("\\[", "["))


def _shown(path: tuple[str, ...]) -> str:
    # Wide enough for the longest sentence, so that no cell of a table is broken.
    ended = CliRunner().invoke(program, [*path, "--help"], obj={}, env={"COLUMNS": "3000", "TERMINAL_WIDTH": "3000"})
    assert ended.exit_code == 0
    return _plain(ended.stdout)


# `onshi load --help` is argparse's.
@pytest.mark.parametrize("path", [path for path in COMMANDS if path != ("load",)], ids=" ".join)
def test_a_command_shows_its_help_as_written(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    shown = _shown(path)

    assert _as_written(command.help) in shown
    for parameter in command.params:
        assert _as_written(getattr(parameter, "help", None)) in shown
    for name in _commands(command):
        assert _as_written((COMMANDS[*path, name].help or "").partition("\n\n")[0]) in shown


def test_the_extra_that_load_needs_is_named_in_the_list_of_commands() -> None:
    assert _plain("Needs `pip install 'onshi[load]'`.") in _shown(())


def test_a_bracket_that_is_read_as_markup_would_be_seen() -> None:
    eaten = typer.Typer()

    @eaten.command()
    def _needy() -> None:
        """Needs onshi[load]."""

    shown = CliRunner().invoke(eaten, ["--help"], env={"COLUMNS": "200"}).stdout

    assert _as_written("Needs onshi[load].") not in _plain(shown)
