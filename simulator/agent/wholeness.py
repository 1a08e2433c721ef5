"""Whether a file holds a whole message yet: clients write in place, so half of one may be read. Pure.

It is whole when it is well-formed XML in the characters that it names. What the message says is the service's to judge.
"""

import re
from typing import Final
from xml.parsers import expat

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_DECLARED: Final = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_LONGEST_DECLARATION: Final = 200
_SHIFT_JIS: Final = frozenset({"shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932", "ms932", "ms_kanji"})


class _HasDocumentType(Exception):
    """It declares a document type, with entities of its own: it is not read any further."""


def encoding_of(content: bytes) -> str:
    """Return ``cp932`` where the declaration names Shift_JIS, else ``utf-8``."""
    found = _DECLARED.match(content.removeprefix(_BYTE_ORDER_MARK)[:_LONGEST_DECLARATION])
    return "cp932" if found is not None and found[1].decode().lower() in _SHIFT_JIS else "utf-8"


def is_whole(content: bytes) -> bool:
    """Tell whether it can be read to its end."""
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _stop
    try:
        text = content.removeprefix(_BYTE_ORDER_MARK).decode(encoding_of(content))
        parser.Parse(text.lstrip(" \t\r\n").encode(), True)
    except (UnicodeError, expat.ExpatError, _HasDocumentType):
        return False
    return True


def _stop(*_: object) -> None:
    raise _HasDocumentType
