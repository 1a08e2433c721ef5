"""Reading the documents of a folder."""

from pathlib import Path

import pytest

from shared.web.pages.languages import Language
from simulator.guide.documents import DOCS, read_documents
from tests.unit.simulator.guide.library import library

JA, EN = Language.JAPANESE, Language.ENGLISH


def test_a_document_is_shown_in_the_language_that_is_asked_for_else_in_the_other(tmp_path: Path) -> None:
    documents = read_documents(library(tmp_path))

    assert documents.shown("first", JA).title == "最初の照会"
    assert documents.shown("first", EN).title == "A first check"
    assert documents.shown("only", JA).language is EN
    assert documents.in_language("only", JA) is None


def test_what_is_not_there_is_told_as_a_missing_key(tmp_path: Path) -> None:
    documents = read_documents(library(tmp_path))

    assert "never" not in documents
    with pytest.raises(KeyError):
        documents.shown("never", EN)


def test_the_list_of_decisions_is_made(tmp_path: Path) -> None:
    decisions = read_documents(library(tmp_path)).shown("decisions/README", EN)

    assert "- [1. Why](0001-why.md)" in decisions.text


def test_the_projects_own_documents_are_found() -> None:
    assert {"README", "first-check", "refusals", "fidelity"} <= set(read_documents(DOCS).names)
