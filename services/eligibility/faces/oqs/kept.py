"""What a message of many people asked, as it is kept with its reception and written back: literal text. Pure."""

from dataclasses import dataclass

import msgspec

from services.eligibility.faces.oqs.fields import Members, Text


class _Kept(msgspec.Struct, array_like=True):
    leaves: list[tuple[str, str, str | None]]
    words: str | None = None


_read = msgspec.json.Decoder(_Kept).decode


@dataclass(frozen=True, slots=True)
class Kept:
    """The leaves of a structure as they were sent, and what was said of those that are wrong."""

    echo: Members
    words: str | None = None


def as_kept(echo: Members, words: str | None = None) -> str:
    """Return what is stored of leaves, and of what was said of them."""
    leaves = [(name, str(text), getattr(text, "markup", None)) for name, text in echo]
    return msgspec.json.encode(_Kept(leaves, words)).decode()


def kept_of(stored: str | None) -> Kept:
    """Return what ``as_kept`` stored; nothing where nothing was."""
    if stored is None:
        return Kept([])
    kept = _read(stored)
    return Kept([(name, Text.marked_up(text, markup)) for name, text, markup in kept.leaves], kept.words)
