"""Each decision has its number, its day, and says what keeps it."""

import re
from datetime import date
from pathlib import Path

import pytest

DECISIONS = sorted((Path(__file__).resolve().parents[3] / "docs" / "decisions").glob("*.md"))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_its_number_and_its_day_and_half_a_page(page: Path) -> None:
    title, _, day, *rest = page.read_text(encoding="utf-8").splitlines()
    number = re.match(r"# (\d+)\. \S", title)

    assert number is not None
    assert int(number.group(1)) == int(page.stem[:4])
    assert date(2026, 11, 20) <= date.fromisoformat(day)
    assert len(rest) <= 35


def test_a_number_is_given_once() -> None:
    numbers = [page.stem[:4] for page in DECISIONS]

    assert len(numbers) > 40
    assert sorted(set(numbers)) == numbers
