"""The right name that somebody probably meant, where a name that is typed is none.

Only names of ours are offered (commands, codes, personas, operations), never what is a person's.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_LONGEST = 100
"""A longer name is no typing error; comparing takes the product of both lengths."""


def nearest(name: str, known: Iterable[str], *, most: int = 3, alike: float = 0.6) -> list[str]:
    """Return those of ``known`` that ``name`` is most like, the nearest first, capitals and small letters alike.

    ``alike``: from 0 (anything) to 1 (nothing but the name itself).
    """
    if len(name) > _LONGEST:
        return []
    by_folded = {each.casefold(): each for each in known}
    return [by_folded[each] for each in get_close_matches(name.casefold(), by_folded, n=most, cutoff=alike)]


def did_you_mean(near: Sequence[str], otherwise: str = "") -> str:
    """Return the end of a sentence that says there is no such name: with those that are near, else ``otherwise``."""
    if near:
        return f"; did you mean {' or '.join(near)}?"
    return f"; {otherwise}" if otherwise else ""


def near_in_both(near: Sequence[str]) -> tuple[str, str]:
    """Return what follows "there is none of this name", in English and in Japanese; nothing where none is near."""
    names = ", ".join(near)
    return (f"; near: {names}", f"（近いもの: {names}）") if near else ("", "")
