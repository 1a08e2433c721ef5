"""Elements of a message as its face has noted them: found by name, with nothing where there is none. Pure."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from shared.worlds.journal import Element

HEADER, BODY = "MessageHeader", "MessageBody"
SINGLE, REGISTRATION, ASK_MANY, REGISTER_MANY = "siquc01", "siimm01", "muquc01", "muimm01"
ASKING: Final = frozenset({SINGLE, ASK_MANY})
REGISTERING: Final = frozenset({REGISTRATION, REGISTER_MANY})
LISTING: Final = frozenset({"mutic01", "muhvq01", "muonq01"})
MEDICAL: Final = frozenset({"YZKsiquc01", "TKKsiquc01"})


class _Nothing:
    text = ""
    members: Mapping[str, Sequence[Element]] = MappingProxyType({})


def all_of(element: Element, name: str) -> Sequence[Element]:
    """Return the elements of that name in it."""
    return element.members.get(name, ())


def first_of(element: Element, name: str) -> Element:
    """Return the first of them, or one with nothing in it."""
    found = all_of(element, name)
    return found[0] if found else _Nothing()


def text_of(element: Element, name: str) -> str:
    """Return what the first of them holds; empty where there is none."""
    return str(first_of(element, name).text)
