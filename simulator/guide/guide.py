"""The guide as it is held in a process: documents are read when somebody first asks, a page is rendered once."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from shared.web.pages.languages import Language
from simulator.guide.contents import Group, contents_of
from simulator.guide.documents import CONTENTS, DOCS, Document, Documents, read_documents
from simulator.guide.line_ends import has_japanese
from simulator.guide.rendering import Rendered, render
from simulator.guide.search import Hit, Section, find, sections_of
from simulator.guide.targets import FILES, target_of

_MOST_HITS = 30
_OF_DECISIONS = "decisions/"


class Guide:
    """The documents of one folder."""

    def __init__(self, folder: Path = DOCS) -> None:
        self._folder = folder
        self._rendered: dict[Document, Rendered] = {}
        self._contents: dict[Language, tuple[Group, ...]] = {}
        self._sections: dict[Language, list[Section]] = {}

    @cached_property
    def documents(self) -> Documents:
        """All documents."""
        return read_documents(self._folder)

    def rendered(self, document: Document) -> Rendered:
        """Return the page that ``document`` makes."""
        if document not in self._rendered:
            self._rendered[document] = render(
                document.text, lambda link: target_of(link, document, self.documents), document.language
            )
        return self._rendered[document]

    def contents(self, language: Language) -> tuple[Group, ...]:
        """Return the list of pages in ``language``."""
        if language not in self._contents:
            self._contents[language] = contents_of(self.documents, language)
        return self._contents[language]

    def search(self, query: str, language: Language) -> tuple[Language, list[Hit]]:
        """Return where the words of ``query`` are, decisions last, and the language of the pages that have them.

        Japanese words are looked for in Japanese pages first, others in those of ``language``; then in the other ones.
        """
        first = Language.JAPANESE if has_japanese(query) else language
        hits = self._hits(query, first)
        if hits:
            return first, hits
        others = self._hits(query, first.other)
        return (first.other, others) if others else (language, [])

    def _hits(self, query: str, language: Language) -> list[Hit]:
        if language not in self._sections:
            self._sections[language] = self._sections_in(language)
        sections = self._sections[language]
        pages = [each for each in sections if not each.name.startswith(_OF_DECISIONS)]
        decisions = [each for each in sections if each.name.startswith(_OF_DECISIONS)]
        return [*find(query, pages, _MOST_HITS), *find(query, decisions, _MOST_HITS)][:_MOST_HITS]

    def file(self, name: str) -> Path | None:
        """Return the picture ``name`` of the folder, None where there is none."""
        return self._pictures.get(name)

    @cached_property
    def _pictures(self) -> Mapping[str, Path]:
        # A name comes from anybody: it is looked for among those that there are, and never made a path.
        found = (file for file in self._folder.rglob("*") if file.suffix in FILES)
        return {file.relative_to(self._folder).as_posix(): file for file in found}

    def _sections_in(self, language: Language) -> list[Section]:
        listed = [entry.name for group in self.contents(language) for entry in group.entries]
        others = [name for name in self.documents.names if name != CONTENTS]
        return [
            section
            for name in dict.fromkeys([*listed, *others])
            for section in sections_of(self.documents.shown(name, language))
        ]
