"""The report of pip-audit, as its README shows it, and a machine that reaches no data."""

import json
from pathlib import Path

import pytest

from tools.supply.known_holes import ask, main

HOLE = {
    "dependencies": [
        {
            "name": "flask",
            "version": "0.5",
            "vulns": [{"id": "PYSEC-2019-179", "fix_versions": ["1.0"], "aliases": ["CVE-2019-1010083"]}],
        },
        {"name": "jinja2", "version": "3.1.6", "vulns": []},
    ],
    "fixes": [],
}
UNREACHED = {
    "dependencies": [{"name": "flask", "skip_reason": "Dependency not found on PyPI and could not be audited"}],
    "fixes": [],
}
LOCK = "run.txt"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return tmp_path / "pip-audit"


def says(program: Path, text: str, exit_code: int) -> str:
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\nexit {exit_code}\n")
    program.chmod(0o755)
    return str(program)


def test_a_hole_is_named_and_fails(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([says(program, json.dumps(HOLE), 1), LOCK]) == 1
    assert capsys.readouterr().out == "run.txt: flask 0.5: PYSEC-2019-179, mended in 1.0\n"


def test_what_could_not_be_asked_is_said_and_no_hole(program: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([says(program, json.dumps(UNREACHED), 0), LOCK]) == 0
    assert capsys.readouterr().out == "run.txt: not known of 1 packages, as no data of them was reached\n"


def test_a_program_that_breaks_off_has_learned_nothing(program: Path) -> None:
    assert ask(says(program, "Traceback", 1), LOCK) == ([], "all")


def test_a_program_that_hangs_has_learned_nothing(program: Path) -> None:
    program.write_text("#!/bin/sh\nexec tail -f /dev/null\n")
    program.chmod(0o755)
    assert ask(str(program), LOCK, within_s=0.2) == ([], "all")
