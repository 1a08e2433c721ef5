"""The page of the guide that a command's errors name."""

import pytest
from typer.main import get_command

from simulator.commands.guide_pages import PAGES, where_to_read
from simulator.commands.program import program
from simulator.guide.documents import read_documents


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--persona", "x"], "onshi guide first-check"),
        (["card", "sign"], "onshi guide certificates"),
        (["exec", "--", "backup"], "onshi guide windows-and-ci"),
        (["guide"], "onshi guide"),
        ([], "onshi guide"),
    ],
)
def test_an_error_names_the_page_of_its_command(arguments: list[str], said: str) -> None:
    assert where_to_read(arguments) == said


def test_every_page_is_there_and_is_of_a_command() -> None:
    assert set(PAGES.values()) <= set(read_documents().names)
    assert set(PAGES) <= set(get_command(program).commands)  # type: ignore[attr-defined]
