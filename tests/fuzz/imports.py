"""Files of members to be imported, NDJSON and CSV: cut into parts as their bytes come, and each line read."""

import json
from collections import Counter
from random import Random

from services.registry.imports.messages.files import BODY
from services.registry.imports.messages.reading import read_part
from services.registry.imports.rules.forms import Encoding, Form, Format
from services.registry.imports.rules.lines import Unread
from services.registry.imports.rules.opening_lines import opened
from services.registry.imports.rules.splitting import Splitter
from shared.errors import Violation
from tests.fuzz.judging import complaint_about
from tests.fuzz.mutations import ODD_TEXTS, changed_bytes, changed_value, written

_CONTENT = BODY["requestBody"]["content"]
_NDJSON: str = _CONTENT["application/x-ndjson"]["examples"]["example"]["value"]
_CSV: str = _CONTENT["text/csv"]["examples"]["example"]["value"]
_HEADER, _LINE = _CSV.split("\r\n")[:2]
_CELLS = _LINE.split(",")
_PIECE = 37
"""Bytes that come at once."""


class Imports:
    """The example line, of a file's kinds and characters, changed; an input begins with a letter that says which."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()
        self.valid = [b"N" + _NDJSON.encode(), b"C" + _CSV.encode(), b"S" + _CSV.encode("cp932")]

    def input(self, random: Random) -> bytes:
        """Return up to three lines with something changed."""
        kind = random.choice((b"N", b"C", b"S"))
        lines = [self._line(kind, random) for _ in range(random.choice((1, 1, 2, 3)))]
        if kind != b"N":
            lines.insert(0, _HEADER.encode("cp932" if kind == b"S" else "utf-8"))
        content = random.choice((b"\n", b"\r\n", b"\n\n")).join(lines)
        return kind + (changed_bytes(content, random) if random.random() < 0.4 else content)

    def complaint(self, given: bytes) -> str | None:
        """Read it as the worker does, and return what is wrong with what came of it."""
        kind, content = given[:1], given[1:]
        encoding = Encoding.SHIFT_JIS if kind == b"S" else Encoding.UTF_8
        form = Form(Format.NDJSON if kind == b"N" else Format.CSV, encoding)
        return complaint_about(lambda: _read(content, form), content.decode(form.encoding.codec, "replace"), self.came)

    def _line(self, kind: bytes, random: Random) -> bytes:
        if kind == b"N":
            return written(changed_value(json.loads(_NDJSON), random), random)
        cells = list(_CELLS)
        place = random.randrange(len(cells))
        cells[place] = random.choice((*ODD_TEXTS, '"', '""', "平成99年99月99日", "令和元年1月1日", *cells))
        line = random.choice((",", ",", ",", "\t")).join(cells)
        return line.encode("cp932" if kind == b"S" else "utf-8", "replace")


def _read(content: bytes, form: Form) -> list[Violation]:
    splitter = Splitter()
    parts = [
        part for begin in range(0, len(content), _PIECE) for part in splitter.feed(content[begin : begin + _PIECE])
    ]
    parts += splitter.end()
    if parts:
        parts[0], form = opened(parts[0], form)
    lines = [line for part in parts for line in read_part(part, form)]
    assert all(repr(line) for line in lines)
    return [violation for line in lines if isinstance(line, Unread) for violation in line.violations]
