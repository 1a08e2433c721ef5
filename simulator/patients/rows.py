"""Reading the rows of a fixtures file: every bad cell is reported with its line, its column and the reason.

Cells are read as the fields of the registry's bodies are, so what passes here is not refused there. What only the world
can tell, a number that somebody else has, is told by world_rules.py. docs/fixtures.md describes the columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from shared.domain.codes import LimitCategory, LossReason, Relationship, Sex
from shared.domain.identifiers import InsurerNumber
from shared.domain.insurers import InsurerKind, law_number_of, law_numbers_of
from shared.domain.number_rules import insurer_number_violations
from shared.domain.written_choices import relationship_of, sex_of, share_of
from shared.web.bodies import BranchText, InsurerNumberText, LongText, NumberText, PostalCode, SymbolText, Text
from shared.web.days import Day
from simulator.patients.cells import BadCell, Cells, FixturesInvalid
from simulator.patients.table import lines_of

_SEXES = "write one of male, female, unset（男・女・未設定のいずれかです）"
_RELATIONSHIPS = "write one of self, family（本人・家族のいずれかです）"
_REASONS = {spelling: each for each in LossReason for spelling in (each.value, each.code, each.term)}
_CATEGORIES = {spelling: each for each in LimitCategory for spelling in (each.value, each.term)}
_NO_CARD = "none"
_PIN_DIGITS = 4
_DEFAULT_PIN = "1234"
_LONGEST_ID = 64
_IN_AN_ID = frozenset("-_.")


@dataclass(frozen=True, slots=True)
class FixtureRow:
    """One patient, as the file says; ``pin`` is None for somebody without a card."""

    line: int
    id: str
    name: str = field(repr=False)
    name_kana: str | None = field(repr=False)
    birthdate: date = field(repr=False)
    sex: Sex
    postal_code: str | None = field(repr=False)
    address: str | None = field(repr=False)
    insurer_number: InsurerNumber
    insurer_kind: InsurerKind
    insurer_name: str
    symbol: str | None = field(repr=False)
    number: str = field(repr=False)
    branch: str | None = field(repr=False)
    relationship: Relationship
    acquired_on: date
    lost_on: date | None
    loss_reason: LossReason | None
    share_percent: int | None
    limit_category: LimitCategory | None
    pin: str | None = field(repr=False)


def read_fixtures(content: bytes) -> list[FixtureRow]:
    """Read a whole file; raises FixturesInvalid with every bad cell."""
    rows, bad = read_rows(content)
    if bad:
        raise FixturesInvalid(bad)
    return rows


def read_rows(content: bytes) -> tuple[list[FixtureRow], list[BadCell]]:
    """Return the rows that are good, and what is wrong with the others.

    Raises FixturesInvalid when the file is no table.
    """
    bad: list[BadCell] = []
    fields = _Fields()
    read = [_row(line, fields) for line in lines_of(content, bad)]
    rows = [row for row in read if row is not None]
    return rows, bad + _standing_twice(rows)


class _Fields:
    """The registry's fields, made when a file is read."""

    def __init__(self) -> None:
        self.text: TypeAdapter[Any] = TypeAdapter(Text)
        self.long_text: TypeAdapter[Any] = TypeAdapter(LongText)
        self.day: TypeAdapter[date] = TypeAdapter(Day)
        self.postal_code: TypeAdapter[Any] = TypeAdapter(PostalCode)
        self.insurer_number: TypeAdapter[Any] = TypeAdapter(InsurerNumberText)
        self.symbol: TypeAdapter[Any] = TypeAdapter(SymbolText)
        self.number: TypeAdapter[Any] = TypeAdapter(NumberText)
        self.branch: TypeAdapter[Any] = TypeAdapter(BranchText)


def _standing_twice(rows: Sequence[FixtureRow]) -> list[BadCell]:
    first: dict[str, int] = {}
    return [
        BadCell(row.line, "id", f"line {first[row.id]} has it too（{first[row.id]}行目と重複しています）")
        for row in rows
        if first.setdefault(row.id, row.line) != row.line
    ]


def _row(line: Cells, fields: _Fields) -> FixtureRow | None:
    line.look_over()
    insurer_number: InsurerNumber | None = line.accepted("insurer_number", fields.insurer_number)
    acquired_on, lost_on = line.day("acquired_on", fields.day), line.day("lost_on", fields.day)
    row = FixtureRow(
        line=line.line,
        id=_id(line),
        name=line.accepted("name", fields.text) or "",
        name_kana=line.accepted("name_kana", fields.text),
        birthdate=line.day("birthdate", fields.day) or date.min,
        sex=line.read_as("sex", sex_of, _SEXES) or Sex.UNSET,
        postal_code=line.accepted("postal_code", fields.postal_code),
        address=line.accepted("address", fields.long_text),
        insurer_number=insurer_number or InsurerNumber(""),
        insurer_kind=_kind(line, insurer_number),
        insurer_name=line.accepted("insurer_name", fields.text) or f"保険者{insurer_number}",
        symbol=line.accepted("symbol", fields.symbol),
        number=line.accepted("number", fields.number) or "",
        branch=line.accepted("branch", fields.branch),
        relationship=_relationship(line),
        acquired_on=acquired_on or date.max,
        lost_on=lost_on,
        loss_reason=_loss_reason(line, lost_on),
        share_percent=_share(line),
        limit_category=line.one_of("limit_category", _CATEGORIES) if line.text("limit_category") else None,
        pin=_pin(line),
    )
    if acquired_on is not None and lost_on is not None and lost_on <= acquired_on:
        line.note("lost_on", "it does not lie after acquired_on（資格取得日より後の日付ではありません）")
    if acquired_on is not None and acquired_on < row.birthdate:
        line.note("acquired_on", "it lies before birthdate（生年月日より前です）")
    return row if line.is_right else None


def _id(line: Cells) -> str:
    text = line.text("id") or f"fixture-{line.line}"
    # It becomes part of an address: GET /personas/{id}.
    is_plain = text[0].isalnum() and all(letter.isalnum() or letter in _IN_AN_ID for letter in text)
    if not is_plain or len(text) > _LONGEST_ID:
        line.note(
            "id",
            f"write at most {_LONGEST_ID} letters, digits, - _ .（文字・数字・- _ . のみ、{_LONGEST_ID}文字以内です）",
        )
    return text


def _kind(line: Cells, insurer_number: InsurerNumber | None) -> InsurerKind:
    if insurer_number is None:
        return InsurerKind.SOCIETY
    fitting = [kind for kind in InsurerKind if law_number_of(insurer_number) in law_numbers_of(kind)]
    if not fitting:
        line.note("insurer_number", "its first two digits are no law number（法別番号が正しくありません）")
        return InsurerKind.SOCIETY
    for violation in insurer_number_violations(insurer_number, fitting[0], "lenient"):
        line.note("insurer_number", f"{violation.message}（{violation.message_ja}）")
    return fitting[0]


def _loss_reason(line: Cells, lost_on: date | None) -> LossReason | None:
    if not line.text("loss_reason"):
        return None if lost_on is None else LossReason.OTHER
    if not line.text("lost_on"):
        line.note("loss_reason", "there is no lost_on（資格喪失年月日がありません）")
    return line.one_of("loss_reason", _REASONS)


def _relationship(line: Cells) -> Relationship:
    if not line.text("relationship"):
        return Relationship.SELF
    return line.read_as("relationship", relationship_of, _RELATIONSHIPS) or Relationship.SELF


def _share(line: Cells) -> int | None:
    if not line.text("share_percent"):
        return None
    return line.read_as("share_percent", share_of, "write 10, 20 or 30（10・20・30、または1割・2割・3割です）")


def _pin(line: Cells) -> str | None:
    text = line.text("pin") or _DEFAULT_PIN
    if text == _NO_CARD:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == _PIN_DIGITS):
        line.note("pin", "write four digits, or none for somebody without a card（4桁の数字、またはnone）")
    return text
