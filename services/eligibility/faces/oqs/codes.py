"""Codes and words of errors in messages, a table: the real ones (別紙6-1) are not public, so these are invented.

A vendor who has the real ones writes a table of their own in the same form, and names its file to the program.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("codes.tsv")
_CODE: Final = re.compile(r"[0-9A-Za-z]{1,20}")
_COLUMNS: Final = 3


@dataclass(frozen=True, slots=True)
class MessageCode:
    """What an error is called in a message, and its words (shown to people as they are)."""

    code: str
    text: str


class TableInvalid(ValueError):
    """A table of codes cannot be used; names every line that is wrong."""


class Codes:
    """The codes, by what they mean here: a refusal's code, a notice's, or a name of this face."""

    def __init__(self, by_meaning: Mapping[str, MessageCode]) -> None:
        self._by_meaning = dict(by_meaning)

    def of(self, meaning: str) -> MessageCode:
        """Return the code of an error; every meaning that this face can name has one (a test holds it)."""
        return self._by_meaning[meaning]

    def attached(self, notice: str) -> MessageCode | None:
        """Return the code under which a notice goes with an answer, if it does."""
        return self._by_meaning.get(notice)

    def meanings(self) -> frozenset[str]:
        """Return everything that has a code."""
        return frozenset(self._by_meaning)


def own_codes() -> Codes:
    """Return the codes that come with the program."""
    return Codes(_read(_FILE))


def codes_with(file: Path | None) -> Codes:
    """Return our codes with those of a vendor's file in their places; raises TableInvalid, OSError."""
    own = _read(_FILE)
    if file is None:
        return Codes(own)
    return Codes({**own, **_read(file, own.keys())})


def _read(file: Path, known: Collection[str] | None = None) -> dict[str, MessageCode]:
    found: dict[str, MessageCode] = {}
    wrong: list[str] = []
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise TableInvalid(f"{file}: it is not UTF-8") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != _COLUMNS or not _CODE.fullmatch(columns[1]) or not columns[2].strip():
            wrong.append(f"line {number} is not: meaning, tab, code (letters and digits), tab, words")
        elif columns[0] in found:
            wrong.append(f"line {number}: {columns[0]} is there twice")
        elif known is not None and columns[0] not in known:
            wrong.append(f"line {number}: no error of messages is called that")
        else:
            found[columns[0]] = MessageCode(columns[1], columns[2].strip())
    if wrong:
        raise TableInvalid(f"{file}: " + "; ".join(wrong))
    return found
