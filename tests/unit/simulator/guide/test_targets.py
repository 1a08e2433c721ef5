"""Where a link leads."""

from pathlib import Path

import pytest

from shared.web.pages.languages import Language
from simulator.guide.documents import Documents, read_documents
from simulator.guide.targets import Kind, address_of, target_of
from tests.unit.simulator.guide.library import library

JA, EN = Language.JAPANESE, Language.ENGLISH


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    return read_documents(library(tmp_path))


@pytest.mark.parametrize(
    ("link", "name", "language", "kind", "address"),
    [
        ("only.md", "first", EN, Kind.PAGE, "only"),
        ("only.md#again", "first", EN, Kind.PAGE, "only#again"),
        ("#by-card", "first", EN, Kind.PAGE, "#by-card"),
        ("README.md", "first", EN, Kind.PAGE, "./"),
        ("README.md", "decisions/0001-why", EN, Kind.PAGE, "../decisions/"),
        ("../README.md", "decisions/0001-why", EN, Kind.PAGE, "../"),
        ("../first.md", "decisions/0001-why", EN, Kind.PAGE, "../first"),
        ("decisions", "README", EN, Kind.PAGE, "decisions/"),
        ("decisions/0001-why.md", "first", EN, Kind.PAGE, "decisions/0001-why"),
        ("openapi", "README", EN, Kind.PROGRAM, "../docs"),
        ("pictures/front.en.png", "README", EN, Kind.FILE, "pictures/front.en.png"),
        ("../check.svg", "decisions/0001-why", EN, Kind.FILE, "../check.svg"),
        ("../shared/errors.py", "first", EN, Kind.REPOSITORY, ""),
        ("https://example.test/a", "first", EN, Kind.WEB, "https://example.test/a"),
        ("javascript:alert(1)", "first", EN, Kind.NOWHERE, "javascript:alert(1)"),
        ("never.md", "first", EN, Kind.NOWHERE, ""),
        ("only.ja.md", "first", EN, Kind.NOWHERE, ""),
    ],
)
def test_a_link_leads_to_one_place(
    documents: Documents, link: str, name: str, language: Language, kind: Kind, address: str
) -> None:
    target = target_of(link, documents.shown(name, language), documents)

    assert (target.kind, target.address) == (kind, address)


def test_the_way_to_the_twin_asks_for_its_language(documents: Documents) -> None:
    assert target_of("first.ja.md", documents.shown("first", EN), documents).address == "first?lang=ja"
    assert target_of("first.md", documents.shown("first", JA), documents).address == "first?lang=en"


def test_the_way_to_a_page_of_one_language_asks_for_none(documents: Documents) -> None:
    assert target_of("only.md", documents.shown("first", JA), documents).address == "only"


def test_the_list_of_pages_has_the_address_of_the_guide_itself() -> None:
    assert [address_of(name) for name in ("README", "decisions/README", "first")] == ["", "decisions/", "first"]
