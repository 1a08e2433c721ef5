"""The list of pages, read from the index."""

from pathlib import Path

from shared.web.pages.languages import Language
from simulator.guide.contents import Entry, contents_of
from simulator.guide.documents import read_documents
from tests.unit.simulator.guide.library import library


def test_the_groups_are_the_headings_and_the_entries_the_rows(tmp_path: Path) -> None:
    start, later = contents_of(read_documents(library(tmp_path)), Language.ENGLISH)

    assert (start.title, later.title) == ("Start", "Later")
    assert start.entries == (Entry("first", "A first check", "the first check (more)"),)
    assert [(each.name, each.address) for each in later.entries] == [
        ("only", "only"),
        ("decisions/README", "decisions/"),
    ]


def test_titles_are_those_of_the_language(tmp_path: Path) -> None:
    start, later = contents_of(read_documents(library(tmp_path)), Language.JAPANESE)

    assert [each.title for each in (*start.entries, *later.entries)] == ["最初の照会", "Told once", "設計判断"]
