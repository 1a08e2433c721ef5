"""`onshi guide` in a terminal that nobody has asked for colours."""

import pytest
from typer.testing import CliRunner, Result

from simulator.commands.program import program


def run(*arguments: str, language: str = "C.UTF-8") -> Result:
    return CliRunner().invoke(program, ["guide", *arguments], obj={"LANG": language})


def test_without_a_page_the_pages_are_listed() -> None:
    ended = run()

    assert ended.exit_code == 0
    assert "first-check" in ended.stdout
    assert "onshi guide refusals/CODE" in ended.stdout


@pytest.mark.parametrize(
    ("language", "options", "title"),
    [
        ("C.UTF-8", [], "# A first check"),
        ("ja_JP.UTF-8", [], "# 最初の照会"),
        ("C.UTF-8", ["--lang", "ja"], "# 最初の照会"),
        ("ja_JP.UTF-8", ["--lang", "en"], "# A first check"),
    ],
)
def test_a_page_is_shown_in_the_language_of_the_machine_or_that_asked_for(
    language: str, options: list[str], title: str
) -> None:
    assert run("first-check", *options, language=language).stdout.startswith(title)


def test_a_refusal_is_told_with_cause_and_cure() -> None:
    assert "## Cause\n\nThe nonce was spent by an earlier check" in run("refusals/nonce-used").stdout
    assert "## 原因\n\nノンスは以前の照会で消費されています。" in run("refusals/nonce-used", "--lang", "ja").stdout


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("first-chek", "did you mean first-check?"),
        ("refusals/nonce-usd", "refusals/nonce-used"),
        ("nonce-used", "refusals/nonce-used"),
        ("zzzzzzzz", "`onshi guide` lists the pages"),
    ],
)
def test_a_page_that_is_none_is_refused_with_the_nearest(asked: str, offered: str) -> None:
    ended = run(asked)

    assert ended.exit_code == 2
    assert offered in ended.stderr


def test_words_are_found_in_both_languages() -> None:
    assert "refusals: pin-blocked" in run("--search", "暗証番号 ロック").stdout
    assert "nothing was found" in run("--search", "zzzzzzzz").stdout


def test_the_whole_is_printed_for_an_agent() -> None:
    whole = run("--whole").stdout

    assert whole.startswith("# onshi\n")
    assert len(whole) > 300_000
