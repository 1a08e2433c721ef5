"""Words that name a file of ours name one that is there: comments, docstrings and pages move with their subjects."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("simulator", "services", "shared", "onshi", "migrations", "loadtests", "tools", "tests", "docs")
NAMED = re.compile(rf"(?<![\w/.~-])(?:{'|'.join(FOLDERS)})/[\w/.-]*\.(?:py|md|json)\b")
EXCEPTED = {"services/eligibility/store.py", "docs/written-forms.md"}
"""The one is of an example that a test makes itself; the other is a page that was announced and is to be written."""


def named_in(text: str) -> Iterator[str]:
    for found in NAMED.finditer(text):
        yield found.group()


def files() -> list[Path]:
    pages = [*ROOT.glob("*.md"), ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / "Dockerfile"]
    return pages + [file for folder in FOLDERS for kind in ("py", "md") for file in (ROOT / folder).rglob(f"*.{kind}")]


def test_every_file_that_is_named_is_there() -> None:
    gone = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in files()
        for name in named_in(file.read_text(encoding="utf-8"))
        if name not in EXCEPTED and not (ROOT / name).exists() and not (file.parent / name).exists()
    }

    assert not gone


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("see shared/settings.py.", ["shared/settings.py"]),
        ("`simulator/running/worker.py`, [a](docs/audit.md)", ["simulator/running/worker.py", "docs/audit.md"]),
        ("https://example.org/services/a.py", []),
        ("/usr/shared/a.py and myservices/a.py", []),
    ],
)
def test_names_are_found_in_prose_and_not_in_addresses(text: str, names: list[str]) -> None:
    assert list(named_in(text)) == names
