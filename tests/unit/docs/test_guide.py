"""Every link of the guide leads somewhere, and every page is in its list (2 s: all pages are rendered)."""

from pathlib import Path

from simulator.guide.documents import DOCS
from simulator.guide.guide import Guide
from tests.unit.simulator.guide.library import FOLDER, library
from tools.docs.guide import mistakes


def test_no_link_of_the_documents_leads_nowhere() -> None:
    assert list(mistakes(Guide(), DOCS.parent)) == []


def test_links_that_lead_nowhere_are_told_with_their_page(tmp_path: Path) -> None:
    docs = tmp_path / FOLDER
    docs.mkdir()
    library(docs)
    (docs / "first.md").write_text(
        "# A\n\n[a](never.md) [b](only.md#never) [c](../never.py) ![d](never.png) [e](only.md)\n"
    )
    (docs / "unlisted.md").write_text("# B\n")

    (tmp_path / "README.md").write_text(
        f"# R\n\n## Try\n\n[a]({FOLDER}/never.md) [b]({FOLDER}/only.md#never) [c](NEVER.md) [d](#never)\n"
        f"[e]({FOLDER}/only.md#again) [f](README.md) [g](#try) [h](https://example.test)\n"
    )

    assert list(mistakes(Guide(docs), tmp_path)) == [
        f"{FOLDER}/first.md: never.md leads nowhere",
        f"{FOLDER}/first.md: only.md#never leads nowhere",
        f"{FOLDER}/first.md: ../never.py leads nowhere",
        f"{FOLDER}/first.md: never.png leads nowhere",
        f"README.md: {FOLDER}/never.md leads nowhere",
        f"README.md: {FOLDER}/only.md#never leads nowhere",
        "README.md: NEVER.md leads nowhere",
        "README.md: #never leads nowhere",
        f"{FOLDER}/unlisted.md: is not in the list of docs/README.md",
    ]
