"""The guide for coding agents."""

from pathlib import Path

from simulator.guide.documents import read_documents
from simulator.guide.llms import llms, llms_full
from tests.unit.simulator.guide.library import FOLDER, library


def test_the_list_has_a_title_a_summary_and_a_link_to_the_markdown_of_each_page(tmp_path: Path) -> None:
    text = llms(read_documents(library(tmp_path)), "http://127.0.0.1:8000/guide")

    assert text.startswith("# onshi\n\n> Unofficial simulator")
    assert "\n## Start\n\n- [A first check](http://127.0.0.1:8000/guide/first.md): the first check (more)\n" in text
    assert "\n## Optional\n\n- [1. Why](http://127.0.0.1:8000/guide/decisions/0001-why.md)\n" in text
    assert "README" not in text


def test_the_whole_has_every_page_of_the_list_once_as_it_is_written(tmp_path: Path) -> None:
    text = llms_full(read_documents(library(tmp_path)))

    assert [line for line in text.splitlines() if line.startswith("<!-- ")] == [
        f"<!-- {FOLDER}/first.md -->",
        f"<!-- {FOLDER}/only.md -->",
    ]
    assert "onshi up\n```" in text
    assert "最初の照会" not in text
