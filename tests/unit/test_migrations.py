"""The migrations of each service follow one another in one line: two that follow the same one cannot be run."""

import re
from collections import Counter
from pathlib import Path

import pytest

MIGRATIONS = Path(__file__).parents[2] / "migrations"
SERVICES = sorted(path.name for path in MIGRATIONS.iterdir() if any(path.glob("2*.py")))


def named(text: str, name: str) -> str:
    found = re.search(rf'^{name} = "?([^"\n]*)"?$', text, re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("service", SERVICES)
def test_each_migration_follows_another_one(service: str) -> None:
    texts = [file.read_text(encoding="utf-8") for file in (MIGRATIONS / service).glob("2*.py")]
    revisions = [named(text, "revision") for text in texts]
    before = Counter(named(text, "down_revision") for text in texts)

    assert len(set(revisions)) == len(revisions)
    assert [revision for revision, count in before.items() if count > 1] == []
    assert before.keys() - set(revisions) == {"None"}
