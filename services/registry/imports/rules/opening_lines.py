"""How a file begins: no byte order mark that would count as text, and of CSV a line that names the columns. Pure."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from services.registry.imports.rules.forms import Encoding, Form, Format
from services.registry.imports.rules.splitting import Part
from shared.domain.member_columns import COLUMNS as MEMBER_COLUMNS
from shared.domain.member_columns import REQUIRED
from shared.errors import BodyUnreadable, RequestInvalid, Violation

COLUMNS: Final[Mapping[str, str]] = {
    "id": MEMBER_COLUMNS["id"],
    "person_id": "加入者ID",
    **MEMBER_COLUMNS,
    "limit_valid_from": "限度額認定発効期日",
    "limit_valid_to": "限度額認定有効期限",
}
"""Every column, with its Japanese name: those of a file of test patients, and what only members have."""
_UTF_8_MARK, _UTF_16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


def opened(first: Part, form: Form) -> tuple[Part, Form]:
    """Return a file's first part without what only opens it, and how the file is to be read.

    Raises BodyUnreadable (UTF-16), RequestInvalid (the columns are not named, or not those that there are).
    """
    content = first.content
    if content.startswith(_UTF_16_MARKS) or b"\0" in content.partition(b"\n")[0]:
        raise BodyUnreadable(
            detail="The file is UTF-16; send UTF-8, or Shift_JIS and say so.",
            detail_ja="UTF-16で送信されています。UTF-8（またはShift_JISを指定して）で送信してください。",
        )
    if form.encoding is Encoding.UTF_8 and content.startswith(_UTF_8_MARK):
        # Spreadsheets write one, and nothing else could be meant by it.
        content = content.removeprefix(_UTF_8_MARK)
    part = replace(first, content=content)
    return (part, form) if form.format is Format.NDJSON else _without_header(part, form)


def _without_header(part: Part, form: Form) -> tuple[Part, Form]:
    lines = part.content.split(b"\n")
    place = next((place for place, line in enumerate(lines) if line.strip()), None)
    if place is None:
        raise _not_named()
    try:
        header = next(csv.reader([lines[place].decode(form.encoding.codec).strip()], strict=True))
    except (UnicodeDecodeError, csv.Error, StopIteration):
        raise _not_named() from None
    lines[place] = b""
    return (
        replace(part, content=b"\n".join(lines), filled=part.filled - 1),
        replace(form, columns=_columns_of([name.strip() for name in header])),
    )


def _columns_of(written: Sequence[str]) -> tuple[str, ...]:
    english = {japanese: name for name, japanese in COLUMNS.items()}
    names = [english.get(name, name) for name in written]
    if not COLUMNS.keys() & set(names):
        raise _not_named()
    # What a name is that nobody knows is not told: it may be anything.
    found = [
        _column("", "unknown-column", f"Column {place} is none that there is.", f"{place}列目は不明な列です。")
        for place, name in enumerate(names, start=1)
        if name and name not in COLUMNS
    ]
    found += [
        _column(f"/{name}", "repeated", "The column stands there twice.", "列が重複しています。")
        for name in COLUMNS
        if names.count(name) > 1
    ]
    found += [
        _column(f"/{name}", "missing", "The column is missing.", "列がありません。")
        for name in REQUIRED
        if name not in names
    ]
    if found:
        raise RequestInvalid(found)
    return tuple(names)


def _not_named() -> RequestInvalid:
    return RequestInvalid(
        [
            _column(
                "",
                "no-columns",
                "The first line names no column; docs/imports.md lists them.",
                "1行目に列名がありません。docs/imports.md を参照してください。",
            )
        ]
    )


def _column(pointer: str, code: str, message: str, message_ja: str) -> Violation:
    return Violation(pointer, code, message, message_ja)
