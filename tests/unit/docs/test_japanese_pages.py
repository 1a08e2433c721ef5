"""A page in Japanese says what its English twin says: the same listings, tables, headings and links."""

import re
from pathlib import Path

import pytest

from shared.domain.member_columns import COLUMNS

ROOT = Path(__file__).resolve().parents[3]
PAIRS = [
    (page.with_name(page.name.replace(".ja.md", ".md")), page)
    for page in sorted([*ROOT.glob("*.ja.md"), *ROOT.glob("docs/*.ja.md")])
]


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def shape(page: Path) -> dict[str, list[str]]:
    """What two languages must have in common; a link to a page or picture in Japanese counts as one to its twin."""
    links = re.findall(r"\]\(([^)]+)\)", text(page))
    twins = {link.replace(".ja.md", ".md").replace(".ja.png", ".en.png") for link in links}
    outside = re.sub(r"^```\w+\n.*?^```$", "", text(page), flags=re.MULTILINE | re.DOTALL)
    return {
        "listings": re.findall(r"^```\w+\n.*?^```$", text(page), re.MULTILINE | re.DOTALL),
        "headings": re.findall(r"^#+(?= )", outside, re.MULTILINE),
        "rows": [str(row.count("|")) for row in outside.splitlines() if row.startswith("|")],
        "links": sorted(twins - {page.name.replace(".ja.md", ".md")}),
    }


@pytest.mark.parametrize(("english", "japanese"), PAIRS, ids=lambda page: page.name)
def test_both_languages_have_the_same_listings_tables_headings_and_links(english: Path, japanese: Path) -> None:
    assert shape(japanese) == shape(english)
    assert f"]({japanese.name})" in text(english)
    assert f"]({english.name})" in text(japanese)


def test_the_first_pages_the_test_patients_and_the_fidelity_are_told_in_japanese() -> None:
    assert {page.name for _, page in PAIRS} >= {"README.ja.md", "first-check.ja.md", "fixtures.ja.md", "fidelity.ja.md"}


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_a_readme_is_short_and_says_that_it_is_unofficial(name: str) -> None:
    page = text(ROOT / name)

    assert len(page.splitlines()) <= 140
    assert ("unofficial" if name == "README.md" else "非公式") in page[:300]


@pytest.mark.parametrize("name", ["fixtures.md", "fixtures.ja.md"])
def test_every_column_of_a_file_of_test_patients_is_explained(name: str) -> None:
    page = text(ROOT / "docs" / name)

    assert len(COLUMNS) >= 15
    assert [column for column, japanese in COLUMNS.items() if f"`{column}`" not in page or japanese not in page] == []
