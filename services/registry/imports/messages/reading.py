"""The lines of a part, read: NDJSON or CSV, in the encoding that was declared."""

from typing import Final

from services.registry.imports.messages.cells import value_of
from services.registry.imports.messages.lines import read_line
from services.registry.imports.rules.forms import Form, Format
from services.registry.imports.rules.lines import Line, Unread
from services.registry.imports.rules.splitting import LONGEST_LINE_BYTES, Part
from shared.errors import BodyUnreadable, Violation
from shared.web.json_body import read_json

TOO_LONG: Final = Violation(
    "",
    "line-too-long",
    f"A line holds {LONGEST_LINE_BYTES} bytes at most.",
    f"1行は{LONGEST_LINE_BYTES}バイトまでです。",
)
_OTHER_ENCODING: Final = Violation(
    "",
    "encoding",
    "It cannot be read in the encoding that was declared.",
    "指定された文字コードとして読み取れません。",
)


def read_part(part: Part, form: Form) -> list[Line | Unread]:
    """Return what the lines of a part say, in their order; blank ones are passed over."""
    return [_read(number, content, form) for number, content in part.numbered()]


def _read(number: int, content: bytes, form: Form) -> Line | Unread:
    try:
        text = content.decode(form.encoding.codec)
    except UnicodeDecodeError:
        return Unread(number, (_OTHER_ENCODING,))
    if form.format is Format.CSV:
        cells = value_of(number, text.strip("\r"), form.columns)
        return cells if isinstance(cells, Unread) else read_line(number, cells)
    try:
        value = read_json(text.encode())
    except BodyUnreadable as error:
        whole = Violation("", error.code, error.detail, error.detail_ja)
        return Unread(number, error.violations or (whole,))
    return read_line(number, value)
