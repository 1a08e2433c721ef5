"""The list of pages, in groups: the headings and tables of ``docs/README.md``. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.web.pages.languages import Language
from simulator.guide.documents import CONTENTS, Document, Documents
from simulator.guide.targets import Kind, address_of, target_of

_ROW = re.compile(r"^\| \[[^\]]*\]\(([^)#]+)\)(.*?) \| (.+) \|$")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the list."""

    name: str
    title: str
    about: str
    """What the page is for, in a sentence without marks."""

    @property
    def address(self) -> str:
        """The path of the page below the address of the guide."""
        return address_of(self.name)


@dataclass(frozen=True, slots=True)
class Group:
    """Pages below one heading of the list."""

    title: str
    entries: tuple[Entry, ...]


def contents_of(documents: Documents, language: Language) -> tuple[Group, ...]:
    """Return the groups as the list in ``language`` has them, else as the other one has them; none without a list."""
    if CONTENTS not in documents:
        return ()
    index = documents.shown(CONTENTS, language)
    return tuple(
        Group(title, entries)
        for title, rows in _sections(index.text)
        if (entries := tuple(_entries(rows, index, documents, language)))
    )


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    title, rows = "", list[str]()
    for line in text.splitlines():
        if line.startswith("#"):
            yield title, rows
            title, rows = line.lstrip("# "), []
        else:
            rows.append(line)
    yield title, rows


def _entries(rows: list[str], index: Document, documents: Documents, language: Language) -> Iterator[Entry]:
    for row in rows:
        if (match := _ROW.match(row)) is None:
            continue
        target = target_of(match[1], index, documents)
        if target.kind is Kind.PAGE:
            title = documents.shown(target.name, language).title
            yield Entry(target.name, title, _LINK.sub(r"\1", match[3]).replace("`", ""))
