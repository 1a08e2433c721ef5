"""Tables of elements: each names an element, how sure we are of it, and where its value comes from. Pure.

The writers go through these tables, and docs/messages-fidelity.md is made from them, so the two cannot drift apart.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Generic, Self, TypeAlias, TypeVar


class Mark(StrEnum):
    """How sure we are that the real interface does the same."""

    CERTAIN = "certain"
    """A published client reads it so, or sends it so."""
    INFERRED = "inferred"
    """Deduced from what clients do or from public words."""
    INVENTED = "invented"
    """Ours, for want of a source."""


class Edition(StrEnum):
    """Which release of the interface is written."""

    Y2023 = "2023"
    Y2024 = "2024"
    """With 資格取得年月日 and 資格喪失年月日."""
    Y2026 = "2026"
    """With the consents of 電子カルテ情報共有."""


_NEWEST = Edition.Y2026


class Order(StrEnum):
    """In which order elements are written."""

    SPEC = "spec"
    SHUFFLED = "shuffled"
    """As real answers are, which do not follow the order of the specification; the same each time."""


class Text(str):  # noqa: SLOT000 - most have no markup of their own, and are made without a line of Python
    """A text as it was sent."""

    markup: str | None = None
    """How it stood in XML where that is not how it would be written: references included; None of JSON."""

    @classmethod
    def marked_up(cls, text: str, markup: str | None) -> Self:
        """Return the text of a leaf that stood so."""
        self = cls(text)
        self.markup = markup
        return self


Members: TypeAlias = list[tuple[str, "Value"]]
"""Elements with their values, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A structure that repeats one member; ``wraps`` tells whether each stands under its name in JSON too."""

    member: str
    items: Sequence[Members]
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Repeated:
    """An element that stands several times in its structure; in JSON an array under its own name."""

    items: Sequence["str | Members"]


Value: TypeAlias = str | Members | Listing | Repeated
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """An element: its name, its Japanese term, how sure it is, and its value of a ``T`` (None: it is absent)."""

    name: str
    term: str
    mark: Mark
    value: Callable[[T], Value | None]
    since: Edition = Edition.Y2023
    note: str = ""


Table: TypeAlias = Sequence[Field[T]]


def written(table: Table[T], of: T, edition: Edition = Edition.Y2026) -> Members:
    """Return the elements of ``table`` that ``of`` has: nothing is written empty."""
    # The newest one has everything.
    fields = table if edition is _NEWEST else [field for field in table if field.since <= edition]
    return [(field.name, value) for field in fields if (value := field.value(of))]


def in_order(members: Members, order: Order) -> Members:
    """Return the elements in another order; what repeats keeps its own."""
    if order is Order.SPEC:
        return members
    return sorted(_each_in_order(members, order), key=lambda member: sha256(member[0].encode()).digest())


def _each_in_order(members: Members, order: Order) -> Iterator[tuple[str, Value]]:
    for name, value in members:
        if isinstance(value, Listing):
            yield name, Listing(value.member, [in_order(each, order) for each in value.items], value.wraps)
        elif isinstance(value, Repeated):
            yield name, Repeated([each if isinstance(each, str) else in_order(each, order) for each in value.items])
        else:
            yield name, value if isinstance(value, str) else in_order(value, order)
