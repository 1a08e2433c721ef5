"""The tables of docs/conformance*.md are those of the rules."""

from pathlib import Path

import pytest

from tools.docs.conformance_pages import ENGLISH, JAPANESE, page


@pytest.mark.parametrize("path", [ENGLISH, JAPANESE], ids=["en", "ja"])
def test_the_page_lists_the_rules_as_they_are(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == page(path), "run `make docs`"
