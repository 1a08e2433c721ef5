"""The migrations of each service follow one another: two that were written beside each other are put in line."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_SERVICES = sorted(folder.name for folder in _MIGRATIONS.iterdir() if list(folder.glob("2*.py")))
_NAMED = re.compile(r'^(revision|down_revision)(?:: [^=]+)? = (?:"([^"]+)"|None)', re.MULTILINE)


def named_in(service: str) -> Iterator[tuple[str, str | None]]:
    """Yield each revision with the one that it follows."""
    for file in sorted((_MIGRATIONS / service).glob("2*.py")):
        found = dict(_NAMED.findall(file.read_text(encoding="utf-8")))
        yield found["revision"], found["down_revision"] or None


@pytest.mark.parametrize("service", _SERVICES)
def test_every_migration_follows_another_one_and_no_two_the_same(service: str) -> None:
    before = dict(named_in(service))
    followed = [each for each in before.values() if each is not None]

    assert len(followed) == len(before) - 1
    assert len(set(followed)) == len(followed)
    assert set(followed) < set(before)
