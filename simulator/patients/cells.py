"""One line of a fixtures file, cell by cell: what cannot be read is noted with its place, never quoted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from shared.domain.member_columns import COLUMNS, REQUIRED
from shared.domain.my_number import may_be_my_number, may_be_my_number_as_identifier
from shared.domain.not_acceptable import NotAcceptable
from shared.domain.written_days import parse_day

Value = TypeVar("Value")
_ORDER = {name: place for place, name in enumerate(COLUMNS, start=1)}


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong, and where; ``line`` counts from 1, the header's. The cell itself is never quoted.

    Without a column it is the whole line, without a line the whole file.
    """

    line: int | None
    column: str | None
    reason: str

    def __str__(self) -> str:
        if self.line is None:
            return self.reason
        if self.column is None:
            return f"line {self.line}: {self.reason}"
        name = COLUMNS.get(self.column)
        return f"line {self.line}, {self.column}{'' if name is None else f'（{name}）'}: {self.reason}"


def _place(bad: BadCell) -> tuple[int, int]:
    return bad.line or 0, _ORDER.get(bad.column or "", 0)


class FixturesInvalid(Exception):
    """The file cannot be used; nothing of it was loaded. The message names what is wrong, line by line."""

    def __init__(self, bad_cells: list[BadCell]) -> None:
        self.bad_cells = sorted(bad_cells, key=_place)
        count = len(self.bad_cells)
        super().__init__(f"{count} {'error' if count == 1 else 'errors'} in the fixtures file; nothing was started")


class Cells:
    """One line's cells; what is wrong with them is added to ``bad``, once for each column."""

    def __init__(self, line: int, cells: Mapping[str, str], bad: list[BadCell]) -> None:
        self.line, self._cells, self._bad = line, cells, bad
        self._noted: set[str | None] = set()

    def text(self, column: str) -> str:
        """Return a cell without the blanks around it; empty when it is not there."""
        return self._cells.get(column, "").strip()

    @property
    def is_blank(self) -> bool:
        """Whether the line is empty."""
        return not any(self.text(column) for column in COLUMNS)

    @property
    def is_right(self) -> bool:
        """Whether nothing was noted so far."""
        return not self._noted

    def look_over(self) -> None:
        """Note every cell that may hold a My Number."""
        for column in COLUMNS:
            is_suspect = may_be_my_number_as_identifier if column in ("symbol", "number") else may_be_my_number
            if is_suspect(self.text(column)):
                self.note(column, "it may be a My Number, which is never accepted（マイナンバーの可能性があります）")

    def note(self, column: str | None, reason: str) -> None:
        """Add what is wrong with a cell, unless something is noted of it; without a column, of the line."""
        if column not in self._noted:
            self._bad.append(BadCell(self.line, column, reason))
            self._noted.add(column)

    def missing(self, column: str) -> str:
        """Note that a cell is empty; returns the empty text."""
        self.note(column, "it is empty（必須項目です）")
        return ""

    def accepted(self, column: str, field: TypeAdapter[Any]) -> Any:
        """Return the cell as a field of the registry takes it; None when it is empty, or refused and noted."""
        text = self.text(column)
        if text:
            return self._accepted(column, text, field)
        if column in REQUIRED:
            self.missing(column)
        return None

    def day(self, column: str, field: TypeAdapter[date]) -> date | None:
        """Return the cell as a day that ``field`` takes; None when it is empty, or none and noted."""
        text = self.text(column)
        if not text:
            if column in REQUIRED:
                self.missing(column)
            return None
        try:
            day = parse_day(text)
        except NotAcceptable as error:
            self.note(column, f"{error.message}（{error.message_ja}）")
            return None
        return self._accepted(column, day, field)

    def _accepted(self, column: str, value: str | date, field: TypeAdapter[Value]) -> Value | None:
        try:
            return field.validate_python(value)
        except ValidationError as error:
            self.note(column, _reason(error))
            return None

    def read_as(self, column: str, read: Callable[[str], Value | None], known: str) -> Value | None:
        """Return what ``read`` makes of the cell; None when it is empty or nothing, noted with what is known."""
        text = self.text(column)
        if not text:
            self.missing(column)
            return None
        if (value := read(text)) is None:
            self.note(column, known)
        return value

    def one_of(self, column: str, values: Mapping[str, Value]) -> Value | None:
        """Return what the cell's word stands for, or None when it is none of them."""
        text = self.text(column)
        if text in values:
            return values[text]
        if not text:
            self.missing(column)
        else:
            known = ", ".join(dict.fromkeys(str(value) for value in values.values() if value is not None))
            self.note(column, f"write one of {known}（使用できない値です）")
        return None


def _reason(error: ValidationError) -> str:
    """Return what a field of the registry has against a text; these fields quote none of it."""
    entry = error.errors(include_input=False, include_url=False)[0]
    context = entry.get("ctx", {})
    if entry["type"] == "string_too_long":
        most = context["max_length"]
        return f"it has more than {most} characters（{most}文字を超えています）"
    cause = context.get("error")
    return f"{cause or 'it cannot be read'}（{getattr(cause, 'message_ja', '値が正しくありません')}）"
