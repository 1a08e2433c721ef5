"""The documents of the guide: every Markdown file of ``docs/``, in its language."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.web.pages.languages import Language

DOCS = Path(__file__).resolve().parents[2] / "docs"
"""Beside the program, in a checkout as in an installed wheel."""
CONTENTS = "README"
"""The name of the document that lists all others; it is the first page of the guide."""
DECISIONS = "decisions/README"
"""The name of the list of decisions, which is made here."""
_JAPANESE = ".ja"


@dataclass(frozen=True, slots=True)
class Document:
    """One file of Markdown, as written."""

    name: str
    """Its path in the folder, without ``.md`` and ``.ja.md``: ``first-check``, ``decisions/0047-one-frame-…``."""
    language: Language
    text: str

    @property
    def file(self) -> str:
        """Its path in the folder."""
        return f"{self.name}{_JAPANESE if self.language is Language.JAPANESE else ''}.md"

    @property
    def title(self) -> str:
        """The first heading, in plain text."""
        first = next((line for line in self.text.splitlines() if line.startswith("# ")), f"# {self.name}")
        return first.removeprefix("# ").replace("`", "").strip()


class Documents:
    """All documents, by name and language."""

    def __init__(self, documents: Mapping[tuple[str, Language], Document]) -> None:
        self._documents = dict(documents)
        self.names = sorted({name for name, _ in documents})

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a document ``name`` in any language."""
        return any((name, language) in self._documents for language in Language)

    def in_language(self, name: str, language: Language) -> Document | None:
        """Return the document as it is in ``language``, None where it is not."""
        return self._documents.get((name, language))

    def shown(self, name: str, language: Language) -> Document:
        """Return the document in ``language``, else in the other one; raises KeyError where there is none."""
        return self._documents.get((name, language)) or self._documents[name, language.other]


def read_documents(folder: Path = DOCS) -> Documents:
    """Return the documents of ``folder``, and the list of its decisions."""
    read = [_read(folder, file) for file in sorted(folder.rglob("*.md"))]
    decisions = [document for document in read if document.name.startswith("decisions/")]
    return Documents({(each.name, each.language): each for each in [*read, *_lists_of(decisions)]})


def _read(folder: Path, file: Path) -> Document:
    name = file.relative_to(folder).with_suffix("").as_posix()
    language = Language.JAPANESE if name.endswith(_JAPANESE) else Language.ENGLISH
    return Document(name.removesuffix(_JAPANESE), language, file.read_text(encoding="utf-8"))


def _lists_of(decisions: list[Document]) -> list[Document]:
    rows = "\n".join(f"- [{each.title}]({each.name.removeprefix('decisions/')}.md)" for each in decisions)
    return [
        Document(DECISIONS, Language.ENGLISH, f"# Decisions\n\nWhy it is so, one decision each.\n\n{rows}\n"),
        Document(DECISIONS, Language.JAPANESE, f"# 設計判断\n\nなぜそうなっているか（本文は英語です）。\n\n{rows}\n"),
    ]
