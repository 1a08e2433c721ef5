"""Where a link in a document leads: to another page of the guide, a file beside it, the web, or nowhere.

Addresses are relative to the page, so a page is the same in every world and wherever the guide is served.
"""

import posixpath
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from shared.web.pages.languages import QUERY, Language
from simulator.guide.documents import CONTENTS, Document, Documents

FILES = (".png", ".svg")
"""What beside pages of the folder is served: pictures."""
_WEB = frozenset({"http", "https", "mailto"})
_PROGRAM = {"openapi": "docs"}
"""Folders of ``docs/`` that the program serves elsewhere, below the address that the guide is under."""


class Kind(StrEnum):
    """What a link leads to."""

    PAGE = "page"
    FILE = "file"
    PROGRAM = "program"
    WEB = "web"
    REPOSITORY = "repository"
    """A file of the source that is no part of the guide: its name is shown, without a link."""
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads."""

    kind: Kind
    address: str = ""
    """As it stands in the page's HTML."""
    name: str = ""
    """The document or file that is meant, as a path in the folder."""
    language: Language | None = None
    """The language that the link asks for, where it asks for one."""
    fragment: str = ""


def target_of(link: str, document: Document, documents: Documents) -> Target:
    """Return where ``link`` leads that stands in ``document``."""
    parts = urlsplit(link)
    fragment = unquote(parts.fragment)
    if parts.scheme or parts.netloc:
        return Target(Kind.WEB if parts.scheme in _WEB else Kind.NOWHERE, link)
    if not parts.path:
        return Target(Kind.PAGE, link, document.name, document.language, fragment)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(document.name), parts.path))
    if path.startswith("../"):
        return Target(Kind.REPOSITORY, name=path.removeprefix("../"))
    if path in _PROGRAM:
        return Target(Kind.PROGRAM, _way(document.name, f"../{_PROGRAM[path]}"), path)
    if path.endswith(FILES):
        return Target(Kind.FILE, _way(document.name, path), path)
    return _page(path, fragment, document, documents)


def address_of(name: str) -> str:
    """Return the path of the page ``name`` below the address of the guide."""
    return name.removesuffix(CONTENTS)


def _page(path: str, fragment: str, document: Document, documents: Documents) -> Target:
    asked = Language.JAPANESE if path.endswith(".ja.md") else Language.ENGLISH
    name = path.removesuffix(".md").removesuffix(".ja") if path.endswith(".md") else posixpath.join(path, CONTENTS)
    if name not in documents or (asked is Language.JAPANESE and documents.in_language(name, asked) is None):
        return Target(Kind.NOWHERE, name=path)
    is_a_choice = path.endswith(".md") and asked is not document.language
    asks = is_a_choice and documents.in_language(name, document.language) is not None
    address = _way(document.name, address_of(name)) + (f"?{QUERY}={asked}" if asks else "")
    language = asked if path.endswith(".md") else None
    return Target(Kind.PAGE, address + (f"#{fragment}" if fragment else ""), name, language, fragment)


def _way(name: str, path: str) -> str:
    """Return the relative address of ``path`` from the page ``name``."""
    return "../" * address_of(name).count("/") + path or "./"
