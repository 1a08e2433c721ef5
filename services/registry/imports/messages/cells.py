"""A line of CSV as the value that a line of NDJSON would have: days and choices as people write them."""

import csv
from collections.abc import Callable, Mapping
from typing import Any, Final

from services.registry.imports.rules.lines import Unread
from shared.domain.codes import LossReason
from shared.domain.not_acceptable import NotAcceptable
from shared.domain.written_choices import relationship_of, sex_of, share_of
from shared.domain.written_days import parse_day
from shared.errors import Violation

_LOSS_REASONS: Final = {spelling: each.value for each in LossReason for spelling in (each.value, each.code, each.term)}
_NO_CHOICE: Final = ("is none of the values that there are", "使用できない値です")
_PERSON: Final = ("person_id", "name", "name_kana", "sex", "birthdate", "postal_code", "address")
_COVERAGE: Final = (
    "insurer_number",
    "insurer_name",
    "symbol",
    "number",
    "branch",
    "relationship",
    "acquired_on",
    "lost_on",
    "loss_reason",
    "share_percent",
)
_TOO_MANY: Final = Violation("", "too-many-cells", "It has more cells than columns.", "列の数より多い値があります。")
_OPEN_QUOTE: Final = Violation(
    "", "quotation", "A quotation mark is never closed, or stands alone.", "引用符が閉じられていません。"
)
_LIMIT: Final = Violation(
    "/limit_category",
    "not-here",
    "A limit certificate needs its days: bring it as NDJSON, or issue it by a call.",
    "限度額適用認定証には有効期間が必要です。NDJSONで取り込むか、個別に登録してください。",
)


def value_of(number: int, text: str, columns: tuple[str, ...]) -> dict[str, Any] | Unread:
    """Return what stands in a line's cells; names all of them that cannot be read."""
    try:
        cells = next(csv.reader([text], strict=True))
    except (csv.Error, StopIteration):
        return Unread(number, (_OPEN_QUOTE,))
    if any(cell.strip() for cell in cells[len(columns) :]):
        return Unread(number, (_TOO_MANY,))
    written = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name and cell.strip()}
    violations = [_LIMIT] if "limit_category" in written else []
    read: dict[str, Any] = {}
    for name, cell in written.items():
        try:
            read[name] = _READERS.get(name, str)(cell)
        except NotAcceptable as error:
            violations.append(Violation(f"/{name}", "invalid", error.message, error.message_ja + "。"))
    if violations:
        return Unread(number, tuple(violations))
    read.setdefault("relationship", "self")
    if "lost_on" in read:
        read.setdefault("loss_reason", LossReason.OTHER.value)
    return {"person": _of(read, _PERSON), "coverages": [_of(read, _COVERAGE)]}


def _of(read: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: read[name] for name in names if name in read}


def _choice(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def choice(text: str) -> Any:
        if (found := read(text)) is None:
            raise NotAcceptable(*_NO_CHOICE)
        return found

    return choice


def _day(text: str) -> str:
    return parse_day(text).isoformat()


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "sex": _choice(sex_of),
    "relationship": _choice(relationship_of),
    "share_percent": _choice(share_of),
    "loss_reason": _choice(_LOSS_REASONS.get),
    "birthdate": _day,
    "acquired_on": _day,
    "lost_on": _day,
}
