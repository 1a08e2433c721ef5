"""A fixtures file as lines of cells: its encoding, its separators, its header. What is wrong is told with its line."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.domain.member_columns import COLUMNS, REQUIRED
from simulator.patients.cells import BadCell, Cells, FixturesInvalid

LONGEST_FILE_BYTES = 4 * 1024 * 1024
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OTHER_SEPARATORS = {"\t": "tabs（タブ）", ";": "semicolons（セミコロン）"}


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    """Where it begins, from 1 on."""
    cells: Sequence[str]


def lines_of(content: bytes, bad: list[BadCell]) -> Iterator[Cells]:
    """Yield the lines below the header that are not blank; what is wrong with their cells is to be added to ``bad``.

    Raises FixturesInvalid when the file cannot be read as a table: before the first line, or where a quotation mark
    is never closed.
    """
    records = _records(_decode(content), bad)
    header = next(records, None)
    if header is None:
        raise FixturesInvalid([BadCell(None, None, "the file is empty（ファイルが空です）")])
    names = _column_names(header)
    any_line = False
    for record in records:
        line = Cells(record.line, dict(zip(names, record.cells, strict=False)), bad)
        if len(record.cells) > len(names) and any(cell.strip() for cell in record.cells[len(names) :]):
            line.note(None, "there are more cells than columns（列の数より多い値があります）")
        if not line.is_blank:
            any_line = True
            yield line
    if not any_line:
        raise FixturesInvalid([BadCell(None, None, "there is no patient below the header（患者の行がありません）")])


def _decode(content: bytes) -> str:
    if len(content) > LONGEST_FILE_BYTES:
        raise FixturesInvalid([BadCell(None, None, "the file is larger than 4 MiB（4MiBを超えています）")])
    if content.startswith(_UTF_16_MARKS) or b"\0" in content.partition(b"\n")[0]:
        reason = (
            "the file is UTF-16, Excel's 'Unicode text'; save it as 'CSV UTF-8'"
            "（文字コードがUTF-16です。「CSV UTF-8（コンマ区切り）」で保存してください）"
        )
        raise FixturesInvalid([BadCell(None, None, reason)])
    read_until = 0
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            read_until = max(read_until, error.start)
    line = content.count(b"\n", 0, read_until) + 1
    reason = "neither UTF-8 nor Shift_JIS（UTF-8でもShift_JISでもありません）"
    raise FixturesInvalid([BadCell(line, None, reason)])


def _records(text: str, bad: list[BadCell]) -> Iterator[_Record]:
    # Lines may end as on any machine; csv alone takes a lone CR for an error.
    reader = csv.reader(io.StringIO(text, newline=None), strict=True)
    line = 1
    try:
        for cells in reader:
            # csv counts where a record ends, and skips nothing.
            if cells:
                yield _Record(line, cells)
            line = reader.line_num + 1
    except csv.Error:
        reason = "a quotation mark stands alone: it opens and never closes（引用符が閉じられていません）"
        raise FixturesInvalid([*bad, BadCell(line, None, reason)]) from None


def _column_names(header: _Record) -> list[str]:
    written = [name.strip() for name in header.cells]
    if len(written) == 1:
        for mark, name in _OTHER_SEPARATORS.items():
            if mark in written[0]:
                reason = (
                    f"the columns are separated by {name}; save the file with commas（コンマ区切りで保存してください）"
                )
                raise FixturesInvalid([BadCell(header.line, None, reason)])
    english = {japanese: name for name, japanese in COLUMNS.items()}
    names = [english.get(name, name) for name in written]
    if not COLUMNS.keys() & names:
        # Perhaps a patient, so it is not quoted.
        reason = "the first line names no column; docs/fixtures.md lists them（1行目に列名がありません）"
        raise FixturesInvalid([BadCell(header.line, None, reason)])
    # Spreadsheets leave empty columns behind.
    while not names[-1]:
        names.pop()
    bad = [
        BadCell(header.line, name or None, "there is no such column（不明な列です）")
        for name in dict.fromkeys(names)
        if name not in COLUMNS
    ]
    bad += [
        BadCell(header.line, name, "the column stands there twice（列が重複しています）")
        for name in dict.fromkeys(names)
        if name in COLUMNS and names.count(name) > 1
    ]
    bad += [
        BadCell(header.line, name, "the column is missing（列がありません）") for name in REQUIRED if name not in names
    ]
    if bad:
        raise FixturesInvalid(bad)
    return names
