"""docs/threat-model.md names tests: each must exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "threat-model.md"


def test_every_test_that_the_threat_model_names_exists() -> None:
    named = set(re.findall(r"`(test_[a-z0-9_]+)`", PAGE.read_text(encoding="utf-8")))
    files = (file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    written = {name for text in files for name in re.findall(r"def (test_[a-z0-9_]+)\(", text)}

    assert len(named) > 50
    assert named - written == set()


def test_every_attacker_is_answered_by_tests_or_by_an_accepted_limit() -> None:
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:-1]:
        title = section.partition("\n")[0]
        assert re.search(r"`test_[a-z0-9_]+`", section), title
        assert "*Accepted" in section, title
