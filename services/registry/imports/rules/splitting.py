"""An upload cut into parts of whole lines while its bytes arrive: never more of it than one part is held. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST_LINE_BYTES: Final = 1024 * 1024
LINES_A_PART: Final = 500
_PART_BYTES: Final = 2 * LONGEST_LINE_BYTES
"""A part that is larger ends early."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines that follow each other."""

    first_line: int
    """From 1 on."""
    content: bytes
    """The lines without the last one's end; one that is too long is empty here."""
    filled: int
    """How many of them are not blank, those too long included."""
    too_long: tuple[int, ...] = ()
    """The numbers of lines longer than LONGEST_LINE_BYTES."""

    def numbered(self) -> list[tuple[int, bytes]]:
        """Return the lines that are not blank, each with its number."""
        lines = enumerate(self.content.split(b"\n"), start=self.first_line)
        return [(number, line) for number, line in lines if line.strip()]


class Splitter:
    """Takes bytes as they come and gives back parts."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._is_too_long = False
        self._lines: list[bytes] = []
        self._first_line, self._size = 1, 0
        self._too_long: list[int] = []

    def feed(self, data: bytes) -> Iterator[Part]:
        """Take more bytes; yields the parts that became whole."""
        if b"\n" not in data:
            # Added where it lies: copied with every piece, a long line that comes in small ones would take minutes.
            self._rest += data
            self._forget_too_long()
            return
        *lines, rest = (bytes(self._rest) + data).split(b"\n")
        for line in lines:
            self._add(line)
            if len(self._lines) >= LINES_A_PART or self._size >= _PART_BYTES:
                yield self._cut()
        self._rest = bytearray(rest)
        self._forget_too_long()

    def end(self) -> Iterator[Part]:
        """Take the end of the file; the last line may lack its own."""
        if self._rest or self._is_too_long:
            self._add(bytes(self._rest))
            self._rest = bytearray()
        if self._lines:
            yield self._cut()

    def _forget_too_long(self) -> None:
        if len(self._rest) > LONGEST_LINE_BYTES:
            # Its end is still to come, and is all that is wanted of it.
            self._is_too_long, self._rest = True, bytearray()

    def _add(self, line: bytes) -> None:
        if self._is_too_long or len(line) > LONGEST_LINE_BYTES:
            self._too_long.append(self._first_line + len(self._lines))
            self._is_too_long, line = False, b""
        self._lines.append(line)
        self._size += len(line)

    def _cut(self) -> Part:
        filled = sum(1 for line in self._lines if line.strip()) + len(self._too_long)
        part = Part(self._first_line, b"\n".join(self._lines), filled, tuple(self._too_long))
        self._first_line += len(self._lines)
        self._lines, self._size, self._too_long = [], 0, []
        return part
