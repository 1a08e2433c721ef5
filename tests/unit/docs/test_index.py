"""Every page is listed where pages are looked for."""

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_every_page_is_in_the_list_of_pages_and_no_other() -> None:
    listed = set(re.findall(r"\]\(([\w.-]+\.md)\)", (DOCS / "README.md").read_text(encoding="utf-8")))

    assert listed == {page.name for page in DOCS.glob("*.md")} - {"README.md"}


def test_no_page_holds_the_marks_of_a_conflict() -> None:
    marked = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)
    pages = [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]

    assert [page.name for page in pages if marked.search(page.read_text(encoding="utf-8"))] == []
