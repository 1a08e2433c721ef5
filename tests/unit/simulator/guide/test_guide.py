"""The guide of a folder, held in a process."""

from pathlib import Path

from shared.web.pages.languages import Language
from simulator.guide.guide import Guide
from tests.unit.simulator.guide.library import library

JA, EN = Language.JAPANESE, Language.ENGLISH


def test_a_page_is_rendered_once(tmp_path: Path) -> None:
    guide = Guide(library(tmp_path))
    document = guide.documents.shown("first", EN)

    assert guide.rendered(document) is guide.rendered(document)


def test_pages_are_searched_in_their_language_and_decisions_last(tmp_path: Path) -> None:
    guide = Guide(library(tmp_path))

    def found(words: str, language: Language) -> tuple[Language, list[str]]:
        of_pages, hits = guide.search(words, language)
        return of_pages, [hit.section.name for hit in hits]

    assert found("see", EN) == (EN, ["first", "decisions/0001-why"])
    assert found("資格確認", EN) == (JA, ["first"])
    assert found("card", JA) == (EN, ["first"])
    assert found("zzz", EN) == (EN, [])


def test_only_pictures_of_the_folder_are_files(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.svg").write_text("<svg/>")
    (folder / "a.key").write_text("x")
    (tmp_path / "b.svg").write_text("<svg/>")
    guide = Guide(folder)

    assert guide.file("a.svg") == folder / "a.svg"
    assert [guide.file(name) for name in ("a.key", "../b.svg", "never.svg", "first.md")] == [None] * 4
    assert guide.file("a\0.svg") is guide.file("a" * 5000 + ".svg") is None
