"""A line of CSV as the value that a line of NDJSON would have: days and choices as people write them."""

import csv
from collections.abc import Callable, Mapping
from typing import Any, Final

from services.registry.imports.rules.lines import Unread
from shared.domain.codes import LimitCategory, LimitCertificateKind, LossReason
from shared.domain.not_acceptable import NotAcceptable
from shared.domain.written_choices import relationship_of, sex_of, share_of
from shared.domain.written_days import parse_day
from shared.errors import Violation

_CATEGORIES: Final = {spelling: each.value for each in LimitCategory for spelling in (each.value, each.code, each.term)}
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
_LIMIT_COLUMNS: Final = ("limit_category", "limit_valid_from", "limit_valid_to")
_WITH_MEALS: Final = frozenset({"A05", "A06", "B05", "B06", "B07", "B08"})
"""低所得, whose certificate also lowers the price of meals (限度額適用・標準負担額減額認定証)."""


def value_of(number: int, text: str, columns: tuple[str, ...]) -> dict[str, Any] | Unread:
    """Return what stands in a line's cells; names all of them that cannot be read."""
    try:
        cells = next(csv.reader([text], strict=True))
    except (csv.Error, StopIteration):
        return Unread(number, (_OPEN_QUOTE,))
    if any(cell.strip() for cell in cells[len(columns) :]):
        return Unread(number, (_TOO_MANY,))
    written = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name and cell.strip()}
    violations = _incomplete_limit(written)
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
    coverage = _of(read, _COVERAGE)
    if "limit_category" in read:
        coverage["limit_certificates"] = [_limit_of(read)]
    return {"person": _of(read, _PERSON), "coverages": [coverage]}


def _incomplete_limit(written: Mapping[str, str]) -> list[Violation]:
    """Tell which of a limit certificate's cells are missing, where one of them is filled."""
    if not written.keys() & set(_LIMIT_COLUMNS):
        return []
    return [
        Violation(
            f"/{name}",
            "missing",
            "A limit certificate has its category, its first and its last day.",
            "限度額適用認定証には適用区分・発効期日・有効期限が必要です。",
        )
        for name in _LIMIT_COLUMNS
        if name not in written
    ]


def _limit_of(read: Mapping[str, Any]) -> dict[str, Any]:
    """Return a limit certificate that was issued on its first day."""
    category, since = read["limit_category"], read["limit_valid_from"]
    kind = LimitCertificateKind.LIMIT_AND_MEALS if category in _WITH_MEALS else LimitCertificateKind.LIMIT
    return {
        "kind": kind.value,
        "category": category,
        "issued_on": since,
        "valid_from": since,
        "valid_to": read["limit_valid_to"],
    }


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
    "limit_category": _choice(_CATEGORIES.get),
    "limit_valid_from": _day,
    "limit_valid_to": _day,
}
